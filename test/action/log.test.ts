import { expect, test } from 'vitest';
import { writeBounded } from '../../src/app/action/bounded-log.ts';
import { whatJobLacks, whyNotJudged } from '../../src/app/action/not-judged.ts';
import { NotConfigured, NothingRead, UserError } from '../../src/model/user-error.ts';
import { memoryHost } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { stepInMemory } from './in-memory-step.ts';

const POLICY =
  'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: { names: ["*"] }\nbackup: { objectives: [{ frequency: 1h, retention: 7d }] }\n';

test.each<[string, readonly string[], string]>([
  ['a\nbb\nccc\n', ['r.json'], 'a\nbb\n\nand 1 more lines; the full text is in r.json\n'],
  ['a\nbb\nccc\ndd', [], 'a\nbb\n\nand 2 more lines; the input reports writes it to a file\n'],
  ['a\n', ['r.json'], 'a\n'],
  ['aaaaaaaaa\nb\n', [], '\nand 2 more lines; the input reports writes it to a file\n'],
])('%j is cut at a line, and told where the whole is', (text, files, expected) => {
  const host = memoryHost();
  writeBounded(text, files, host, 6);
  expect(host.out()).toBe(expected);
});

test('the log of a step is bounded, however many tables fail', () => {
  const host = memoryHost();
  writeBounded('a line of a table that fails\n'.repeat(300_000), ['report.json'], host);
  expect(host.out().length).toBeLessThan(201_000);
  expect(host.out()).toMatch(/and 29\d,\d{3} more lines; the full text is in report\.json\n$/);
});

test('what counts for nothing beside an inventory is told, by the names of inputs', async () => {
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY } });
  const given = {
    inventory: savedInventory(),
    regions: 'eu-west-1',
    'role-arn': 'arn:aws:iam::111122223333:role/r',
    'output-dir': '.',
  };
  await stepInMemory(given, host);
  expect(host.out()).toContain(
    'note: input regions, input role-arn: what to read from AWS; with input inventory nothing is read\n',
  );
});

test('a job that cannot read AWS is told what its workflow lacks', () => {
  for (const error of [new NotConfigured('no usable AWS credentials', 'sign in'), new NothingRead('nothing', 'x')]) {
    expect(whatJobLacks(error)).toContain('aws-actions/configure-aws-credentials');
    expect(whyNotJudged(error)).toContain('`permissions: id-token: write`');
  }
  expect(whatJobLacks(new UserError('a', 'b'))).toBeUndefined();
});
