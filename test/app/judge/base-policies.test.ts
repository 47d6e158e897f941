import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { memoryHost, runLine } from '../memory-host.ts';
import { savedInventory } from '../saved-inventory.ts';

const policy = (backup: string, more = '') => `apiVersion: holdfast/v1
kind: Policy
name: gold
tables: { names: ["orders*"] }
backup:
  ${backup}
${more}`;

const DAILY = 'objectives: [{ frequency: 24h, retention: 35d }]';

const WAIVED = `waivers:
  - tables: { names: ["*"] }
    controls: [copy-coverage]
    until: 2027-01-31
    reason: later
    approvedBy: ops
`;

async function check(former: string | undefined, now: string, line = '') {
  const host = memoryHost({
    files: { 'policies/gold.yaml': now, ...(former === undefined ? {} : { 'base/policies/gold.yaml': former }) },
  });
  const inventory = savedInventory({ points: [{}] });
  const exit = await runLine(`check --inventory ${inventory} --base-policies base/policies${line}`, host);
  return { exit, out: host.out(), err: host.err() };
}

async function requirements(former: string | undefined, now: string) {
  const { out } = await check(former, now, ' --report json');
  const report: Report = JSON.parse(out);
  return (report.policyChange?.requirements ?? []).map(({ change, control, before, after, tables, failing }) => ({
    change,
    control,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    tables: tables.length,
    failing: failing.length,
  }));
}

describe('check --base-policies', () => {
  test('tells which requirement tables lose, and that a failure which goes with it is not fixed', async () => {
    const copies = 'copies: [{ region: eu-north-1 }]';
    const former = policy(`${DAILY}\n  ${copies}`);
    expect(await requirements(former, policy(DAILY))).toEqual([
      { change: 'lost', control: 'copy-coverage', before: 'region eu-north-1', tables: 1, failing: 1 },
      { change: 'lost', control: 'copy-recovery-point-age', before: 'region eu-north-1', tables: 1, failing: 0 },
    ]);
    const { out } = await check(former, policy(DAILY));
    expect(out.replace(/\s+/g, ' ')).toContain(
      'CHANGED POLICIES - this table is no longer evaluated for copy-coverage (region eu-north-1): orders; it failed what was asked before, and is not fixed by this',
    );
  });

  test('tells what tables are newly asked for', async () => {
    const now = policy(`${DAILY}\n  maximumRetention: 400d`);
    expect(await requirements(policy(DAILY), now)).toEqual([
      { change: 'gained', control: 'maximum-retention', after: '400 d', tables: 1, failing: 0 },
    ]);
  });

  test('tells of other terms, severities and waivers', async () => {
    const looser = policy('objectives: [{ frequency: 48h, retention: 35d }]', 'severity: { plan-coverage: low }\n');
    expect(await requirements(policy(DAILY), looser)).toEqual(
      [
        { change: 'changed', control: 'plan-coverage', before: '', after: 'severity low', tables: 1, failing: 0 },
        {
          change: 'changed',
          control: 'backup-frequency',
          before: 'frequency 24 h, retention 35 d',
          after: 'frequency 2 d, retention 35 d',
          tables: 1,
          failing: 0,
        },
      ].toSorted((a, b) => a.control.localeCompare(b.control)),
    );
    const copy = `${DAILY}\n  copies: [{ region: eu-north-1 }]`;
    expect(await requirements(policy(copy), policy(copy, WAIVED))).toEqual([
      {
        change: 'changed',
        control: 'copy-coverage',
        before: 'region eu-north-1',
        after: 'region eu-north-1, waived until 2027-01-31',
        tables: 1,
        failing: 1,
      },
    ]);
  });

  test('finds nothing changed where the same is asked under another name, in another order', async () => {
    const two = 'objectives: [{ frequency: 24h, retention: 35d }, { frequency: 31d, retention: 365d }]';
    const swapped = 'objectives: [{ frequency: 31d, retention: 365d }, { frequency: 24h, retention: 35d }]';
    const renamed = policy(swapped).replace('name: gold', 'name: golden');
    expect(await requirements(policy(two), renamed)).toEqual([]);
    expect((await check(policy(two), renamed)).out).not.toContain('CHANGED POLICIES');
  });

  test('takes a base without policies for one that asked nothing', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': policy(DAILY), 'base/policies/.keep': '' } });
    await runLine(`check --inventory ${savedInventory({})} --base-policies base/policies --report json`, host);
    const { policyChange }: Report = JSON.parse(host.out());
    expect(new Set(policyChange?.requirements.map(({ change }) => change))).toEqual(new Set(['gained']));
  });

  test.each([
    [undefined, 'base/policies', '--base-policies: no such file or folder: base/policies'],
    ['policies', 'base/polices', '--base-policies: no such file or folder: base/polices'],
    ['docs', 'base/docs', 'no policy file in base/docs'],
  ])('takes no path for one that asked nothing because it is wrong: base/%s as %s', async (folder, named, problem) => {
    const file = folder === 'docs' ? { 'base/docs/a.md': 'x' } : { 'base/policies/gold.yaml': policy(DAILY) };
    const host = memoryHost({ files: { 'policies/gold.yaml': policy(DAILY), ...(folder === undefined ? {} : file) } });
    expect(await runLine(`check --inventory ${savedInventory({})} --base-policies ${named}`, host)).toBe(2);
    expect(host.err()).toContain(problem);
    expect(host.out()).toBe('');
  });

  test('counts nothing as fixed that is no longer evaluated, or waived, against a report of before', async () => {
    const twice = 'objectives: [{ frequency: 12h, retention: 35d }]';
    const former = policy(`${twice}\n  copies: [{ region: eu-north-1 }]`);
    const host = memoryHost({ files: { 'policies/gold.yaml': former } });
    const inventory = savedInventory({ points: [{}] });
    await runLine(`check --inventory ${inventory} --report json`, host);
    const now = policy(DAILY);
    const files = { 'policies/gold.yaml': now, 'base/gold.yaml': former, 'former.json': host.out() };
    const line = `check --inventory ${inventory} --base-policies base --baseline-report former.json --report markdown`;
    const after = memoryHost({ files });
    await runLine(line, after);
    expect(after.err()).toContain('0 new failures, 0 known before, 0 fixed, 2 no longer evaluated');
    expect(after.out()).toContain('### Changed policies');
    expect(after.out()).toContain(
      'asked otherwise for backup-frequency (frequency 12 h, retention 35 d → frequency 24 h, retention 35 d)',
    );
  });

  test('says where a former policy is wrong', async () => {
    const { exit, err } = await check('kind: Nothing', policy(DAILY));
    expect(exit).toBe(2);
    expect(err).toContain('base/policies/gold.yaml');
  });
});
