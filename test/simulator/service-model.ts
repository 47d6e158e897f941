import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The parts of AWS's service models, as botocore ships them, that a response can be held to. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<
    Record<string, { readonly shape: string; readonly location?: string; readonly locationName?: string }>
  >;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface ServiceModel {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
        readonly input?: { readonly shape: string };
        readonly output?: { readonly shape: string };
      }
    >
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** Credential scope → folder of the model. */
const FOLDERS: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', tagging: 'resourcegroupstaggingapi' };

/** Where botocore keeps its models, or undefined on a machine without it. */
export const BOTOCORE: string | undefined = findBotocore();

function findBotocore(): string | undefined {
  try {
    const python = ['-c', 'import botocore; print(botocore.__path__[0])'];
    const path = execFileSync('python3', python, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return existsSync(join(path, 'data')) ? path : undefined;
  } catch {
    return undefined;
  }
}

const models = new Map<string, ServiceModel>();

export function serviceModel(scope: string): ServiceModel {
  const known = models.get(scope);
  if (known) return known;
  const folder = join(BOTOCORE ?? '', 'data', FOLDERS[scope] ?? scope);
  const version = readdirSync(folder).sort().at(-1) ?? '';
  const plain = join(folder, version, 'service-2.json');
  const text = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  const model: ServiceModel = JSON.parse(text.toString());
  models.set(scope, model);
  return model;
}

/** Bounds that AWS's own answers do not keep: on demand, a table has no provisioned units. */
const UNTRUE_BOUNDS = new Set(['NumberOfDecreasesToday', 'ReadCapacityUnits', 'WriteCapacityUnits']);
/** The backup that DynamoDB keeps of a deleted table is named against its own rule. */
const UNTRUE_NAME = /\$DeletedTableBackup$/;

/** Where a response does not fit the model: missing or unknown members, wrong types, enums, patterns, bounds. */
/** What AWS added after the models that are installed here. Source: @aws-sdk/client-dynamodb, TableDescription. */
const NEWER = new Set(['DescribeTable.Table.VectorIndexes: unknown']);

export function violations(scope: string, operation: string, response: object): string[] {
  const model = serviceModel(scope);
  const described = model.operations[operation];
  if (!described) return [`${scope} has no operation ${operation}`];
  const found: string[] = [];
  if (described.output) check(model, described.output.shape, response, operation, found);
  else if (Object.keys(response).length > 0) found.push(`${operation} has no output, but got ${Object.keys(response)}`);
  return found.filter((violation) => !NEWER.has(violation));
}

function check(model: ServiceModel, shapeName: string, value: unknown, path: string, found: string[]): void {
  const shape = model.shapes[shapeName];
  if (!shape) return;
  switch (shape.type) {
    case 'structure':
      checkStructure(model, shape, value, path, found);
      return;
    case 'list': {
      if (!Array.isArray(value)) {
        found.push(`${path}: not a list`);
        return;
      }
      checkBounds(shape, value.length, path, found);
      for (const [index, item] of value.entries())
        check(model, shape.member?.shape ?? '', item, `${path}[${index}]`, found);
      return;
    }
    case 'map': {
      if (typeof value !== 'object' || value === null) {
        found.push(`${path}: not a map`);
        return;
      }
      for (const [key, item] of Object.entries(value)) {
        check(model, shape.key?.shape ?? '', key, `${path} key`, found);
        check(model, shape.value?.shape ?? '', item, `${path}.${key}`, found);
      }
      return;
    }
    case 'blob':
      if (!(value instanceof Uint8Array)) found.push(`${path}: not bytes`);
      return;
    case 'timestamp':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) found.push(`${path}: not an instant`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') found.push(`${path}: not a boolean`);
      return;
    case 'integer':
    case 'long':
      if (!Number.isInteger(value)) found.push(`${path}: ${String(value)} is not a whole number`);
      else checkBounds(shape, Number(value), path, found);
      return;
    case 'double':
    case 'float':
      if (typeof value !== 'number') found.push(`${path}: not a number`);
      return;
    default:
      checkString(shape, value, path, found);
  }
}

function checkStructure(model: ServiceModel, shape: Shape, value: unknown, path: string, found: string[]): void {
  if (typeof value !== 'object' || value === null) {
    found.push(`${path}: not a structure`);
    return;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const present = new Set(members.map(([name]) => name));
  for (const name of shape.required ?? []) if (!present.has(name)) found.push(`${path}.${name}: missing`);
  for (const [name, member] of members) {
    const described = shape.members?.[name];
    if (!described) found.push(`${path}.${name}: unknown`);
    else check(model, described.shape, member, `${path}.${name}`, found);
  }
}

function checkString(shape: Shape, value: unknown, path: string, found: string[]): void {
  if (typeof value !== 'string') {
    found.push(`${path}: not a string`);
    return;
  }
  if (shape.enum && !shape.enum.includes(value)) found.push(`${path}: ${value} not in the enum`);
  checkBounds(shape, value.length, path, found);
  const pattern = shape.pattern === undefined ? undefined : compiled(shape.pattern);
  if (pattern && !pattern.test(value) && !UNTRUE_NAME.test(value)) found.push(`${path}: ${value} !~ ${shape.pattern}`);
}

/** Patterns are written for Java; those that JavaScript cannot read are left out. */
function compiled(pattern: string): RegExp | undefined {
  try {
    const readable = pattern.replaceAll('\\p{Print}', '[\\x20-\\x7E]');
    return new RegExp(`^(?:${readable})$`, readable.includes('\\p{') ? 'su' : 's');
  } catch {
    return undefined;
  }
}

function checkBounds(shape: Shape, size: number, path: string, found: string[]): void {
  if (UNTRUE_BOUNDS.has(path.slice(path.lastIndexOf('.') + 1))) return;
  if (shape.min !== undefined && size < shape.min) found.push(`${path}: ${size} is below ${shape.min}`);
  if (shape.max !== undefined && size > shape.max) found.push(`${path}: ${size} is above ${shape.max}`);
}
