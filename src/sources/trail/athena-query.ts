import type { RelevantEvent } from '../../history/relevant-events.ts';
import { plusMinutes } from '../../model/instant.ts';
import {
  type AthenaColumn,
  type AthenaTable,
  partitionConditions,
  quoted,
  sqlText,
  wholeSeconds,
} from './athena-partitions.ts';
import { structPaths } from './hive-type.ts';
import { type HistoryWindow, placesByAccount, wantedIn } from './window.ts';

export interface TrailQuery {
  readonly sql: string;
  /** Result column → where its value stands in a CloudTrail record. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** False: the table is not partitioned by time, and all of it is read. */
  readonly byTime: boolean;
}

/** Columns of the table that AWS documents, and their place in a record. Source: Athena User Guide, "Query AWS CloudTrail logs". */
const FIELDS: Readonly<Record<string, string>> = {
  eventid: 'eventID',
  eventtime: 'eventTime',
  eventversion: 'eventVersion',
  eventsource: 'eventSource',
  eventname: 'eventName',
  eventtype: 'eventType',
  awsregion: 'awsRegion',
  recipientaccountid: 'recipientAccountId',
  sourceipaddress: 'sourceIPAddress',
  useragent: 'userAgent',
  errorcode: 'errorCode',
  requestparameters: 'requestParameters',
  responseelements: 'responseElements',
  serviceeventdetails: 'serviceEventDetails',
  sessioncredentialfromconsole: 'sessionCredentialFromConsole',
};
const NEEDED = ['eventid', 'eventtime', 'eventsource', 'eventname', 'awsregion'];

const IDENTITY: Readonly<Record<string, string>> = {
  type: 'type',
  principalid: 'principalId',
  arn: 'arn',
  accountid: 'accountId',
  invokedby: 'invokedBy',
  username: 'userName',
  'onbehalfof.userid': 'onBehalfOf.userId',
  'sessioncontext.sessionissuer.username': 'sessionContext.sessionIssuer.userName',
};

/** The query for the wanted events of a window, or why there is none. It is one SELECT and nothing else. */
export function trailQuery(
  { database, table }: { readonly database: string; readonly table: string },
  described: AthenaTable,
  window: HistoryWindow,
): TrailQuery | { readonly problem: string } {
  const columns = new Map(described.columns.map((column) => [column.name.toLowerCase(), column]));
  const lacking = NEEDED.filter((name) => !columns.has(name));
  if (lacking.length > 0)
    return { problem: `it is not a table of CloudTrail logs: it has no column ${lacking.join(', ')}` };
  const { conditions, byTime, missing } = partitionConditions(described, window);
  if (missing.length > 0) {
    return { problem: `its partition key ${missing.join(', ')} must be given a value, and Holdfast knows none for it` };
  }
  const selected = selection(columns);
  const sql = [
    `SELECT ${selected.map(({ expression, path }) => `${expression} AS ${quoted(path.join('_').toLowerCase())}`).join(',\n  ')}`,
    `FROM ${quoted(database)}.${quoted(table)} AS trail`,
    `WHERE ${[...conditions, ...rowConditions(columns, window)].join('\n  AND ')}`,
  ].join('\n');
  return { sql, byTime, paths: new Map(selected.map(({ path }) => [path.join('_').toLowerCase(), path])) };
}

interface Selected {
  readonly expression: string;
  readonly path: readonly string[];
}

function selection(columns: ReadonlyMap<string, AthenaColumn>): readonly Selected[] {
  const plain = Object.entries(FIELDS).flatMap(([name, field]) => {
    const column = columns.get(name);
    return column ? [{ expression: asText(column), path: [field] }] : [];
  });
  const identity = columns.get('useridentity');
  if (!identity) return plain;
  const paths = structPaths(identity.type);
  if (!paths) return [...plain, { expression: asText(identity), path: ['userIdentity'] }];
  const parts = Object.entries(IDENTITY)
    .filter(([path]) => paths.has(path))
    .map(([path, field]) => ({
      expression: `trail.useridentity.${path}`,
      path: ['userIdentity', ...field.split('.')],
    }));
  return [...plain, ...parts];
}

function asText({ name, type }: AthenaColumn): string {
  const column = `trail.${quoted(name)}`;
  if (/^(string|varchar|char)/i.test(type)) return column;
  return /^(struct|row|map|array)/i.test(type) ? `json_format(CAST(${column} AS JSON))` : `CAST(${column} AS VARCHAR)`;
}

function rowConditions(columns: ReadonlyMap<string, AthenaColumn>, window: HistoryWindow): readonly string[] {
  const bySource = new Map<string, RelevantEvent[]>();
  for (const wanted of wantedIn(window)) bySource.set(wanted.source, [...(bySource.get(wanted.source) ?? []), wanted]);
  const events = [...bySource].map(
    ([source, names]) =>
      `(trail.eventsource = ${sqlText(source)} AND trail.eventname IN (${names.map(({ name }) => sqlText(name)).join(', ')}))`,
  );
  const places = window.places && placesByAccount(window.places);
  return [
    ...timeConditions(columns.get('eventtime'), window),
    ...(places && columns.has('recipientaccountid')
      ? [`trail.recipientaccountid IN (${[...places.keys()].sort().map(sqlText).join(', ')})`]
      : []),
    `(${events.join('\n    OR ')})`,
  ];
}

/** In whole seconds, and one more at the end; what is too much is left out when the rows are read. */
function timeConditions(column: AthenaColumn | undefined, { from, to }: HistoryWindow): readonly string[] {
  const [first, last] = [wholeSeconds(from), wholeSeconds(plusMinutes(to, 1 / 60))];
  if (column && /^timestamp/i.test(column.type)) {
    const stamp = (at: string) => `TIMESTAMP '${at.slice(0, 19).replace('T', ' ')}'`;
    return [`trail.eventtime >= ${stamp(first)}`, `trail.eventtime <= ${stamp(last)}`];
  }
  return [`trail.eventtime >= ${sqlText(first)}`, `trail.eventtime <= ${sqlText(last)}`];
}
