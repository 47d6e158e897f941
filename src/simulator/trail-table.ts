import type { AthenaEngine, World } from './state.ts';
import { placesOf } from './trail-files.ts';

/** Columns of CloudTrail's table. Source: Athena user guide, "Create a table for CloudTrail logs using partition projection". */
const TEXTS = [
  'eventversion',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestparameters',
  'responseelements',
  'requestid',
  'eventid',
  'readonly',
  'eventtype',
  'recipientaccountid',
  'serviceeventdetails',
  'eventcategory',
];
const IDENTITY =
  'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,' +
  'sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,' +
  'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>>>';
const COLUMNS = [{ name: 'useridentity', type: IDENTITY }, ...TEXTS.map((name) => ({ name, type: 'string' }))];

/** `trail."eventid" AS "eventid"`, `trail.useridentity.arn AS "useridentity_arn"` */
const ITEM = /^trail\.([\w."]+) AS "(\w+)"$/;
const SELECT = /^SELECT\s+(.+?)\s+FROM\s+"([^"]+)"\."([^"]+)" AS trail\s+WHERE\s/s;

/**
 * Answers one form of query: columns of the table of a scenario's trail. It is no database: what WHERE says is not looked at, so
 * that every record of the trail comes, and who asked keeps what was wanted.
 */
export function trailTables(world: World): AthenaEngine {
  const trailOf = (database: string, table: string) =>
    world.trails.find(({ athenaTable }) => athenaTable === `${database}.${table}`);
  return {
    table: (database, table) => trailOf(database, table) && { columns: COLUMNS, partitionKeys: [], parameters: {} },
    run: (sql) => {
      const [, items = '', database = '', table = ''] = SELECT.exec(sql) ?? [];
      const selected = items.split(/,\s+/).map((item) => ITEM.exec(item));
      const trail = trailOf(database, table);
      if (!trail || selected.includes(null)) {
        return Promise.reject(new Error('The embedded AWS answers queries for columns of a table of trails only'));
      }
      const columns = selected.map((item) => item?.[2] ?? '');
      const paths = selected.map((item) => (item?.[1] ?? '').replaceAll('"', '').split('.'));
      const events = placesOf(world, trail).flatMap((place) =>
        (place.trail ?? []).filter(({ at }) => at >= trail.since),
      );
      const rows = events.map(({ record }) => paths.map((path) => cell(record, path)));
      return Promise.resolve({ columns, rows, scannedBytes: JSON.stringify(rows).length });
    },
  };
}

/** Hive knows names in small letters only; structures are kept as JSON text. */
function cell(record: unknown, [name, ...rest]: readonly string[]): string | null {
  if (name === undefined) return record === null || record === undefined ? null : asText(record);
  if (typeof record !== 'object' || record === null) return null;
  const member = Object.entries(record).find(([key]) => key.toLowerCase() === name)?.[1];
  return cell(member, rest);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
