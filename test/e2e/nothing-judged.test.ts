import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { REPORT_FORMATS } from '../../src/app/options/values.ts';
import { rehearsal } from './rehearsal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'holdfast-empty-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const SCENARIO = `accounts:
  "555566667777":
    regions:
      eu-north-1:
        tables:
          - { tableName: ferry-tickets, tags: { team: quay }, pointInTimeRecovery: { recoveryPeriodInDays: 21 } }
          - { tableName: ferry-crews, tags: { team: quay }, pointInTimeRecovery: { recoveryPeriodInDays: 21 } }
`;

function policy(name: string, tables: string): string {
  return `apiVersion: holdfast/v1
kind: Policy
name: ${name}
tables: ${tables}
backup: { pointInTimeRecovery: { window: 21d } }
`;
}

const MISSPELT = { 'ferries.yaml': policy('ferries-quay', '{ names: ["ferry-*"], tags: { Team: [quay] } }') };
const CHECK = 'check --policies ferries.yaml';

describe('a policy that matches no table', () => {
  test('leaves everything open: undetermined, 3, and a warning at its line', async () => {
    const [ended] = await rehearsal(SCENARIO, MISSPELT, [`${CHECK} --report json`]);
    const report = JSON.parse(ended?.out ?? '');
    expect(ended?.exit).toBe(3);
    expect(report).toMatchObject({ conclusion: 'undetermined', nothingJudged: true, summary: { tables: 0 } });
    expect(report.warnings).toEqual([
      {
        kind: 'policy-matches-no-table',
        policy: 'ferries-quay',
        at: { file: 'ferries.yaml', line: 4, column: 1 },
        detail:
          'policy ferries-quay matches none of the 2 tables that were read, so nothing was judged by it; no table has the tag Team; did you mean `team`?',
      },
    ]);
  });

  test.each([
    ['{ names: ["fery-crews"] }', '; no table is called fery-crews; did you mean `ferry-crews`?'],
    [
      '{ names: ["ferry-crews"], accounts: ["111122223333"] }',
      '; tables.accounts fits none of those that tables.names fits, which are in 555566667777',
    ],
    [
      '{ names: ["ferry-crews"], accounts: ["555566667777"], regions: [eu-west-1] }',
      '; tables.regions fits none of those that tables.names and tables.accounts fit, which are in eu-north-1',
    ],
    ['{ accounts: ["111122223333"] }', '; tables.accounts fits none of them, which are in 555566667777'],
    ['{ names: ["ferry-crews"], tags: { team: [pier] } }', ''],
    ['{ names: ["ferry-crews"], except: { regions: [eu-north-1] } }', ''],
  ])('says what really misses: %s', async (tables, hint) => {
    const [ended] = await rehearsal(SCENARIO, { 'ferries.yaml': policy('p', tables) }, [`${CHECK} --report json`]);
    expect(JSON.parse(ended?.out ?? '').warnings).toMatchObject([
      { detail: `policy p matches none of the 2 tables that were read, so nothing was judged by it${hint}` },
    ]);
  });

  test('is accepted with --allow-empty, and still warned of', async () => {
    const [ended] = await rehearsal(SCENARIO, MISSPELT, [`${CHECK} --allow-empty --report json`]);
    const report = JSON.parse(ended?.out ?? '');
    expect({ exit: ended?.exit, conclusion: report.conclusion }).toEqual({ exit: 0, conclusion: 'compliant' });
    expect(report.warnings).toHaveLength(1);
  });

  test('is no excuse that --allow-unknown makes; --fail-on none only reports', async () => {
    const ended = await rehearsal(SCENARIO, MISSPELT, [`${CHECK} --allow-unknown`, `${CHECK} --fail-on none`]);
    expect(ended.map(({ exit }) => exit)).toEqual([3, 0]);
    expect(ended[1]?.out).toContain('UNDETERMINED  nothing was judged');
  });

  test.each(REPORT_FORMATS)('is named in the format %s', async (format) => {
    const [ended] = await rehearsal(SCENARIO, MISSPELT, [`${CHECK} --report ${format}`]);
    expect(ended?.out).toContain('policy-matches-no-table');
    expect(ended?.out).toContain('ferries-quay');
  });

  test('of two policies is a warning, and the other one is judged', async () => {
    const files = { ...MISSPELT, 'all.yaml': policy('all-ferries', '{ names: ["ferry-*"] }') };
    const [ended] = await rehearsal(SCENARIO, files, ['check --policies ferries.yaml all.yaml --report json']);
    const report = JSON.parse(ended?.out ?? '');
    expect({ exit: ended?.exit, conclusion: report.conclusion }).toEqual({ exit: 0, conclusion: 'compliant' });
    expect(report.warnings).toMatchObject([{ kind: 'policy-matches-no-table', policy: 'ferries-quay' }]);
  });

  test('is not said of a policy whose tags could not be read', async () => {
    const denied = `faults: [ { kind: deny, service: tagging } ]\n${SCENARIO}`;
    const [ended] = await rehearsal(denied, MISSPELT, [`${CHECK} --report json`]);
    const report = JSON.parse(ended?.out ?? '');
    expect(ended?.exit).toBe(3);
    expect(report.summary.unknown).toBeGreaterThan(0);
    expect(report.warnings).toEqual([]);
  });

  test('leaves `fix` with nothing to repair by, which is not that nothing needs it', async () => {
    const [ended] = await rehearsal(SCENARIO, MISSPELT, ['fix --policies ferries.yaml']);
    expect(ended?.exit).toBe(3);
    expect(ended?.err).toContain('policy ferries-quay matches none of the 2 tables');
  });

  test.each([
    'restores --policies ferries.yaml',
    `collect --policies ferries.yaml --output ${FOLDER}/saved.json`,
    'baseline --policies ferries.yaml --output lock.json',
  ])('leaves what `%s` shows or saves empty, which is 3 unless it may be', async (line) => {
    const ended = await rehearsal(SCENARIO, MISSPELT, [line, `${line} --allow-empty`]);
    expect(ended.map(({ exit }) => exit)).toEqual([3, 0]);
    for (const { err } of ended) expect(err).toContain('policy ferries-quay matches none of the 2 tables');
  });

  test('leaves `drift` without a table to compare', async () => {
    const record = 'baseline --policies ferries.yaml --output lock.json --allow-empty';
    const drift = 'drift --policies ferries.yaml --baseline lock.json';
    const ended = await rehearsal(SCENARIO, MISSPELT, [record, `${drift} --report json`, `${drift} --allow-empty`]);
    expect(ended.map(({ exit }) => exit)).toEqual([0, 3, 0]);
    expect(JSON.parse(ended[1]?.out ?? '')).toMatchObject({
      conclusion: 'undetermined',
      nothingJudged: true,
      warnings: [{ kind: 'policy-matches-no-table', policy: 'ferries-quay' }],
    });
  });
});

describe('an empty shard', () => {
  const shards = ['1/2', '2/2'].map((shard) => `${CHECK} --shard ${shard} --report json=part-${shard[0]}.json`);

  test('is a warning alone; all shards together are as one run', async () => {
    const lines = [
      ...shards,
      'merge part-1.json part-2.json --report json',
      'merge part-1.json part-2.json --allow-empty',
    ];
    const ended = await rehearsal(SCENARIO, MISSPELT, lines);
    expect(ended.map(({ exit }) => exit)).toEqual([0, 0, 3, 0]);
    const parts = [1, 2].map((part) => JSON.parse(ended[1]?.files.get(`part-${part}.json`) ?? ''));
    expect(parts).toMatchObject([{ conclusion: 'undetermined' }, { conclusion: 'undetermined' }]);
    expect(ended[1]?.err).toContain('nothing was judged in this shard');
    const merged = JSON.parse(ended[2]?.out ?? '');
    expect(merged.conclusion).toBe('undetermined');
    expect(merged.warnings).toMatchObject([{ policy: 'ferries-quay' }]);
  });

  test('is none of a run by other policies, or in another scope', async () => {
    const files = { 'a.yaml': policy('a', '{ names: ["ferry-*"] }'), 'b.yaml': policy('b', '{ names: ["*-crews"] }') };
    const check = (by: string, part: number, more = '') =>
      `check --policies ${by}.yaml --shard ${part}/2 ${more} --report json=${by}${part}.json`.replace(/ {2,}/g, ' ');
    const merge = (...parts: readonly string[]) => `merge ${parts.map((part) => `${part}.json`).join(' ')}`;
    const ended = await rehearsal(SCENARIO, files, [
      ...['a', 'b'].flatMap((by) => [1, 2].map((part) => check(by, part))),
      merge('a1', 'a2'),
      merge('a1', 'b2'),
      merge('a1', 'b2', 'a2', 'b1'),
      check('a', 2, '--regions eu-north-1'),
      merge('a1', 'a2'),
    ]);
    expect(ended.slice(4).map(({ exit }) => exit)).toEqual([0, 3, 0, 0, 3]);
  });

  test('says nothing of a policy that matches in another shard', async () => {
    const files = { 'ferries.yaml': policy('ferries', '{ names: ["ferry-*"] }') };
    const ended = await rehearsal(SCENARIO, files, [...shards, 'merge part-1.json part-2.json --report json']);
    const warned = [1, 2].map((part) => JSON.parse(ended[1]?.files.get(`part-${part}.json`) ?? '').warnings.length);
    expect(warned.toSorted()).toEqual([0, 1]);
    expect(JSON.parse(ended[2]?.out ?? '')).toMatchObject({ conclusion: 'compliant', warnings: [] });
  });
});
