import { describe, expect, test } from 'vitest';
import { rehearsal } from '../../e2e/rehearsal.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const ESTATE = `
accounts:
  "111122223333":
    regions:
      eu-west-1: { tables: [{ tableName: orders }] }
`;
const DENYING = `${ESTATE}faults: [{ kind: deny, service: dynamodb, operation: DescribeContinuousBackups }]\n`;
const POLICY = 'apiVersion: holdfast/v1\nkind: Policy\nname: p\ntables: {}\nbackup: { pointInTimeRecovery: {} }\n';

async function seen(scenario: string, policy: string, settings: Readonly<Record<string, string>> = {}) {
  const [ran] = await rehearsal(scenario, { 'policies/p.yaml': policy }, ['doctor'], settings);
  if (!ran) throw new Error('nothing ran');
  return ran;
}

describe('doctor', () => {
  test('says that all works', async () => {
    const { exit, out } = await seen(ESTATE, POLICY);
    expect(out).toMatch(/^ok {4}versions {4}Holdfast \d+\.\d+\.\d+, Node \d+/);
    expect(out).toContain('ok    policies    1 policy in policies\n');
    expect(out).toContain('ok    AWS         111122223333 eu-west-1\n');
    expect(out).toMatch(/ok {4}rights {6}all that these policies need could be read \(\d+ calls\)\n$/);
    expect(out).not.toContain('FAIL');
    expect(exit).toBe(0);
  });

  test('names the right that is missing', async () => {
    const { exit, out } = await seen(DENYING, POLICY);
    expect(out).toMatch(/FAIL {2}rights {6}not read: .*dynamodb:DescribeContinuousBackups/);
    expect(out).toContain('holdfast permissions prints');
    expect(exit).toBe(3);
  });

  test('looks at AWS where the policies are wrong, too', async () => {
    const { exit, out } = await seen(ESTATE, POLICY.replace('tables', 'tabels'));
    expect(out).toMatch(/FAIL {2}policies {4}policies\/p\.yaml:4:1/);
    expect(out).toContain('ok    AWS ');
    expect(exit).toBe(2);
  });

  test('says what is wrong with the credentials, and prints none', async () => {
    const before = { ...process.env };
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    });
    try {
      const environment = { AWS_ACCESS_KEY_ID: 'AKIASECRET', HTTPS_PROXY: 'http://user:p4ss@proxy.example:3128' };
      const host = memoryHost({ files: { 'policies/p.yaml': POLICY }, environment });
      expect(await runLine('doctor --regions eu-west-1', host)).toBe(2);
      expect(host.out()).toContain('proxy       AWS and GitHub are reached through proxy.example:3128');
      expect(host.out()).toMatch(/FAIL {2}AWS {9}error: /);
      expect(host.out()).not.toMatch(/AKIASECRET|p4ss/);
    } finally {
      process.env = before;
    }
  });
});
