import { type Unknown, unknown } from '../model/fact.ts';
import { isValueList, isValueMap, memberOf, type Value, type ValueMap, WHAT_ELSE } from './value.ts';

/**
 * Macros of AWS that leave what is written as it is: what they make of their own resources is told by the types of those.
 * Source: CloudFormation template reference, transforms.
 */
const LEAVES_THE_REST = [
  'AWS::LanguageExtensions',
  'AWS::Serverless-2016-10-31',
  'AWS::CodeDeployBlueGreen',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
];

/** Why a template is not all that will be deployed; undefined where it is. */
export function unseenByMacros(file: string, root: ValueMap): Unknown | undefined {
  const resources = memberOf(root, 'Resources');
  const macros = [
    ...macrosOf(memberOf(root, 'Transform')).filter((name) => !LEAVES_THE_REST.includes(name)),
    ...macrosOf(ownMember(root, WHAT_ELSE)),
    ...(isValueMap(resources) ? macrosOf(ownMember(resources, WHAT_ELSE)) : []),
  ];
  if (macros.length === 0) return undefined;
  const names = [...new Set(macros)].join(' and ');
  const detail = `${names} transforms ${file} when it is deployed, and what comes of it is not seen`;
  return { ...unknown('not-collected', detail), subject: { type: 'change', name: names, address: names } };
}

function macrosOf(value: Value | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return (isValueList(value) ? value : [value]).map((each) => {
    const name = isValueMap(each) ? memberOf(each, 'Name') : each;
    return typeof name === 'string' ? name : 'a macro';
  });
}

function ownMember(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
