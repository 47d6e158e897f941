import type { SetResource } from './change-set-text.ts';
import { isValueList, isValueMap, Later, memberOf, type Value, type ValueMap } from './value.ts';

/** No property of AWS nests deeper. */
const DEEPEST = 200;

/** The resource as a template would have it; undefined where the change set does not show it. */
export function contextOf(text: string | undefined): ValueMap | undefined {
  if (text === undefined) return undefined;
  try {
    const context = JSON.parse(text) as Value;
    return isValueMap(context)
      ? Object.fromEntries(Object.entries(context).map(([key, of]) => [key, opened(of, 0)]))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Values that CloudFormation does not tell. Source: CloudFormation API, ResourceTargetDefinition; parameters with `NoEcho` are asterisks. */
function opened(value: Value, depth: number): Value {
  if (depth > DEEPEST) return new Later('nested too deep');
  if (isValueList(value)) return value.map((item) => opened(item, depth + 1));
  if (isValueMap(value)) {
    if (Object.keys(value).some((key) => key.includes(LATER))) return new Later(WHY_LATER);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, depth + 1)]));
  }
  if (typeof value !== 'string') return value;
  const at = value.indexOf(LATER);
  if (at >= 0) return new Later(WHY_LATER, value.slice(0, at));
  return /\*{4}|\bREDACTED\b/.test(value) ? new Later('the change set does not show it') : value;
}

const LATER = '{{changeSet:';
const WHY_LATER = 'the change set says that it is known after deployment';

/**
 * The context after the change, with each property open of which CloudFormation itself says that it is worked out at deployment.
 * One path may be told twice, once for sure. Source: CloudFormation API, ResourceChangeDetail (Evaluation).
 */
export function withDynamic(context: ValueMap, { details }: SetResource): ValueMap {
  const pathOf = (detail: ValueMap) => {
    const target = memberOf(detail, 'Target');
    if (!isValueMap(target)) return undefined;
    const [attribute, name, path] = ['Attribute', 'Name', 'Path'].map((key) => memberOf(target, key));
    if (typeof path === 'string' && path.startsWith('/')) return path;
    return attribute === 'Properties' && typeof name === 'string' ? `/Properties/${name}` : `/${String(attribute)}`;
  };
  const isSure = (detail: ValueMap) => memberOf(detail, 'Evaluation') === 'Static';
  const sure = new Set(details.filter(isSure).map(pathOf));
  const open = details.filter((detail) => !isSure(detail)).flatMap((detail) => pathOf(detail) ?? []);
  return open
    .filter((path) => !sure.has(path))
    .reduce(
      (found, path) => openAt(found, path === '/Tags' ? ['Properties', 'Tags'] : path.split('/').slice(1)),
      context,
    );
}

const DYNAMIC = new Later('CloudFormation works it out at deployment');

/** What has no such place is open as a whole, from where the path leaves it. */
function openAt(map: ValueMap, [key, ...rest]: readonly string[]): ValueMap {
  if (key === undefined) return map;
  return { ...map, [key]: openedAt(memberOf(map, key), rest) };
}

function openedAt(value: Value | undefined, path: readonly string[]): Value {
  const [key, ...rest] = path;
  if (key === undefined) return DYNAMIC;
  if (isValueMap(value)) return Object.hasOwn(value, key) || rest.length === 0 ? openAt(value, path) : DYNAMIC;
  if (!isValueList(value)) return DYNAMIC;
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= value.length) return DYNAMIC;
  return value.map((item, at) => (at === index ? openedAt(item, rest) : item));
}

/** Attributes of a resource that only CloudFormation looks at. */
const OF_THE_STACK = ['Metadata', 'CreationPolicy', 'UpdatePolicy', 'DeletionPolicy', 'UpdateReplacePolicy'];

/** Whether a change leaves the resource itself as it is. */
export function isOfStackAlone({ action, replacement, scope, details }: SetResource): boolean {
  if (action !== 'Modify' || (replacement !== undefined && replacement !== 'False') || scope.length === 0) return false;
  const attributes = details.map((detail) => {
    const target = memberOf(detail, 'Target');
    return isValueMap(target) ? memberOf(target, 'Attribute') : undefined;
  });
  return [...scope, ...attributes].every((attribute) => OF_THE_STACK.includes(String(attribute)));
}

/** Whether tags are among what changes. */
export function changesTags({ scope, details }: SetResource): boolean {
  return (
    scope.includes('Tags') ||
    details.some((detail) => {
      const target = memberOf(detail, 'Target');
      if (!isValueMap(target)) return false;
      return (
        memberOf(target, 'Attribute') === 'Tags' ||
        String(memberOf(target, 'Path') ?? '').startsWith('/Properties/Tags')
      );
    })
  );
}
