import { DuckDBInstance } from '@duckdb/node-api';
import type { AthenaEngine, CatalogTable } from '../../../src/simulator/state.ts';
import { structPaths } from '../../../src/sources/trail/hive-type.ts';

const IDENTITY =
  'struct<type:string,principalId:string,arn:string,accountId:string,invokedBy:string,accessKeyId:string,userName:string,' +
  'onBehalfOf:struct<userId:string,identityStoreArn:string>,sessionContext:struct<attributes:struct<mfaAuthenticated:string,' +
  'creationDate:string>,sessionIssuer:struct<type:string,principalId:string,arn:string,accountId:string,userName:string>>>';

/** The members of a record that AWS's own definition of the table has and Holdfast may ask for. DuckDB minds their case. */
const MEMBERS: CatalogTable['columns'] = [
  { name: 'userIdentity', type: IDENTITY },
  ...(
    'eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestParameters ' +
    'responseElements eventID eventType recipientAccountId serviceEventDetails sessionCredentialFromConsole'
  )
    .split(' ')
    .map((name) => ({ name, type: 'string' })),
];

/** What stands in the path of a log file, as a partition of the table. */
const PARTITION_OF: Readonly<Record<string, string>> = {
  timestamp: String.raw`regexp_extract(filename, '/CloudTrail/[^/]+/(\d+/\d+/\d+)/', 1)`,
  region: "regexp_extract(filename, '/CloudTrail/([^/]+)/', 1)",
  account: String.raw`regexp_extract(filename, '/(\d{12})/CloudTrail/', 1)`,
  year: String.raw`regexp_extract(filename, '/CloudTrail/[^/]+/(\d+)/', 1)`,
  month: String.raw`regexp_extract(filename, '/CloudTrail/[^/]+/\d+/(\d+)/', 1)`,
  day: String.raw`regexp_extract(filename, '/CloudTrail/[^/]+/\d+/\d+/(\d+)/', 1)`,
};

export interface DuckTable {
  readonly name: string;
  readonly partitionKeys: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** Columns of the usual table that this one lacks, by name. */
  readonly without?: readonly string[];
}

/**
 * Athena's part played by DuckDB: it runs the very text of the query over log files in a folder. Trino writes
 * `json_format(CAST(x AS JSON))` where DuckDB writes `to_json(x)`; everything else of the text is the same in both.
 */
export async function duckAthena(
  folder: string,
  tables: readonly DuckTable[],
): Promise<AthenaEngine & { queries: string[] }> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const catalog = new Map<string, CatalogTable>();
  await connection.run('CREATE SCHEMA logs');
  for (const { name, partitionKeys, parameters = {}, without = [] } of tables) {
    const members = MEMBERS.filter((column) => !without.includes(column.name.toLowerCase()));
    const columns = members.map((each) => ({ name: each.name.toLowerCase(), type: each.type.toLowerCase() }));
    catalog.set(`logs.${name}`, {
      columns,
      partitionKeys: partitionKeys.map((key) => ({ name: key, type: 'string' })),
      parameters,
    });
    const plain = columns.map((column) => `CAST(r.${column.name} AS ${duckType(column.type)}) AS ${column.name}`);
    const keys = partitionKeys.map((key) => `${PARTITION_OF[key]} AS "${key}"`);
    await connection.run(
      `CREATE VIEW logs."${name}" AS SELECT ${[...plain, ...keys].join(', ')} FROM (
         SELECT unnest(Records) AS r, filename FROM read_json('${folder}/**/*.json.gz', filename = true, maximum_object_size = 100000000,
           columns = {Records: 'STRUCT(${members.map((member) => `${member.name} ${rawType(member)}`).join(', ')})[]'}))`,
    );
  }
  const queries: string[] = [];
  return {
    queries,
    table: (database, table) => catalog.get(`${database}.${table}`),
    run: async (sql) => {
      queries.push(sql);
      const reader = await connection.runAndReadAll(
        sql.replace(/json_format\(CAST\((\S+) AS JSON\)\)/g, 'CAST(to_json($1) AS VARCHAR)'),
      );
      const rows = reader.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell))));
      return { columns: reader.columnNames(), rows, scannedBytes: 1_234_567 };
    },
  };
}

/** Objects in a record are text in the table. */
function rawType({ name, type }: CatalogTable['columns'][number]): string {
  return ['requestParameters', 'responseElements', 'serviceEventDetails'].includes(name) ? 'JSON' : duckType(type);
}

/** `struct<a:string,b:struct<…>>` → `STRUCT(a VARCHAR, b STRUCT(…))` */
function duckType(type: string): string {
  if (!structPaths(type)) return 'VARCHAR';
  return type
    .replace(/struct</g, 'STRUCT(')
    .replaceAll('>', ')')
    .replace(/(\w+):string/g, '"$1" VARCHAR')
    .replace(/(\w+):STRUCT/g, '"$1" STRUCT');
}
