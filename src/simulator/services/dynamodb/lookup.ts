import { tableNameOf } from '../../../model/arn.ts';
import { ServiceError } from '../../error.ts';
import { needText } from '../../input.ts';
import type { Call } from '../../operation.ts';
import type { Region, Table } from '../../state.ts';

export function dynamoArn(region: Region, resource: string): string {
  return `arn:${region.partition}:dynamodb:${region.name}:${region.account}:${resource}`;
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** `TableName` may be an ARN. */
export function tableName(call: Call, member = 'TableName'): string {
  const given = needText(call.input, member);
  return given.startsWith('arn:') ? (tableNameOf(given) ?? given) : given;
}

export function tableOf(call: Call, member = 'TableName', code = 'ResourceNotFoundException'): Table {
  const name = tableName(call, member);
  const table = call.region.tables.get(name);
  if (table) return table;
  const message =
    code === 'TableNotFoundException'
      ? `Table not found: ${name}`
      : `Requested resource not found: Table: ${name} not found`;
  throw new ServiceError(code, message);
}

/** By `ResourceArn`: the whole ARN must be the table's own. */
export function tableByArn(call: Call): Table {
  const arn = needText(call.input, 'ResourceArn');
  const table = call.region.tables.get(tableNameOf(arn) ?? '');
  if (table?.arn !== arn) throw notFound(`Requested resource not found: ResourceArn: ${arn} not found`);
  return table;
}
