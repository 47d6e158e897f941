import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TrailHistory } from '../../../src/model/trail-event.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/server.ts';
import type { AthenaEngine, CatalogTable } from '../../../src/simulator/state.ts';
import { type AthenaColumn, partitionConditions } from '../../../src/sources/trail/athena-partitions.ts';
import { trailQuery } from '../../../src/sources/trail/athena-query.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { structPaths } from '../../../src/sources/trail/hive-type.ts';
import type { HistoryWindow } from '../../../src/sources/trail/window.ts';

const WINDOW: HistoryWindow = { from: '2026-10-31T12:00:00.000Z', to: '2026-11-02T12:00:00.000Z' };
const PLACES = { ...WINDOW, places: [{ account: '111122223333', region: 'eu-west-1' }] };
const text = (...names: readonly string[]): AthenaColumn[] => names.map((name) => ({ name, type: 'string' }));
const NEEDED = text('eventid', 'eventtime', 'eventsource', 'eventname', 'awsregion');

const conditions = (keys: readonly AthenaColumn[], parameters = {}, window: HistoryWindow = WINDOW) =>
  partitionConditions({ columns: [], partitionKeys: keys, parameters }, window);

describe('partitions', () => {
  const projected = (format: string) => ({
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': format,
  });

  test.each([
    ['yyyy/MM/dd', `("timestamp" >= '2026/10/30' AND "timestamp" < '2026/11/04')`],
    ['yyyy-MM-dd', `("timestamp" >= '2026-10-30' AND "timestamp" < '2026-11-04')`],
    ['yyyy/MM/dd/HH', `("timestamp" >= '2026/10/30/00' AND "timestamp" < '2026/11/04/00')`],
    ["yyyy'-'MM", `("timestamp" >= '2026-10' AND "timestamp" <= '2026-11')`],
  ])('of the format %s are bounded by it', (format, expected) => {
    expect(conditions(text('timestamp'), projected(format)).conditions).toEqual([expected]);
  });

  test('of an unknown format are bounded in each that is seen', () => {
    expect(conditions(text('dt')).conditions).toEqual([
      `(("dt" >= '2026/10/30' AND "dt" < '2026/11/04') OR ("dt" >= '2026-10-30' AND "dt" < '2026-11-04') OR ("dt" >= '20261030' AND "dt" < '20261104'))`,
    ]);
  });

  test.each([
    ['date', `"day" >= DATE '2026-10-30' AND "day" < DATE '2026-11-04'`],
    ['timestamp', `"day" >= TIMESTAMP '2026-10-30 00:00:00' AND "day" < TIMESTAMP '2026-11-04 00:00:00'`],
  ])('of the type %s are compared as such', (type, expected) => {
    expect(conditions([{ name: 'day', type }]).conditions).toEqual([expected]);
  });

  test('by year, month and day name whole months whole', () => {
    const long = { from: '2026-09-15T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' };
    expect(conditions(text('year', 'month', 'day'), {}, long).conditions).toEqual([
      `(("year" = '2026' AND "month" IN ('09', '9') AND "day" IN ('14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30')) OR ` +
        `("year" = '2026' AND "month" = '10') OR ("year" = '2026' AND "month" = '11' AND "day" IN ('01', '1', '02', '2')))`,
    ]);
  });

  test('that are numbers are compared as numbers', () => {
    const keys = [
      { name: 'year', type: 'int' },
      { name: 'month', type: 'int' },
    ];
    expect(conditions(keys).conditions).toEqual([
      `(("year" = 2026 AND "month" = 10) OR ("year" = 2026 AND "month" = 11))`,
    ]);
  });

  test('by account and Region are bounded where those are known, and left open where not', () => {
    const keys = text('account_id', 'aws_region', 'timestamp');
    expect(conditions(keys, projected('yyyy/MM/dd'), PLACES).conditions.slice(0, 2)).toEqual([
      `"account_id" IN ('111122223333')`,
      `"aws_region" IN ('eu-west-1', 'us-east-1')`,
    ]);
    expect(conditions(keys, projected('yyyy/MM/dd')).conditions).toHaveLength(1);
  });

  test('that are not understood bound nothing', () => {
    expect(conditions(text('shard'))).toEqual({ conditions: [], byTime: false, missing: [] });
  });

  test('that want a value are named when there is none', () => {
    expect(conditions(text('tenant'), { 'projection.tenant.type': 'injected' }).missing).toEqual(['tenant']);
  });
});

describe('the query', () => {
  const described = { columns: NEEDED, partitionKeys: [], parameters: {} };

  test('is one SELECT, whatever the names are', () => {
    const query = trailQuery({ database: 'd"b', table: 'x"; DROP TABLE y; --' }, described, WINDOW);
    if ('problem' in query) throw new Error(query.problem);
    expect(query.sql).toMatch(/^SELECT /);
    expect(query.sql).toContain(`FROM "d""b"."x""; DROP TABLE y; --" AS trail`);
    const bare = query.sql.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, '');
    expect(bare).not.toMatch(/;|--|\b(INSERT|CREATE|DROP|DELETE|UPDATE|UNLOAD|MERGE|ALTER)\b/i);
  });

  test('quotes values of the scope as text', () => {
    const window = { ...WINDOW, places: [{ account: "1' OR '1'='1", region: 'eu-west-1' }] };
    const query = trailQuery(
      { database: 'd', table: 't' },
      { ...described, columns: [...NEEDED, ...text('recipientaccountid')] },
      window,
    );
    expect('sql' in query && query.sql).toContain(`trail.recipientaccountid IN ('1'' OR ''1''=''1')`);
  });

  test('asks for what the columns have, in the form that they have', () => {
    const columns = [
      ...NEEDED.filter(({ name }) => name !== 'eventtime'),
      { name: 'eventtime', type: 'timestamp' },
      { name: 'requestparameters', type: 'struct<a:string>' },
      { name: 'useridentity', type: 'struct<arn:string,sessioncontext:struct<sessionissuer:struct<username:string>>>' },
    ];
    const query = trailQuery({ database: 'd', table: 't' }, { ...described, columns }, WINDOW);
    if ('problem' in query) throw new Error(query.problem);
    expect(query.sql).toContain('CAST(trail."eventtime" AS VARCHAR) AS "eventtime"');
    expect(query.sql).toContain('json_format(CAST(trail."requestparameters" AS JSON)) AS "requestparameters"');
    expect(query.sql).toContain('trail.useridentity.sessioncontext.sessionissuer.username');
    expect(query.sql).not.toContain('trail.useridentity.type');
    expect(query.sql).toContain(`trail.eventtime >= TIMESTAMP '2026-10-31 12:00:00'`);
  });

  test.each([
    [{ ...described, columns: text('a') }, /^it is not a table of CloudTrail logs: it has no column eventid/],
    [
      { ...described, partitionKeys: text('tenant'), parameters: { 'projection.tenant.type': 'injected' } },
      /^its partition key tenant must be given a value/,
    ],
  ])('is not made for a table that cannot answer', (table, problem) => {
    const query = trailQuery({ database: 'd', table: 't' }, table, WINDOW);
    expect('problem' in query && query.problem).toMatch(problem);
  });

  test('reads the types of nested columns', () => {
    expect([
      ...(structPaths('struct<a:string,b:struct<c:array<struct<d:int>>,e:map<string,string>>,f:string>') ?? []),
    ]).toEqual(['a', 'b', 'b.c', 'b.e', 'f']);
    expect(structPaths('string')).toBeUndefined();
  });
});

describe('Athena', () => {
  let aws: Simulator;
  let stuck = true;
  const table: CatalogTable = { columns: NEEDED, partitionKeys: text('timestamp'), parameters: {} };
  const engine: AthenaEngine = {
    table: (_, name) => (name === 'none' ? undefined : table),
    run: async () => {
      if (stuck) return new Promise(() => undefined);
      throw new Error('HIVE_BAD_DATA: line 1:2');
    },
  };
  beforeAll(async () => {
    aws = await startSimulator({ clock: () => Date.parse('2026-11-22T08:00:00Z'), athena: engine });
    Object.assign(process.env, aws.environment);
  });
  afterEach(() => {
    stuck = false;
    aws.faults.set([]);
    aws.state.queries.clear();
  });
  afterAll(() => aws.close());

  const host = { now: WINDOW.to, workingDirectory: '.', environment: {}, progress: () => undefined };
  const gapsOf = async (history: Promise<TrailHistory>) =>
    (await history).reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail));

  test('is told to stop a query when the run is', async () => {
    stuck = true;
    const control = new AbortController();
    const reading = readHistory(['athena:logs.trail'], WINDOW, { ...host, signal: control.signal });
    const ended = expect(reading).rejects.toThrow();
    while (aws.requests().byOperation['athena:GetQueryExecution'] === undefined)
      await new Promise((resolve) => setTimeout(resolve, 10));
    control.abort();
    await ended;
    expect([...aws.state.queries.values()].map(({ state }) => state)).toEqual(['CANCELLED']);
  });

  test('is asked in the workgroup and for the output that the environment names', async () => {
    const environment = { HOLDFAST_ATHENA_WORKGROUP: 'audit', HOLDFAST_ATHENA_OUTPUT: 's3://results/holdfast/' };
    await readHistory(['athena:logs.trail'], WINDOW, { ...host, environment });
    expect([...aws.state.queries.values()]).toMatchObject([{ workgroup: 'audit', output: 's3://results/holdfast/' }]);
  });

  test('leaves a gap that says why a query failed', async () => {
    expect(await gapsOf(readHistory(['athena:logs.trail'], WINDOW, host))).toEqual([
      expect.stringMatching(/^query \S+ failed: HIVE_BAD_DATA: line 1:2$/),
    ]);
  });

  test('leaves a gap for a table that is not there', async () => {
    expect((await gapsOf(readHistory(['athena:logs.none'], WINDOW, host))).join()).toMatch(
      /Entity Not Found: table none/,
    );
  });

  test.each(['GetTableMetadata', 'StartQueryExecution', 'GetQueryExecution'])(
    'leaves a gap when %s is denied',
    async (operation) => {
      aws.faults.set([{ service: 'athena', operation, kind: 'deny' }]);
      expect((await gapsOf(readHistory(['athena:logs.trail'], WINDOW, host))).join()).toContain(
        `allowing athena:${operation} settles it`,
      );
    },
  );
});
