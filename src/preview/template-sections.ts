import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap, WHAT_ELSE } from './value.ts';

export const BRINGS_MORE = new Later('Fn::Transform brings more when it is deployed');

/** The sections of a template beside its resources, with what transforms bring of them open. */
export class TemplateSections {
  readonly #root: ValueMap;
  readonly #read = new Map<string, ValueMap>();

  constructor(root: ValueMap) {
    this.#root = root;
  }

  /** Empty where there is none. */
  of(name: string): ValueMap {
    const before = this.#read.get(name);
    if (before) return before;
    const section = transformsOpened(memberOf(this.#root, name) ?? null);
    const read = isValueMap(section) ? section : section instanceof Later ? { [WHAT_ELSE]: section } : {};
    this.#read.set(name, read);
    return read;
  }
}

/** The value with what transforms bring open, wherever they stand in it; its functions stay. */
function transformsOpened(value: Value): Value {
  if (isValueList(value)) return value.map(transformsOpened);
  if (!isValueMap(value)) return value;
  const transform = Object.hasOwn(value, WHAT_ELSE) ? value[WHAT_ELSE] : undefined;
  if (transform !== undefined && !isInclude(transform)) return BRINGS_MORE;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === WHAT_ELSE ? BRINGS_MORE : transformsOpened(item)]),
  );
}

/** `AWS::Include` puts a snippet beside what is there; other macros make what they like of it. Source: CloudFormation template reference, transforms. */
export function isInclude(transform: Value): boolean {
  return isValueMap(transform) && memberOf(transform, 'Name') === 'AWS::Include';
}
