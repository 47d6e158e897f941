import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/app/run.ts';
import { type ExampleParts, exampleInventory } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import { memoryHost } from '../app/memory-host.ts';
import { temporaryFile } from '../app/saved-inventory.ts';

/** What moves a cursor, ends a line, turns the direction or is not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const PIECES = [
  '\u001b]0;x\u0007',
  '\u009b31m',
  '\u007f',
  '\u0085',
  '\n',
  '\r',
  '\u2028',
  '\u202e',
  '\ufeff',
  "'",
  '"',
  '$(reboot)',
  '`id`',
  '${x}',
  '#',
  ': ',
  'é',
  'a',
];
const hostile = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: hostile
tables: { names: ["*"] }
backup: { objectives: [{ frequency: 24h, retention: 60d }], vault: { lock: governance, manualDeletion: denied } }
restore: { settings: { tags: same-as-source, timeToLive: same-as-source, alarms: same-as-source, stream: NEW_IMAGE, globalSecondaryIndexes: same-as-source, iamPolicies: same-as-source } }
`;

/** An estate in which nobody can be trusted with a name. */
function estateOf(text: string): string {
  const index = {
    name: `by-${text}`,
    keys: [{ name: text, type: 'HASH' }],
    projection: 'INCLUDE',
    nonKeyAttributes: [text],
    status: 'ACTIVE',
  } as const;
  const parts: ExampleParts = {
    restored: { description: { attributeTypes: { id: 'S', [text]: 'S' } } },
    table: {
      tags: { [`k${text}`]: text },
      timeToLive: known({ status: 'ENABLED', attribute: text }, 'test'),
      resourcePolicy: known(
        JSON.stringify({
          Id: text,
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'dynamodb:Query',
              Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
            },
          ],
        }),
        'test',
      ),
      description: { attributeTypes: { id: 'S', [text]: 'S' }, globalIndexes: [index] },
    },
    alarms: [{ name: text, definition: JSON.stringify({ AlarmName: text, AlarmDescription: text }) }],
    vaults: [{}],
    points: [{}],
  };
  const inside = JSON.stringify(text).slice(1, -1);
  // Names of tables, vaults and plans stand in many places, in ARNs too.
  const json = JSON.stringify(exampleInventory(parts));
  return json
    .replaceAll('orders', () => `orders${inside}`)
    .replaceAll('nightly', () => `nightly${inside}`)
    .replaceAll('"main"', () => `"main${inside}"`);
}

async function printed(
  words: readonly string[],
  inventory: string,
): Promise<{ exit: number; out: string; err: string }> {
  const file = temporaryFile('inventory.json');
  writeFileSync(file, inventory);
  const host = memoryHost({ files: { 'policies/p.yaml': POLICY } });
  const exit = await run(['fix', '--inventory', file, ...words], host);
  return { exit, out: host.out(), err: host.err() };
}

const LINES: readonly (readonly [string, (text: string) => readonly string[]])[] = [
  ['fix', () => []],
  ['fix --table', (text) => ['--table', `orders${text}-restored`]],
  ['fix --table of a table that is not there', (text) => ['--table', text]],
  ['fix --plan-for', (text) => ['--plan-for', `orders${text}`]],
  ['fix --format cloudformation', () => ['--format', 'cloudformation']],
  ['fix --format terraform', () => ['--format', 'terraform']],
];

describe('names that act on a terminal', () => {
  test.each(LINES)('reach none through %s', async (_, words) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const { exit, out, err } = await printed(words(text), estateOf(text));
        for (const line of `${out}\n${err}`.split('\n')) expect(line).not.toMatch(UNSEEN);
        if (out.startsWith('#!')) execFileSync('bash', ['-n'], { input: out });
        expect([0, 2, 3], err).toContain(exit);
        expect(out + err).not.toBe('');
      }),
      { numRuns: 15, examples: [['\u001b]0;x\u0007'], ['\u009b31m'], ['\n#']] },
    );
  });

  test('stand in a template as they are', async () => {
    const text = '\u001b[2J\u007f\u009b31m\nreboot: "x"';
    const { out } = await printed(['--format', 'cloudformation'], estateOf(text));
    const tables = Object.values<{ Type: string; Properties: { Tags: unknown; TableName: string } }>(
      parse(out).Resources,
    ).filter(({ Type }) => Type === 'AWS::DynamoDB::Table');
    expect(tables.map(({ Properties }) => Properties.TableName)).toContain(`orders${text}-restored`);
    expect(tables[0]?.Properties.Tags).toEqual([{ Key: `k${text}`, Value: text }]);
  });

  test.each([[['\u001b[31m']], [['check', '--\u001b[31m']], [['fix', '--format', '\u009b31m']]])(
    'reach none through words of the command line: %j',
    async (words) => {
      const host = memoryHost();
      expect(await run(words, host)).toBe(2);
      expect(host.err()).toContain('31m');
      for (const line of host.err().split('\n')) expect(line).not.toMatch(UNSEEN);
    },
  );
});
