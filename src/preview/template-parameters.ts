import type { Scope } from '../model/inventory.ts';
import { readTemplateText } from './template-text.ts';
import { isValueMap, Later, memberOf, type Value, type ValueMap } from './value.ts';

export const NO_STACK_NAME = new Later(
  'AWS::StackName is given when the stack is deployed; --stack NAME, or --parameters AWS::StackName=NAME, tells it',
);

/** The parameters that a template takes. */
export function parametersOf(file: string, text: string): readonly string[] {
  const parameters = memberOf(readTemplateText(file, text).root, 'Parameters');
  return isValueMap(parameters) ? Object.keys(parameters) : [];
}

/** Values of parameters, of `AWS::StackName` too. Null: the value that the stack has is kept. */
export type ParameterValues = ReadonlyMap<string, string | Later | null>;

/**
 * What is given, or what the deployed stack has, or the default; undefined where the template has no parameter of that name.
 * Source: AWS CLI, `cloudformation deploy`.
 */
export function parameterValue(
  name: string,
  declared: ValueMap,
  given: string | Later | null | undefined,
  previous: string | undefined,
): Value | undefined {
  const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (parameter instanceof Later) return parameter;
  if (!isValueMap(parameter)) return undefined;
  if (given instanceof Later) return given;
  const type = String(memberOf(parameter, 'Type') ?? 'String');
  const isHidden = String(memberOf(parameter, 'NoEcho') ?? false) === 'true';
  if (typeof given !== 'string' && isHidden && previous !== undefined) {
    return new Later(`parameter ${name} keeps a value that CloudFormation does not show (NoEcho)`);
  }
  if (given === null && previous === undefined) {
    return new Later(`parameter ${name} keeps the value that the stack has, which --stack reads`);
  }
  const value = given ?? previous ?? memberOf(parameter, 'Default');
  if (value === undefined || value === null) return new Later(`parameter ${name} has no default`);
  if (value instanceof Later) return value;
  if (type.startsWith('AWS::SSM::Parameter::')) return new Later(`parameter ${name} is kept in Systems Manager`);
  if (type === 'CommaDelimitedList' || type.startsWith('List<')) {
    return String(value)
      .split(',')
      .map((item) => item.trim());
  }
  return String(value);
}

/** Source: CloudFormation User Guide, pseudo-parameter-reference. */
export function pseudoParameter(name: string, { partition, region, account }: Scope): Value | undefined {
  switch (name) {
    case 'AWS::Partition':
      return partition;
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return account;
    case 'AWS::URLSuffix':
      return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackId':
    case 'AWS::NotificationARNs':
      return new Later(`${name} is given when the stack is deployed`);
    default:
      return undefined;
  }
}
