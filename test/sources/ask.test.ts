import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fact } from '../../src/model/fact.ts';
import { required } from '../../src/sources/answer.ts';
import { ask, askUnlessGone, list } from '../../src/sources/ask.ts';
import { Connection } from '../../src/sources/connection.ts';
import { Progress, type ProgressEvent } from '../../src/sources/progress.ts';
import { type AnswerBounds, type TimeLimits, Wire } from '../../src/sources/wire.ts';
import { refusal, type ScriptedAnswer, type ScriptedAws, type ScriptedRequest, scriptedAws } from './scripted-aws.ts';

const QUICK_RETRY = { connectMs: 5_000, answerMs: 5_000, silenceMs: 5_000, wholeAnswerMs: 9_000, longestRetryMs: 20 };
const IMPATIENT = { ...QUICK_RETRY, answerMs: 300, silenceMs: 300, wholeAnswerMs: 600 };

let aws: ScriptedAws | undefined;
let wire: Wire | undefined;
afterEach(async () => {
  delete process.env['AWS_ENDPOINT_URL'];
  wire?.close();
  await aws?.close();
});

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly limits?: TimeLimits;
  readonly bounds?: AnswerBounds;
  readonly progress?: (event: ProgressEvent) => void;
}

async function connected(
  answer: (request: ScriptedRequest) => ScriptedAnswer,
  options: RunOptions = {},
): Promise<Connection> {
  aws = await scriptedAws(answer);
  process.env['AWS_ENDPOINT_URL'] = aws.url;
  wire = new Wire({}, options.signal, options.limits ?? QUICK_RETRY, options.bounds);
  const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
  const progress = new Progress(options.progress ?? (() => undefined));
  return new Connection({ wire, progress, signal: options.signal, profile: undefined }, 'eu-west-1', credentials, 'me');
}

function tableNames(connection: Connection): Promise<Fact<readonly string[]>> {
  return list(
    connection,
    'dynamodb:ListTables',
    {
      send: (ExclusiveStartTableName) => connection.dynamoDb.send(new ListTablesCommand({ ExclusiveStartTableName })),
      page: (output) => ({ items: output.TableNames, next: output.LastEvaluatedTableName }),
    },
    (names) => names,
  );
}

/** Answers with each in turn, and with the last one from then on. */
function inTurn(...answers: readonly ScriptedAnswer[]): () => ScriptedAnswer {
  let at = 0;
  return () => answers[Math.min(at++, answers.length - 1)] ?? { json: {} };
}

const HTML = '<!DOCTYPE html><html><body>Hello from a proxy</body></html>';

describe('a list', () => {
  test('is gathered page by page to its end', async () => {
    const connection = await connected(
      inTurn({ json: { TableNames: ['a'], LastEvaluatedTableName: 'a' } }, { json: { TableNames: ['b'] } }),
    );
    expect(await tableNames(connection)).toEqual({ known: true, value: ['a', 'b'], from: 'dynamodb:ListTables' });
    expect(connection.run.wire.apiCalls()).toEqual({ total: 2, byOperation: { 'dynamodb:ListTables': 2 } });
  });

  test('is unknown as a whole when its third page is denied', async () => {
    const connection = await connected(
      inTurn(
        { json: { TableNames: ['a'], LastEvaluatedTableName: 'a' } },
        { json: { TableNames: ['b'], LastEvaluatedTableName: 'b' } },
        refusal('com.amazon.coral.service#AccessDeniedException', 'not authorized'),
      ),
    );
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'denied',
      permission: 'dynamodb:ListTables',
    });
  });

  test('whose tokens come round again ends as unknown', async () => {
    const page = (token: string): ScriptedAnswer => ({ json: { TableNames: [token], LastEvaluatedTableName: token } });
    const connection = await connected(inTurn(page('a'), page('b'), page('a'), page('b')));
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining('never end'),
    });
    expect(aws?.requests).toHaveLength(3);
  });

  const BOUNDS: AnswerBounds = {
    answerBytes: 4_096,
    answersTogetherBytes: 8_192,
    list: { pages: 40, emptyPages: 20, bytes: 40_000, answeringMs: 60_000, slowPageMs: 5_000 },
  };
  const SLOW = { ...BOUNDS, list: { ...BOUNDS.list, slowPageMs: 5 } };
  const LONG = { ...BOUNDS, list: { ...BOUNDS.list, answeringMs: 60 } };

  test.each<[string, (at: number) => object, AnswerBounds, string, number]>([
    ['whose every page names a next one', (at) => ({ TableNames: [`t${at}`] }), BOUNDS, 'after 40 pages', 40],
    ['of empty pages', () => ({ TableNames: [] }), BOUNDS, '20 pages in a row held nothing', 20],
    ['of pages without a list', () => ({}), BOUNDS, '20 pages in a row held nothing', 20],
    [
      'of large pages',
      () => ({ TableNames: Array.from({ length: 30 }, () => 'x'.repeat(100)) }),
      BOUNDS,
      'after 40,000 bytes',
      13,
    ],
    ['of slow pages', () => ({ TableNames: ['a'] }), SLOW, 'a page takes more than 0.005 s', 10],
    ['that takes long', () => ({ TableNames: ['a'] }), LONG, 'after 0.001 min of answering', 0],
  ])('without end, %s, ends as unknown', async (_, page, bounds, why, requests) => {
    let at = 0;
    const connection = await connected(
      () => ({ json: { ...page(at), LastEvaluatedTableName: `token-${at++}` }, afterMs: bounds === BOUNDS ? 0 : 15 }),
      { bounds },
    );
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining(why),
    });
    if (requests > 0) expect(aws?.requests).toHaveLength(requests);
  });

  test('may hold as many empty pages as it likes between others, up to its bounds', async () => {
    let at = 0;
    const connection = await connected(
      () => {
        at += 1;
        return {
          json: { TableNames: at % 19 === 0 ? ['t'] : [], ...(at < 39 ? { LastEvaluatedTableName: `${at}` } : {}) },
        };
      },
      { bounds: BOUNDS },
    );
    expect(await tableNames(connection)).toMatchObject({ known: true, value: ['t', 't'] });
  });

  test('ends at an empty token', async () => {
    const connection = await connected(inTurn({ json: { TableNames: ['a'], LastEvaluatedTableName: '' } }));
    expect(await tableNames(connection)).toMatchObject({ known: true, value: ['a'] });
  });
});

describe('an answer that is none', () => {
  test.each<[string, ScriptedAnswer]>([
    ['an HTML page with status 200', { text: HTML, type: 'text/html' }],
    ['an HTML page with status 403', { text: HTML, type: 'text/html', status: 403 }],
    ['an HTML page with status 404', { text: HTML, type: 'text/html', status: 404 }],
    ['JSON that is a list', { json: [1, 2] }],
    ['JSON of another shape', { json: { TableNames: { a: 1 } } }],
    ['an operation that is not offered', refusal('UnknownOperationException')],
    ['an error without a name', { json: {}, status: 400 }],
  ])('%s makes the fact unreachable', async (_, answer) => {
    const connection = await connected(() => answer);
    const names = await list(
      connection,
      'dynamodb:ListTables',
      {
        send: (_token) => connection.dynamoDb.send(new ListTablesCommand({})),
        page: (output) => ({ items: required(output.TableNames, 'TableNames'), next: undefined }),
      },
      (all) => all,
    );
    expect(names).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining('dynamodb:ListTables'),
    });
  });

  test.each<[string, ScriptedAnswer]>([
    ['JSON', { endless: '{"TableNames":[],"x":"', type: 'application/x-amz-json-1.0' }],
    ['an error', { endless: '{"__type":"', type: 'application/json', status: 400 }],
    ['white space', { endless: ' ', type: 'text/html' }],
  ])('a body of %s without end is cut off, and not asked for again', async (_, answer) => {
    const connection = await connected(() => answer);
    const before = process.memoryUsage().rss;
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining('its answer is longer than 32 MiB'),
    });
    expect(aws?.requests).toHaveLength(1);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
  });

  test('an HTML page with status 503 is tried again', async () => {
    const connection = await connected(
      inTurn({ text: HTML, type: 'text/html', status: 503 }, { json: { TableNames: ['a'] } }),
    );
    expect(await tableNames(connection)).toMatchObject({ known: true, value: ['a'] });
    expect(connection.run.wire.apiCalls().total).toBe(2);
  });
});

describe('a connection', () => {
  test.each<[string, ScriptedAnswer]>([
    ['cut before the answer', { cut: 'at once' }],
    ['cut in the answer', { cut: 'in the body' }],
  ])('%s is tried again', async (_, cut) => {
    const connection = await connected(inTurn(cut, cut, { json: { TableNames: ['a'] } }));
    expect(await tableNames(connection)).toMatchObject({ known: true, value: ['a'] });
  });

  test.each<[string, ScriptedAnswer]>([
    ['says nothing', { hang: 'before the answer' }],
    ['stops in the answer', { hang: 'in the body' }],
    ['drips for ever', { hang: 'dripping' }],
  ])('that %s ends as unreachable', async (_, hang) => {
    const connection = await connected(() => hang, { limits: IMPATIENT });
    const begin = performance.now();
    expect(await tableNames(connection)).toMatchObject({ known: false, reason: 'unreachable' });
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(aws?.requests.length).toBeGreaterThan(1);
  });

  test('that nobody answers ends as unreachable', async () => {
    const connection = await connected(() => ({ json: {} }));
    await aws?.close();
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'unreachable',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('throttling', () => {
  test('of every second call loses nothing', async () => {
    let calls = 0;
    const connection = await connected(({ body }) =>
      calls++ % 2 === 0
        ? refusal('ThrottlingException')
        : { json: { Table: { TableName: JSON.parse(body).TableName } } },
    );
    const tables = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        ask(
          connection,
          'dynamodb:DescribeTable',
          () => connection.dynamoDb.send(new DescribeTableCommand({ TableName: `table-${at}` })),
          (output) => required(output.Table?.TableName, 'TableName'),
        ),
      ),
    );
    expect(tables.map((table) => (table.known ? table.value : table.detail))).toEqual(
      Array.from({ length: 60 }, (_, at) => `table-${at}`),
    );
    expect(connection.run.wire.apiCalls().total).toBe(aws?.requests.length);
  });

  test('without end is told as such, with the permission', async () => {
    const connection = await connected(() => refusal('ThrottlingException', 'Rate exceeded'));
    expect(await tableNames(connection)).toMatchObject({
      known: false,
      reason: 'throttled',
      permission: 'dynamodb:ListTables',
    });
    expect(aws?.requests).toHaveLength(20);
  });
});

describe('a resource', () => {
  test('that is gone since it was listed gives nothing, not unknown', async () => {
    const connection = await connected(() => refusal('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException'));
    const gone = await askUnlessGone(
      connection,
      'dynamodb:DescribeTable',
      () => connection.dynamoDb.send(new DescribeTableCommand({ TableName: 'table' })),
      (output) => output.Table,
    );
    expect(gone).toBeUndefined();
  });
});

describe('a run', () => {
  test('that is aborted throws the reason instead of calling everything unknown', async () => {
    const abort = new AbortController();
    const connection = await connected(() => ({ hang: 'before the answer' }), { signal: abort.signal });
    const names = tableNames(connection);
    setTimeout(() => abort.abort(new Error('stopped by the user')), 50);
    await expect(names).rejects.toThrow('stopped by the user');
  });

  test('tells how many questions are done and expected', async () => {
    const events: ProgressEvent[] = [];
    const connection = await connected(
      inTurn(
        refusal('ThrottlingException'),
        { json: { TableNames: ['a'], LastEvaluatedTableName: 'a' } },
        { json: {} },
      ),
      { progress: (event) => events.push(event) },
    );
    await tableNames(connection);
    expect(events.map(({ done, expected }) => `${done}/${expected}`)).toEqual(['0/1', '1/1', '1/2', '2/2']);
  });
});
