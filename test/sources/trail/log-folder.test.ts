import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { TrailHistory } from '../../../src/model/trail-event.ts';
import { readHistory } from '../../../src/sources/trail/history.ts';
import type { HistoryWindow } from '../../../src/sources/trail/window.ts';
import { trailRecord } from '../../history/trail-records.ts';
import { logFile, logTree, onDisk, type Tree } from './log-tree.ts';

const WINDOW: HistoryWindow = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' };

function read(folder: string, path = '.', window = WINDOW): Promise<TrailHistory> {
  return readHistory([path], window, {
    now: WINDOW.to,
    workingDirectory: folder,
    environment: {},
    progress: () => undefined,
  });
}

const idsOf = ({ events }: TrailHistory) => events.map(({ id }) => id);
const gapsOf = ({ reach }: TrailHistory) => reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail));

let serial = 0;
const event = (fields: Readonly<Record<string, unknown>> = {}) =>
  trailRecord({ eventID: `event-${++serial}`, ...fields });

/** A good file of one event among others that are not wanted. */
function good(id: string): Uint8Array {
  return logFile([
    event({ eventName: 'ListBackupJobs' }),
    event({ eventID: id }),
    event({ eventName: 'DescribeTable' }),
  ]);
}

const flipped = (bytes: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 0xff;
  return copy;
};

describe('bad files among good ones', () => {
  const packed = logFile(Array.from({ length: 400 }, () => event({ eventName: 'ListTables' })));
  const bad: Readonly<Record<string, Uint8Array>> = {
    'truncated.json.gz': packed.subarray(0, packed.length - 100),
    'header-only.json.gz': packed.subarray(0, 10),
    'flipped.json.gz': flipped(packed),
    'empty.json.gz': new Uint8Array(),
    'html.json': Buffer.from('<html>Access Denied</html>'),
    'html.json.gz': gzipSync('<html>Access Denied</html>'),
    'cut-inside.json.gz': gzipSync(JSON.stringify({ Records: [event(), event()] }).slice(0, -40)),
    'no-records.json.gz': gzipSync('{"Entries":[]}'),
    'not-a-list.json': Buffer.from('{"Records":{"eventName":"DeleteTable"}}'),
    'garbage.json.gz': Buffer.from([0x1f, 0x8b, ...Array.from({ length: 50 }, (_, at) => (at * 37) % 256)]),
    'random.json': Buffer.from(Array.from({ length: 300 }, (_, at) => (at * 101 + 7) % 256)),
    'wide.json': Buffer.from(JSON.stringify({ Records: [event()] }), 'utf16le'),
    'archive.json.gz': Buffer.concat([Buffer.from('PK\u0003\u0004'), deflateRawSync('{"Records":[]}')]),
    'brackets.json': Buffer.from('{"Records":[{"eventName":"DeleteTable"]}'),
    'one-broken-record.json.gz': gzipSync(
      `{"Records":[${JSON.stringify(event({ eventID: 'survivor' }))},{"eventVersion":"1.11","eventName":"DeleteTable",}]}`,
    ),
  };
  const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20';
  const files = new Map<string, Uint8Array>([
    ...Object.entries(bad).map(([name, bytes]) => [`${folder}/${name}`, bytes] as const),
    [`${folder}/a-good.json.gz`, good('good-1')],
    [`${folder}/m-good.json`, Buffer.from(JSON.stringify({ Records: [event({ eventID: 'good-2' })] }, null, 2))],
    [`${folder}/named-gz-but-plain.json.gz`, Buffer.from(JSON.stringify({ Records: [event({ eventID: 'good-3' })] }))],
    [`${folder}/packed-but-named-json.json`, good('good-4')],
    [`${folder}/z-good.json.gz`, good('good-5')],
  ]);

  test('every event of the good ones is found, and every bad one is named', async () => {
    const root = onDisk(files);
    mkdirSync(join(root, folder, 'folder.json.gz'));
    symlinkSync(join(root, 'nowhere'), join(root, folder, 'dangling.json.gz'));
    const history = await read(root);
    expect(
      idsOf(history)
        .filter((id) => id.startsWith('good'))
        .sort(),
    ).toEqual(['good-1', 'good-2', 'good-3', 'good-4', 'good-5']);
    expect(idsOf(history)).toContain('survivor');
    const named = gapsOf(history).map((gap) => /^[^:]*\/([^/:]+):/.exec(gap)?.[1]);
    expect(named.sort()).toEqual([...Object.keys(bad), 'dangling.json.gz'].sort());
  });

  test('each is named with what is wrong', async () => {
    const gaps = gapsOf(await read(onDisk(files))).map((gap) => gap.slice(gap.lastIndexOf('/') + 1));
    expect(gaps).toContain('truncated.json.gz: its compressed data ends in the middle');
    expect(gaps).toContain('flipped.json.gz: its compressed data is damaged');
    expect(gaps).toContain('empty.json.gz: it is empty');
    expect(gaps).toContain('html.json: it is no JSON object');
    expect(gaps).toContain('no-records.json.gz: it holds no "Records" list');
    expect(gaps).toContain(
      'one-broken-record.json.gz: 1 of its records cannot be read; 1 event before that is counted',
    );
  });
});

describe('a tree of log files', () => {
  const days = ['2026-10-29', '2026-10-31', '2026-11-01', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-25'];
  const records = days.map((day) => event({ eventID: day, eventTime: `${day}T00:00:00Z` }));

  test.each([undefined, 'o-abc123'])('is read for the days asked for, organization %s', async (organization) => {
    expect(idsOf(await read(onDisk(logTree(records, organization))))).toEqual([
      '2026-11-01',
      '2026-11-20',
      '2026-11-22',
    ]);
  });

  test.each([
    'AWSLogs',
    'AWSLogs/111122223333',
    'AWSLogs/111122223333/CloudTrail',
    'AWSLogs/111122223333/CloudTrail/eu-west-1/2026',
    'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20',
  ])('is read from %s on', async (path) => {
    expect(idsOf(await read(onDisk(logTree(records)), path))).toContain('2026-11-20');
  });

  test('is opened on the days asked for and one more on each side only', async () => {
    const broken = (day: string): readonly [string, Uint8Array] => [
      `AWSLogs/111122223333/CloudTrail/eu-west-1/${day}/x.json.gz`,
      new Uint8Array(),
    ];
    const root = onDisk(
      new Map(['2026/10/30', '2026/10/31', '2026/11/23', '2026/11/24', '2025/11/05', '2026/12/01'].map(broken)),
    );
    expect(gapsOf(await read(root)).map((gap) => /\d{4}\/\d\d\/\d\d/.exec(gap)?.[0])).toEqual([
      '2026/10/31',
      '2026/11/23',
    ]);
  });

  test('is not read where digests, Insights and other logs lie', async () => {
    const path = 'AWSLogs/111122223333';
    const day = 'eu-west-1/2026/11/20/x.json.gz';
    const others = [
      'CloudTrail-Digest',
      'CloudTrail-Insight',
      'CloudTrail-NetworkActivity',
      'CloudTrail-Aggregated',
      'Config',
      'elasticloadbalancing',
    ];
    const tree: Tree = new Map([
      ...others.map((name) => [`${path}/${name}/${day}`, new Uint8Array()] as const),
      [`${path}/CloudTrail/${day}`, good('only')],
    ]);
    const history = await read(onDisk(tree));
    expect(idsOf(history)).toEqual(['only']);
    expect(gapsOf(history)).toEqual([]);
  });

  test('is left by no link: what a link in it leads to is read where it lies below it', async () => {
    const root = onDisk(
      new Map([
        ['logs/here/a.json.gz', good('here')],
        ['elsewhere/b.json.gz', good('elsewhere')],
      ]),
    );
    symlinkSync('here/a.json.gz', join(root, 'logs/c.json.gz'));
    symlinkSync('../elsewhere/b.json.gz', join(root, 'logs/d.json.gz'));
    symlinkSync('/dev/zero', join(root, 'logs/e.json.gz'));
    const history = await read(root, 'logs');
    expect(idsOf(history)).toEqual(['here']);
    expect(gapsOf(history)).toEqual([
      'logs/d.json.gz: it is a link that leads out of the folder, and was not opened',
      'logs/e.json.gz: it is a link that leads out of the folder, and was not opened',
    ]);
  });

  test('is read for the places asked for, and for IAM where its events are', async () => {
    const iam = { eventSource: 'iam.amazonaws.com', eventName: 'PutRolePolicy', awsRegion: 'us-east-1' };
    const mixed = [
      event({ eventID: 'here' }),
      event({ eventID: 'other-region', awsRegion: 'eu-central-1' }),
      event({ eventID: 'other-account', recipientAccountId: '444455556666' }),
      event({ eventID: 'iam', ...iam }),
      event({ eventID: 'not-iam', awsRegion: 'us-east-1' }),
    ];
    const places = [{ account: '111122223333', region: 'eu-west-1' }];
    expect(idsOf(await read(onDisk(logTree(mixed)), '.', { ...WINDOW, places })).sort()).toEqual(['here', 'iam']);
  });
});

describe('a history', () => {
  test('holds each event once, whatever number of files tells of it, in order', async () => {
    const [late, early] = [
      event({ eventID: 'b', eventTime: '2026-11-20T10:00:01Z' }),
      event({ eventID: 'a', eventTime: '2026-11-20T10:00:01Z' }),
    ];
    const first = event({ eventID: 'z' });
    const root = onDisk(
      new Map([
        ['one.json.gz', logFile([late, early])],
        ['two.json.gz', logFile([first, late])],
      ]),
    );
    expect(idsOf(await read(root))).toEqual(['z', 'a', 'b']);
  });

  test('counts the events that could not be understood, and keeps where each is, which, and why', async () => {
    const root = onDisk(
      new Map([['one.json.gz', logFile([event({ eventID: undefined }), event({ eventTime: 'soon' })])]]),
    );
    const history = await read(root);
    expect(gapsOf(history)).toEqual(['2 events could not be understood: it has no eventID (--debug names each)']);
    expect(history.reach[0]?.notUnderstood).toEqual([
      'one.json.gz: UpdateBackupPlan at 2026-11-20T10:00:00Z: it has no eventID',
      expect.stringMatching(/^one\.json\.gz: UpdateBackupPlan at soon: event event-\d+ has no readable eventTime$/),
    ]);
  });

  test('of restores alone leaves changes out', async () => {
    const root = onDisk(
      new Map([['one.json.gz', logFile([event(), event({ eventID: 'restore', eventName: 'StartRestoreJob' })])]]),
    );
    expect(idsOf(await read(root, '.', { ...WINDOW, aim: 'restores' }))).toEqual(['restore']);
  });

  test('says where it was read, and for which time', async () => {
    const root = onDisk(new Map([['one.json.gz', good('x')]]));
    expect((await read(root, 'one.json.gz')).reach).toEqual([
      { source: 'one.json.gz', from: WINDOW.from, to: WINDOW.to, gaps: [] },
    ]);
  });

  test('reaches no further than its files, and a quiet day', async () => {
    const days = ['2026-11-05', '2026-11-12'].map((day) => event({ eventTime: `${day}T09:00:00Z` }));
    expect((await read(onDisk(logTree(days)))).reach).toEqual([
      {
        source: '.',
        from: '2026-11-04T10:00:00.000Z',
        to: '2026-11-12T11:00:00.000Z',
        gaps: [],
        notes: ['its log files were delivered from 2026-11-05T10:00:00.000Z to 2026-11-12T10:00:00.000Z'],
      },
    ]);
  });

  test('names the places that have no file, and tells nothing of them', async () => {
    const days = ['2026-11-01', '2026-11-22'].map((day) => event({ eventTime: `${day}T00:00:00Z` }));
    const [here, there] = ['eu-west-1', 'eu-central-1'].map((region) => ({ account: '111122223333', region }));
    const places = here && there ? [here, there] : [];
    expect((await read(onDisk(logTree(days)), '.', { ...WINDOW, places })).reach).toMatchObject([
      { places: [here], from: WINDOW.from, to: WINDOW.to, gaps: [] },
      { places: [there], gaps: [{ detail: 'no log file of 111122223333 in eu-central-1 was found' }] },
    ]);
  });

  test('of a folder without a log file is a gap, not an empty history', async () => {
    expect(gapsOf(await read(onDisk(new Map([['notes.txt', new Uint8Array()]]))))).toEqual(['no log file was found']);
  });

  test('of a path that is not there is a mistake of the user', async () => {
    await expect(read(onDisk(new Map()), 'nowhere')).rejects.toThrow('--history: cannot read nowhere (ENOENT)');
  });

  test('stops when it is told to', async () => {
    const root = onDisk(new Map([['one.json.gz', good('x')]]));
    const host = { now: WINDOW.to, workingDirectory: root, environment: {}, progress: () => undefined };
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readHistory(['.'], WINDOW, { ...host, signal })).rejects.toThrow('enough');
  });

  test('of a large file laid out unusually needs no more memory than one record', async () => {
    const root = onDisk(new Map());
    const turned = (id: string) => Object.fromEntries(Object.entries(event({ eventID: id })).reverse());
    const text = JSON.stringify({
      Records: [event({ eventID: 'first' }), ...Array.from({ length: 20_000 }, (_, at) => turned(`t-${at}`))],
    });
    writeFileSync(join(root, 'turned.json.gz'), gzipSync(text));
    expect(idsOf(await read(root))).toHaveLength(20_001);
  });
});
