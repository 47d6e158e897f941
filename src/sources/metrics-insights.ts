import type { Alarm } from '../model/table.ts';

type Watch = Alarm['watches'][number];

const SELECT = /^\s*SELECT\s+[A-Z_]+\(\s*("?)([^")]+)\1\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"AWS\/DynamoDB"/i;
const TABLE = /\bTableName"?\s*=\s*'([^']*)'/gi;
const INDEX = /\bGlobalSecondaryIndexName"?\s*=\s*'([^']*)'/i;
const OPERATION = /\bOperation"?\s*=\s*'([^']*)'/i;
const WHERE = /\sWHERE\s(.*?)(?:\sGROUP\s+BY\s|\sORDER\s+BY\s|\sLIMIT\s|$)/is;

/**
 * What a Metrics Insights query watches: the tables that its WHERE clause names with `=`, or, where it does not speak of
 * tables, all of them (a watch without a table). A clause that speaks of tables in any other way (`!=`) gives nothing:
 * the expression itself is kept for whoever wants to read it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
export function watchesOfSql(expression: string): Watch[] {
  const metric = SELECT.exec(expression)?.[2];
  if (metric === undefined) return [];
  const where = WHERE.exec(expression)?.[1] ?? '';
  const index = INDEX.exec(where)?.[1];
  const operation = OPERATION.exec(where)?.[1];
  const common = {
    metric,
    ...(index === undefined ? {} : { index }),
    ...(operation === undefined ? {} : { operation }),
  };
  const tables = [...where.matchAll(TABLE)].flatMap((match) => match[1] ?? []);
  const mentions = where.match(/\bTableName\b/gi)?.length ?? 0;
  if (mentions === 0) return [common];
  return mentions === tables.length ? tables.map((table) => ({ ...common, table })) : [];
}
