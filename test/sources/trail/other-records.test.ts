import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readHistory } from '../../../src/sources/trail/history.ts';
import { trailRecord } from '../../history/trail-records.ts';
import { logFile, onDisk as onDiskAll } from './log-tree.ts';

const onDisk = (files: Readonly<Record<string, Uint8Array>>) => onDiskAll(new Map(Object.entries(files)));

const WINDOW = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T00:00:00.000Z' };

/** Node makes none. */
const makePipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]);

async function read(folder: string, path: string) {
  const host = { now: WINDOW.to, workingDirectory: folder, environment: {}, progress: () => undefined };
  const { events, reach } = await readHistory([path], WINDOW, host);
  return {
    ids: events.map(({ id }) => id).toSorted(),
    gaps: reach.flatMap(({ gaps }) => gaps.map(({ detail }) => detail)),
  };
}

const one = trailRecord({ eventID: 'one' });
const two = trailRecord({ eventID: 'two', userAgent: 'a "quoted" } agent' });
const unwanted = trailRecord({ eventID: 'three', eventName: 'ListTables' });
const printed = (...records: readonly object[]) => ({
  Events: records.map((record) => ({ EventId: 'x', CloudTrailEvent: JSON.stringify(record) })),
});
const handedOn = (detail: object) => ({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail });
const PARTIAL = 'events that were printed or handed on do not tell of which time they are all';

describe('events in a file that CloudTrail did not write', () => {
  test.each<[string, string]>([
    ['what lookup-events printed', JSON.stringify(printed(one, unwanted, two), null, 4)],
    ['several printed pages, one after the other', `${JSON.stringify(printed(one))}\n${JSON.stringify(printed(two))}`],
    ['a list of records of EventBridge', JSON.stringify([handedOn(one), handedOn(two)])],
    ['records of EventBridge, one a line', `${JSON.stringify(handedOn(one))}\n${JSON.stringify(handedOn(two))}\n`],
    [
      'records of EventBridge without anything between them',
      JSON.stringify(handedOn(one)) + JSON.stringify(handedOn(two)),
    ],
    [
      'a record of EventBridge that is no call, among others',
      JSON.stringify([handedOn(one), handedOn({ state: 'OK' }), handedOn(two)]),
    ],
    ['bare events', JSON.stringify([one, two])],
  ])('%s: plain and compressed', async (_, text) => {
    const folder = onDisk({ 'plain.json': Buffer.from(text), 'packed.json.gz': gzipSync(text) });
    for (const file of ['plain.json', 'packed.json.gz']) {
      expect(await read(folder, file)).toEqual({ ids: ['one', 'two'], gaps: [`${file}: ${PARTIAL}`] });
    }
  });

  test('that was printed up to a token goes on', async () => {
    const folder = onDisk({ 'part.json': Buffer.from(JSON.stringify({ ...printed(one), NextToken: 'more' })) });
    expect(await read(folder, 'part.json')).toEqual({
      ids: ['one'],
      gaps: ['part.json: it was printed up to a NextToken, and more events come after it'],
    });
  });

  test('with an event that is no JSON says so', async () => {
    const text = JSON.stringify({ Events: [{ CloudTrailEvent: JSON.stringify(one) }, { CloudTrailEvent: '{"cut' }] });
    const { ids, gaps } = await read(onDisk({ 'cut.json': Buffer.from(text) }), 'cut.json');
    expect(ids).toEqual(['one']);
    expect(gaps).toContainEqual(expect.stringContaining('1 event could not be understood'));
  });

  test.each(['{"a": 1}', '[1, 2]', '{"Events": 3}', 'text'])('%s is none', async (text) => {
    const { ids, gaps } = await read(onDisk({ 'odd.json': Buffer.from(text) }), 'odd.json');
    expect({ ids, said: gaps.length }).toEqual({ ids: [], said: 1 });
    expect(gaps[0]).not.toContain(PARTIAL);
  });
});

describe('what is neither a file nor a folder', () => {
  test('is named and not opened in a folder, nor through a link', async () => {
    const folder = onDisk({ 'logs/good.json.gz': logFile([one]) });
    const logs = join(folder, 'logs');
    makePipe(join(logs, 'pipe.json'));
    symlinkSync('pipe.json', join(logs, 'linked.json'));
    symlinkSync('/dev/zero', join(logs, 'zero.json'));
    writeFileSync(join(folder, 'away.json.gz'), logFile([unwanted]));
    symlinkSync('../away.json.gz', join(logs, 'away.json.gz'));
    writeFileSync(join(logs, '.two'), logFile([two]));
    symlinkSync('.two', join(logs, 'linked-good.json.gz'));
    const server = createServer().listen(join(logs, 'socket.json'));
    try {
      const { ids, gaps } = await read(folder, 'logs');
      expect(ids).toEqual(['one', 'two']);
      const special = 'is a pipe, a socket or a device';
      const away = 'is a link that leads out of the folder';
      expect(gaps).toEqual([
        `logs/away.json.gz: it ${away}, and was not opened`,
        `logs/linked.json: it ${special}, and was not opened`,
        `logs/pipe.json: it ${special}, and was not opened`,
        `logs/socket.json: it ${special}, and was not opened`,
        `logs/zero.json: it ${away}, and was not opened`,
      ]);
    } finally {
      server.close();
    }
  });

  test('is refused where it is named itself', async () => {
    const folder = onDisk({});
    makePipe(join(folder, 'pipe'));
    for (const path of ['pipe', '/dev/null']) {
      await expect(read(folder, path)).rejects.toThrow('is neither a file nor a folder');
    }
  });
});
