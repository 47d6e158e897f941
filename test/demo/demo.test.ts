import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTROL_IDS } from '../../src/app/catalogue/control-ids.ts';
import { DEMO_NOW, demo } from '../../src/app/commands/demo.ts';
import { nodeHost } from '../../src/app/host/node-host.ts';
import type { Report } from '../../src/model/report.ts';
import { memoryHost } from '../app/memory-host.ts';

const PACKAGE = resolve(import.meta.dirname, '../..');

/** Tables that nothing is wrong with. What was restored from customers, sessions and search-index is another matter. */
const HEALTHY = {
  gold: ['customers', 'payments-ledger', 'payments-orders', 'payments-orders-2026-10'],
  silver: ['sessions'],
  bronze: ['search-index'],
  baseline: ['platform-flags'],
};

let report: Report;
let exit: number;
let text: string;
let errors: string;
const before = { ...process.env };

beforeAll(async () => {
  const { look, readFile } = nodeHost(PACKAGE);
  const machine = memoryHost();
  exit = await demo(
    { 'output-dir': 'out' },
    {
      ...machine,
      workingDirectory: PACKAGE,
      packageFolder: PACKAGE,
      look: (path) => look(resolve(PACKAGE, path)),
      readFile: (path) => readFile(resolve(PACKAGE, path)),
      useAws: (settings) => void Object.assign(process.env, settings),
    },
  );
  [text, errors] = [machine.out(), machine.err()];
  const json = [...machine.files].find(([file]) => file.endsWith('out/holdfast-report.json'));
  report = JSON.parse(json?.[1] ?? 'null');
});

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});

describe('the demo', () => {
  test('fails, writes its report, and says nothing but that on stderr', () => {
    expect(exit).toBe(1);
    expect(report).toMatchObject({ schema: 'holdfast/report/v1', conclusion: 'noncompliant', takenAt: DEMO_NOW });
    expect(errors.split('\n').filter((line) => line !== '')).toEqual([
      `judging the demo estate, an AWS that runs inside Holdfast, as of ${DEMO_NOW}`,
      'wrote out/holdfast-report.json, out/holdfast-report.sarif, out/holdfast-report.md',
    ]);
    expect(text).toMatch(/^NONCOMPLIANT /m);
  });

  test('finds what was planted, and nothing else', async () => {
    await expect(table(report)).toMatchFileSnapshot('golden/demo.txt');
  });

  test.each(Object.values(HEALTHY).flat())('finds nothing wrong or unknown with %s', (name) => {
    const own = report.results.filter(({ resource }) => resource.name === name);
    const passed = own.filter(({ status }) => status === 'pass');
    expect(own.filter(({ status }) => status !== 'pass' && status !== 'not-applicable')).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  });

  test('holds a healthy gold table to all that gold asks', () => {
    const judged = report.results.filter(
      ({ resource, policy, status }) =>
        resource.name === 'payments-orders-2026-10' && policy?.name === 'gold' && status === 'pass',
    );
    const controls = new Set(judged.map(({ control }) => control));
    for (const control of ['copy-coverage', 'vault-lock', 'vault-deletion', 'restore-time', 'restore-tested']) {
      expect(controls).toContain(control);
    }
  });

  test('proves every setting of a restore that was done well', () => {
    const settings = report.results.filter(
      ({ resource, control }) => resource.name === 'payments-orders-2026-10' && control.startsWith('restored-'),
    );
    const passed = new Set(settings.filter(({ status }) => status === 'pass').map(({ control }) => control));
    for (const setting of ['alarms', 'encryption', 'iam-policies', 'local-secondary-indexes', 'stream', 'tags']) {
      expect(passed).toContain(`restored-${setting}`);
    }
  });

  test('passes over the temporary table and restored ones that nobody has a policy for, and says so', () => {
    expect(report.unmatchedTables.map((arn) => arn.split('/')[1])).toEqual([
      'customers-drill',
      'load-test',
      'search-index-pitr',
      'sessions-restored',
    ]);
  });

  test('reads two accounts and three Regions', () => {
    expect(report.scopes.map(({ account, region }) => `${account} ${region}`)).toEqual([
      '111122223333 eu-central-1',
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 eu-central-1',
    ]);
  });

  test('says what would settle each result that it leaves unknown', () => {
    const unknowns = report.results.flatMap(({ unknown }) => unknown ?? []);
    expect(unknowns.filter(({ detail }) => !/settles? it/.test(detail))).toEqual([]);
    expect(unknowns.flatMap(({ permission }) => permission ?? [])).toEqual(['backup:GetBackupVaultAccessPolicy']);
  });

  test('is told table by table, control by control, in docs/demo.md', () => {
    const stated = readFileSync(join(PACKAGE, 'docs/demo.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => {
        const [name, ...words] = [...line.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
        return words.filter((word) => CONTROL_IDS.some((id) => id === word)).map((control) => `${name} ${control}`);
      });
    const found = report.results
      .filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
      .map(({ resource, control }) => `${resource.name} ${control}`);
    expect(stated.toSorted()).toEqual([...new Set(found)].toSorted());
  });
});

/** `table control status`, a line each, for everything that is neither a pass nor beside the point. */
function table({ results }: Report): string {
  const lines = results
    .filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
    .map(({ resource, control, policy, status, follows }) =>
      [resource.name, control, policy?.path, status, follows === undefined ? '' : `(follows ${follows})`]
        .join(' ')
        .trim(),
    );
  return `${lines.toSorted().join('\n')}\n`;
}
