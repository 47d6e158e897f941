import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeHost } from '../../src/app/host/node-host.ts';
import { rehearsal } from './rehearsal.ts';

/** Whoever asks this AWS for anything is told so, and of nothing else. */
const CLOSED = `faults: [ { kind: deny } ]
accounts: { "777788889999": { regions: { sa-east-1: { tables: [ { tableName: parrots } ] } } } }
`;

const FILES = {
  'policy.yaml': `apiVersion: holdfast/v1
kind: Policy
name: parrots
tables: { names: [parrots] }
backup: { pointInTimeRecovery: { window: 7d } }
`,
  'plan.json': '{ "format_version": "1.2", ',
  'stack.yaml': 'Resources: [ not, a, map ]\n',
  'good.yaml': 'Resources: { Topic: { Type: "AWS::SNS::Topic" } }\n',
  'not-a-report.json': '[]',
  'not-a-baseline.json': '{}',
};

const P = '--policies policy.yaml';

describe('an input that is wrong is said before AWS is asked', () => {
  test.each([
    [`check ${P} --terraform-plan plan.json`, /plan\.json/],
    [`check ${P} --terraform-plan none.json`, /no such file: none\.json/],
    [`check ${P} --cloudformation stack.yaml`, /stack\.yaml/],
    [`check ${P} --cloudformation good.yaml --parameters Stage=live`, /no template of --cloudformation takes Stage/],
    [`check ${P} --baseline-report not-a-report.json`, /not-a-report\.json is not a report/],
    [`check ${P} --baseline not-a-baseline.json`, /not-a-baseline\.json/],
    [`check ${P} --former none.json`, /no such file: none\.json/],
    [`check ${P} --ledger none.jsonl`, /no such file: none\.jsonl/],
    [`check ${P} --history /no/logs`, /--history: cannot read \/no\/logs/],
    [`check ${P} --report text --report json=folder/`, /cannot write folder\//],
    [`restores ${P} --history /no/logs`, /--history: cannot read \/no\/logs/],
    [`restores ${P} --report json=folder/`, /cannot write folder\//],
    [`history update --ledger ${import.meta.dirname}`, /is not a file/],
    ['history update --ledger ledger.jsonl --history /no/logs', /--history: cannot read \/no\/logs/],
    [`collect ${P} --output folder/`, /cannot write folder\//],
    [`baseline ${P} --output folder/`, /cannot write folder\//],
    [`drift ${P} --baseline none.json`, /no baseline: none\.json/],
    [`check ${P} --regions sa-esat-1`, /"sa-esat-1" is not the name of a Region\n {2}did you mean `sa-east-1`/],
    [`fix ${P} --regions sa-esat-1`, /did you mean `sa-east-1`/],
  ])('%s', async (line, problem) => {
    const [ended] = await rehearsal(CLOSED, FILES, [line]);
    expect(ended).toMatchObject({ exit: 2, out: '' });
    expect(ended?.err).toMatch(problem);
    expect(ended?.err).not.toContain('nothing of AWS could be read');
  });

  test('a Region of the settings that does not exist, too', async () => {
    const [ended] = await rehearsal(CLOSED, FILES, [`check ${P}`], { AWS_REGION: 'sa-esat-1' });
    expect(ended?.exit).toBe(2);
    expect(ended?.err).toContain('"sa-esat-1" is not the name of a Region\n  did you mean `sa-east-1`?');
  });
});

test('reports that go to files alone leave the conclusion on stderr, and where they are', async () => {
  const open = CLOSED.replace('faults: [ { kind: deny } ]\n', '');
  const [ended] = await rehearsal(open, FILES, [`check ${P} --report json=a.json --report junit=b.xml`]);
  expect(ended).toMatchObject({ exit: 1, out: '' });
  expect(ended?.err).toBe('NONCOMPLIANT  1 result failing on 1 table (1 high)\nwrote a.json, b.xml\n');
});

describe('a place that is tried', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-place-'));
  writeFileSync(join(folder, 'file'), '');
  afterAll(() => rmSync(folder, { recursive: true }));
  const host = nodeHost(folder);

  test.each([
    ['', 'EISDIR'],
    ['file/report.json', 'ENOTDIR'],
  ])('%s is refused', (path, code) => {
    const place = join(folder, path);
    expect(() => host.tryPlace(place)).toThrow(`cannot write ${place} (${code})`);
  });

  test.each(['file', 'new.json', 'new/folder/report.json'])('%s is left as it is', (path) => {
    host.tryPlace(join(folder, path));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
