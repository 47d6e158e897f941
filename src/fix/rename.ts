import type { EstateTable } from '../estate/estate.ts';
import { isObject, parseJson } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';

/** The same document about another table: its ARN, and the ARNs of its indexes and streams, rewritten. */
export function renamedArns(value: Json, from: string, to: string): Json {
  return mapTexts(value, (text) => {
    if (text === from) return to;
    return text.startsWith(`${from}/`) ? to + text.slice(from.length) : text;
  });
}

/** A name that holds the table's, with the other table's in its place; one that does not, with it at its end. */
export function renamed(name: string, from: string, to: string): string {
  const literal = from.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const inside = new RegExp(`(?<![A-Za-z0-9.])${literal}(?![A-Za-z0-9.])`);
  return inside.test(name) ? name.replace(inside, () => to) : `${name}-${to}`;
}

/** An ARN of something beside the table, in the other table's Region: topics and keys have namesakes, if at all, there. */
export function movedArn(arn: string, from: EstateTable, to: EstateTable): string {
  if (from.region === to.region && from.account === to.account) return arn;
  const [head, partition, service, region, account, ...rest] = arn.split(':');
  if (head !== 'arn') return arn;
  return [
    head,
    partition,
    service,
    region === from.region ? to.region : region,
    account === from.account ? to.account : account,
    ...rest,
  ].join(':');
}

const ACTION_LISTS = ['OKActions', 'AlarmActions', 'InsufficientDataActions'] as const;

/** What an alarm calls, in the other table's place. */
export function movedActions(definition: JsonObject, from: EstateTable, to: EstateTable): JsonObject {
  const lists = ACTION_LISTS.flatMap((list) => {
    const arns = definition[list];
    return arns === undefined ? [] : [[list, mapTexts(arns, (arn) => movedArn(arn, from, to))] as const];
  });
  return Object.fromEntries(lists);
}

/** What is made under a name that is taken would replace what bears it. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (isList(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]));
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** JSON that AWS sent; undefined when it is not an object. */
export function parsedObject(text: string): { readonly [key: string]: Json } | undefined {
  try {
    const parsed: Json = parseJson(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
