import { parseArn, tableNameOf } from '../model/arn.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/result.ts';
import type { TrailEvent } from '../model/trail-event.ts';

/** Deep enough for `request.backupPlan.backupPlanName` and `response.tableDescription.tableName`. */
const DEPTH = 3;

/** Members that name a table, as a name, an ARN, or `table/orders/index/by-day` of Application Auto Scaling. */
export const TABLE_MEMBERS = ['tableName', 'tableArn', 'targetTableName', 'resourceArn', 'resourceId'] as const;

/** The texts under members of those names, in the request, the response or the details; neither is sure to be there. */
export function textsNamed({ request, response, serviceDetails }: TrailEvent, keys: readonly string[]) {
  return [request, response, serviceDetails].flatMap((part) => (part === undefined ? [] : textsUnder(part, keys)));
}

/** The name of the table that such a text names in a place; undefined when it names another place's, or none. */
export function tableNamed(text: string, place: { readonly account: string; readonly region: string }) {
  const arn = parseArn(text);
  if (!arn) return /^table\/([^/]+)/.exec(text)?.[1] ?? text;
  return arn.account === place.account && arn.region === place.region ? tableNameOf(text) : undefined;
}

/** The texts under members of those names, whatever their case. */
function textsUnder(value: Json, keys: readonly string[], depth = DEPTH): readonly string[] {
  if (!isObject(value) || depth === 0) return [];
  const wanted = keys.map((key) => key.toLowerCase());
  return Object.entries(value).flatMap(([key, member]) =>
    wanted.includes(key.toLowerCase()) ? textsOf(member) : textsUnder(member, keys, depth - 1),
  );
}

function textsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'string' ? [value] : [];
}
