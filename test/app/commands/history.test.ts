import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ExampleParts, NOW } from '../../../src/controls/example.ts';
import type { Report } from '../../../src/model/report.ts';
import { serviceRecord, trailRecord } from '../../history/trail-records.ts';
import { logFile, onDisk } from '../../sources/trail/log-tree.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory, temporaryFile } from '../saved-inventory.ts';

const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: { names: [orders] }\n';
const HOURLY = `${HEAD}backup:\n  objectives:\n    - frequency: 1h\n      retention: 35d\n`;
const RTO = `${HEAD}restore:\n  rto: 1h\n  measure: { samples: 2, statistic: max, over: 180d }\n  testedEvery: 60d\n`;
const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

const at = (days: number, minutes = 0) =>
  new Date(Date.parse(NOW) - days * 86_400_000 + minutes * 60_000).toISOString();

/** A folder of one log file. */
function logs(...records: readonly Record<string, unknown>[]): string {
  const numbered = records.map((record, index) => ({ ...record, eventID: `event-${index}` }));
  return onDisk(new Map([['logs.json.gz', logFile(numbered)]]));
}

async function check(policy: string, line: string, parts: ExampleParts = {}) {
  const host = memoryHost({ files: { 'policies/orders.yaml': policy } });
  const exit = await runLine(`check --inventory ${savedInventory(parts)} --report json ${line}`.trim(), host);
  const report: Report | undefined = exit === 2 ? undefined : JSON.parse(host.out());
  return { exit, report, err: host.err() };
}

function restore(id: string, days: number, minutes: number): Record<string, unknown> {
  const details = {
    restoreJobId: id,
    resourceType: 'DynamoDB',
    status: 'COMPLETED',
    sourceResourceArn: ORDERS,
    creationDate: at(days),
    recoveryPointCreationDate: at(days, -60),
    completionDate: at(days, minutes),
  };
  return serviceRecord('RestoreCompleted', details, { eventTime: at(days, minutes) });
}

describe('check with history', () => {
  test('measures restores that AWS no longer lists', async () => {
    const folder = logs(restore('a', 50, 30), restore('b', 120, 45));
    const { exit, report } = await check(RTO, `--history ${folder}`, { restoreJobs: [] });
    expect(report?.results.map(({ control, message }) => `${control}: ${message}`)).toEqual([
      'restore-tested: last completed restore 49 d 23 h 30 min ago; policy asks for one every 60 d',
      'restore-time: max of 2 restores is 45 min; policy asks for 1 h',
    ]);
    expect(report?.restores[0]?.samplesFrom).toEqual(['cloudtrail']);
    expect(exit).toBe(0);
  });

  test('says which restores may be missing where a part of the history could not be read', async () => {
    const folder = logs(restore('a', 50, 30), restore('b', 120, 45));
    writeFileSync(join(folder, 'broken.json.gz'), new Uint8Array());
    const { report } = await check(RTO, `--history ${folder}`, { restoreJobs: [] });
    const measured = report?.results.find(({ control }) => control === 'restore-time');
    expect(measured?.status).toBe('pass');
    expect(measured?.because).toContain(
      `restores that only ${folder} tells of may be missing: ${folder}/broken.json.gz: it is empty`,
    );
  });

  test('does not count a restore of which nothing tells the age of its recovery point', async () => {
    const records = [restore('a', 50, 30), restore('b', 120, 45)].map((record) =>
      JSON.parse(JSON.stringify(record).replaceAll('recoveryPointCreationDate', 'other')),
    );
    const { report } = await check(RTO, `--history ${logs(...records)}`, { restoreJobs: [] });
    expect(report?.results.map(({ control, status, unknown }) => `${control}: ${status}, ${unknown?.detail}`)).toEqual([
      expect.stringMatching(/^restore-tested: unknown, nothing tells when the recovery point was made/),
      expect.stringMatching(/^restore-time: unknown, nothing tells when the recovery point was made/),
    ]);
  });

  test('does not take silence for proof: an old restore leaves open whether there was a later one', async () => {
    const { report } = await check(RTO, `--history ${logs(restore('a', 70, 30))}`, { restoreJobs: [] });
    expect(report?.results.map(({ control, status }) => `${control}: ${status}`)).toEqual([
      'restore-tested: unknown',
      'restore-time: unknown',
    ]);
  });

  test('counts a restore once that the job list has, too', async () => {
    const { report } = await check(RTO, `--history ${logs(restore('RESTORE-0', 1, 30))}`, {
      restoreJobs: [{ id: 'restore-0' }],
    });
    expect(report?.restores[0]).toMatchObject({ samples: 1, samplesFrom: ['restore-job'] });
  });

  test('names the last change behind a failing result', async () => {
    const plan = {
      eventName: 'UpdateBackupPlan',
      requestParameters: { backupPlanId: 'plan-1', backupPlan: { backupPlanName: 'daily' } },
    };
    const bob = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/bob' };
    const folder = logs(
      trailRecord({ ...plan, eventTime: at(9) }),
      trailRecord({ ...plan, eventTime: at(3), userIdentity: bob }),
      trailRecord({ ...plan, eventTime: at(2), errorCode: 'AccessDenied' }),
      trailRecord({
        ...plan,
        eventTime: at(1),
        requestParameters: { backupPlanId: 'another' },
        responseElements: null,
      }),
    );
    const failing = async (line: string) =>
      (await check(HOURLY, line)).report?.results.find(({ control }) => control === 'backup-frequency');
    const [without, withHistory] = [await failing(''), await failing(`--history ${folder}`)];
    expect(withHistory?.because).toEqual([
      ...(without?.because ?? []),
      `last changed ${at(3)} by bob in role deploy, UpdateBackupPlan, event event-1`,
    ]);
    expect(withHistory?.fingerprint).toBe(without?.fingerprint);
  });

  test('says what of the history was not read', async () => {
    const folder = onDisk(new Map([['broken.json.gz', new Uint8Array()]]));
    const { err, report } = await check(HOURLY, `--history ${folder}`);
    expect(err).toBe(`note: history ${folder}: ${folder}/broken.json.gz: it is empty\n`);
    expect(report?.history).toEqual([
      { source: folder, from: at(90), to: NOW, gaps: [`${folder}/broken.json.gz: it is empty`], notes: [] },
    ]);
    expect((await check(HOURLY, '')).report).not.toHaveProperty('history');
  });

  test('reads nothing when history is none', async () => {
    expect((await check(HOURLY, '--history none')).err).toBe('');
  });

  test.each([
    ['nowhere', 'cannot read nowhere (ENOENT)'],
    ['athena:logs', 'names no table'],
    ["athena:logs.x'y", 'names no table'],
    ['s3://NoBucket/x', 'names no bucket'],
    ['https://example.com', 'is not a source of history'],
    ['none --history lookup', '--history is none and more'],
  ])('ends with wrong usage on %s', async (word, message) => {
    const { exit, err } = await check(HOURLY, `--history ${word}`);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});

describe('history athena-table', () => {
  const printed = async (line: string) => {
    const host = memoryHost();
    return { exit: await runLine(`history athena-table ${line}`, host), out: host.out(), err: host.err() };
  };

  test('prints the definition of a table over the logs that are named', async () => {
    const { exit, out, err } = await printed('--print --logs s3://trail/logs --name audit.trail --regions eu-west-1');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^CREATE EXTERNAL TABLE `audit`\.`trail` \(/);
    expect(out).toContain("LOCATION 's3://trail/logs/AWSLogs/'");
  });

  test('says that a bucket of the documentation stands for the real one', async () => {
    expect((await printed('--print')).err).toMatch(/^note: amzn-s3-demo-bucket stands for the bucket of the trail/);
  });

  test.each([
    ['--name trail', '--name: "trail" names no table', 'write DATABASE.TABLE,'],
    ['--logs trail', '--logs names no bucket', 'write s3://BUCKET'],
  ])('with %s is wrong usage', async (line, problem, advice) => {
    const { exit, out, err } = await printed(line);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(problem);
    expect(err).toContain(advice);
  });
});

describe('what restores tell beyond the job list', () => {
  const folder = () => logs(restore('old-job', 50, 30), { ...restore('x', 40, 30), eventName: 'RestoreStarted' });

  test('is shown by `restores`', async () => {
    const host = memoryHost({ files: { 'policies/orders.yaml': RTO } });
    const inventory = savedInventory({ restoreJobs: [] });
    expect(await runLine(`restores --inventory ${inventory} --history ${folder()} --report json`, host)).toBe(0);
    const { tables, history } = JSON.parse(host.out());
    expect(history).toMatchObject([{ to: NOW, gaps: [] }]);
    expect(tables[0].statistics).toMatchObject({ samples: 1, meanMinutes: 30 });
    expect(host.err()).toBe(
      `note: history: 1 restore not measured, the first at ${at(40, 30)}: no event tells that it ended\n`,
    );
  });

  test.each([
    ['restores', 'the job', [{ id: 'X' }]],
    ['restores', 'the ledger', []],
    ['check', 'the ledger', []],
    ['history update', 'the ledger', []],
  ])('is not said to be missing by `%s` where %s tells of it', async (command, _, jobs) => {
    const ledger = temporaryFile('told.jsonl');
    await runLine(
      `history update --ledger ${ledger} --inventory ${savedInventory({ restoreJobs: [{ id: 'X' }] })}`,
      memoryHost(),
    );
    const host = memoryHost({ files: { 'policies/orders.yaml': RTO } });
    const inventory = savedInventory({ restoreJobs: jobs });
    await runLine(`${command} --inventory ${inventory} --ledger ${ledger} --history ${folder()}`, host);
    expect(host.err()).not.toContain('not measured');
  });

  test('is kept by `history update`', async () => {
    const ledger = temporaryFile('restores.jsonl');
    const inventory = savedInventory({ restoreJobs: [] });
    const update = async () => {
      const host = memoryHost();
      const exit = await runLine(
        `history update --ledger ${ledger} --inventory ${inventory} --history ${folder()}`,
        host,
      );
      return { exit, out: host.out() };
    };
    expect(await update()).toEqual({ exit: 0, out: '1 restore added, 1 in the ledger\n' });
    expect(JSON.parse(readFileSync(ledger, 'utf8'))).toMatchObject({
      id: 'old-job',
      source: ORDERS,
      from: 'cloudtrail',
      minutes: 30,
    });
    expect((await update()).out).toBe('0 restores added, 1 in the ledger\n');
  });

  test('is kept by `history update` from as long ago as the policies ask for', async () => {
    const inventory = savedInventory({ restoreJobs: [] });
    const update = async (files: Readonly<Record<string, string>>, words = '') => {
      const host = memoryHost({ files });
      const line = `history update --ledger ${temporaryFile('restores.jsonl')} --inventory ${inventory}`;
      const exit = await runLine(`${line} --history ${logs(restore('long-ago', 120, 30))} ${words}`.trim(), host);
      return `${exit} ${host.out()}`.trim();
    };
    expect(await update({})).toBe('0 0 restores added, 0 in the ledger');
    expect(await update({ 'policies/orders.yaml': RTO })).toBe('0 1 restore added, 1 in the ledger');
    expect(await update({}, '--policies nowhere')).toBe('2');
  });
});
