import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { denied } from '../../src/controls/example.ts';
import { memoryHost, runLine } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';

const SCHEMAS = resolve(import.meta.dirname, '../../../shared/corpus/G-schemas');
const HEAD = 'apiVersion: holdfast/v1\nkind: Policy\nname: gold\ntables: { names: ["orders*"] }\n';
const ASKS =
  'backup: { objectives: [{ frequency: 24h, retention: 35d }], copies: [{ region: eu-central-1, frequency: 24h, retention: 35d }], vault: { lock: compliance } }\n';
const WAIVER =
  'waivers: [{ tables: { names: ["*"] }, controls: [vault-lock], until: 2027-01-31, reason: "later, *soon* <b>", approvedBy: ops }]\n';

async function oscal(policy: string, line = '') {
  const host = memoryHost({ files: { 'policies/gold.yaml': HEAD + policy } });
  const inventory = savedInventory({ points: [{}], copyVaults: denied('backup:ListBackupVaults') });
  await runLine(`check --inventory ${inventory} --report oscal${line}`, host);
  return host.out();
}

const CASES = [
  ['of no framework', ASKS + WAIVER, ''],
  ['of NIST', ASKS + WAIVER, ' --framework nist-800-53-r5'],
  ['of several', `${ASKS}frameworks: [dora, hipaa, pci-dss-4.0.1, fedramp-rev5-high]\n`, ''],
  ['of nothing', 'backup: {}\nframeworks: []\n', ' --framework dora'],
] as const;

describe.each(['oscal-1.1.2-complete.schema.json', 'oscal-1.2.1-assessment-results.schema.json'])('by %s', (name) => {
  const file = resolve(SCHEMAS, name);
  if (!existsSync(file) && process.env['CI'] === 'true') throw new Error(`${file} is not there`);
  const validate = existsSync(file)
    ? new Ajv({ strict: false, validateFormats: false, allErrors: false }).compile(
        JSON.parse(readFileSync(file, 'utf8')),
      )
    : undefined;

  test.skipIf(validate === undefined).each(CASES)('a document %s is valid', async (_, policy, line) => {
    const document = JSON.parse(await oscal(policy, line));
    expect([validate?.(document), validate?.errors?.slice(0, 5) ?? null]).toEqual([true, null]);
  });
});

interface Results {
  readonly observations: readonly { readonly uuid: string }[];
  readonly risks: readonly Record<string, unknown>[];
  readonly findings: readonly {
    readonly target: {
      readonly 'target-id': string;
      readonly status: { readonly state: string; readonly reason: string };
    };
    readonly 'related-observations': readonly { readonly 'observation-uuid': string }[];
  }[];
}

describe('OSCAL assessment results', () => {
  test('have findings by requirement, and every reference resolves', async () => {
    const text = await oscal(ASKS + WAIVER, ' --framework nist-800-53-r5');
    const [results] = JSON.parse(text)['assessment-results'].results as readonly Results[];
    const status = (id: string) => results?.findings.find(({ target }) => target['target-id'] === id)?.target.status;
    expect(status('cp-9_smt.a')).toEqual({ state: 'satisfied', reason: 'pass' });
    expect(status('cp-6_smt.a')?.state).toBe('not-satisfied');
    expect(status('cp-9.1_smt')).toBeUndefined();
    const known = new Set([...text.matchAll(/"uuid": "([^"]+)"/g)].map(([, uuid]) => uuid));
    const named = [...text.matchAll(/"(?:observation|risk|subject|component|actor)-uuid": "([^"]+)"/g)].map(
      ([, uuid]) => uuid,
    );
    expect(named.filter((uuid) => !known.has(uuid))).toEqual([]);
    for (const uuid of known)
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('have waivers as risks that somebody accepted until the end of a day', async () => {
    const [results] = JSON.parse(await oscal(ASKS + WAIVER))['assessment-results'].results as readonly Results[];
    expect(results?.risks.find(({ status }) => status === 'deviation-approved')).toMatchObject({
      deadline: '2027-01-31T23:59:59Z',
      props: [expect.objectContaining({ name: 'approved-by', value: 'ops' })],
    });
  });

  test('are the same bytes of the same run', async () => {
    expect(await oscal(ASKS)).toBe(await oscal(ASKS));
  });
});
