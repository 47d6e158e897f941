import type { Tags } from '../model/table.ts';
import { Attributes, settled } from './attributes.ts';
import type { ChangeText } from './change-set-text.ts';
import { isValueList, isValueMap, Later, laterIn, memberOf, type Value, type ValueMap } from './value.ts';

export const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** A nested stack as its own template makes it. */
export interface NestedSide<Side> {
  readonly template: ChangeText;
  readonly root: ValueMap;
  readonly side: Side;
}

/** How deep stacks nest that are read. */
const DEEPEST = 20;

/** The template of a nested stack, where whoever reads the outer one has it. */
export type NestedTemplates = (resource: ValueMap) => ChangeText | undefined;

/** What a nested stack is deployed with. */
export interface NestedValues {
  readonly parameters: ReadonlyMap<string, string | Later>;
  readonly stackTags: Tags;
}

/**
 * What the properties of a nested stack give to it; undefined where they cannot be told. Source: CloudFormation template
 * reference, AWS::CloudFormation::Stack.
 */
export function nestedValues(
  properties: ValueMap,
  address: string,
  outerTags: Tags | undefined,
): NestedValues | undefined {
  if (address.split('/').length > DEEPEST) return undefined;
  const given = memberOf(properties, 'Parameters') ?? {};
  const own = new Attributes(properties, address);
  const tags = settled('the template', () =>
    Object.fromEntries(own.blocks('Tags').map((tag) => [tag.requiredText('Key'), tag.text('Value') ?? ''])),
  );
  if (!isValueMap(given) || !tags.known) return undefined;
  return {
    parameters: new Map(Object.entries(given).map(([name, value]) => [name, parameterText(value)])),
    stackTags: { ...outerTags, ...tags.value },
  };
}

function parameterText(value: Value): string | Later {
  const open = laterIn(value);
  if (open) return open;
  if (isValueList(value)) return value.join(',');
  return isValueMap(value) || value === null ? new Later('a parameter that is no text') : String(value);
}

/** What is deployed may differ from one time to the next though its template is the same. */
const LOOKS_ELSEWHERE =
  /resolve:|AWS::SSM::|AWS::CloudFormation::|AWS::Serverless::|Transform|Fn::ImportValue|::MODULE|Custom::/;

/** Whether a nested stack is the same as long as its properties are: it is found by a hash of its template, which looks nowhere else. */
export function isOfItsProperties({ text }: ChangeText, properties: ValueMap): boolean {
  const address = memberOf(properties, 'TemplateURL');
  return typeof address === 'string' && /\b[0-9a-f]{64}\.json$/.test(address) && !LOOKS_ELSEWHERE.test(text);
}
