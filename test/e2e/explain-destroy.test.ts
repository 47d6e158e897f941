import { expect, test } from 'vitest';
import { type Ended, rehearsal } from './rehearsal.ts';

const ACCOUNT = '111122223333';
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0b7c9a52-6a1e-4d0e-9c55-2f4c6a1d7e10`;

const DENIES_ALL =
  '{ Effect: Deny, Principal: "*", Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy"], Resource: "*" }';

const ESTATE = `accounts:
  "${ACCOUNT}":
    roles:
      - roleName: cleaner
        policies: [{ policyName: clean, policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "backup:DeleteRecoveryPoint", Resource: "*" }] } }]
      - roleName: office
        policies:
          - policyName: office-hours
            policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "backup:Update*", Resource: "*", Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }] }
      - roleName: lifter
        policies: [{ policyName: lift, policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["backup:DeleteBackupVault*", "backup:DeleteRecoveryPoint"], Resource: "*" }] } }]
      - roleName: barred
        policies: [{ policyName: all, policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "*", Resource: "*" }, { Effect: Deny, Action: ["backup:*", "kms:*"], Resource: "*" }] } }]
      - roleName: reader
        policies: [{ policyName: read, policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: ["backup:List*", "dynamodb:*"], Resource: "*" }] } }]
    users:
      - userName: keeper
        policies: [{ policyName: keys, policyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "kms:*", Resource: "*" }] } }]
    regions:
      eu-west-1:
        keys: [{ keyId: 0b7c9a52-6a1e-4d0e-9c55-2f4c6a1d7e10, keyState: PendingDeletion, deletionDate: "2026-12-09T00:00:00Z" }]
        vaults:
          - { backupVaultName: open, encryptionKeyArn: "${KEY}" }
          - { backupVaultName: denied, accessPolicy: { Version: "2012-10-17", Statement: [${DENIES_ALL}] } }
          - { backupVaultName: governed, locked: true, minRetentionDays: 7 }
          - { backupVaultName: fast, locked: true, lockDate: -30d, minRetentionDays: 7 }
          - { backupVaultName: gracious, locked: true, lockDate: "2026-11-24T08:00:00Z", minRetentionDays: 7 }
        plans:
          - backupPlanName: daily
            rules: [{ ruleName: daily, targetBackupVaultName: open, scheduleExpression: "cron(0 5 ? * * *)", lifecycle: { deleteAfterDays: 35 }, copyActions: [{ destinationBackupVaultArn: "arn:aws:backup:eu-central-1:${ACCOUNT}:backup-vault:dr" }, { destinationBackupVaultArn: "arn:aws:backup:eu-west-1:444455556666:backup-vault:far" }] }]
            selections: [{ selectionName: all, resources: ["*"] }]
        tables: [{ tableName: orders }]
        recoveryPoints:
          - { tableName: orders, backupVaultName: open, creationDate: -3h, copies: [{ destinationBackupVaultArn: "arn:aws:backup:eu-central-1:${ACCOUNT}:backup-vault:dr" }] }
          - { tableName: orders, backupVaultName: denied, creationDate: -4h }
          - { tableName: orders, backupVaultName: governed, creationDate: -5h }
          - { tableName: orders, backupVaultName: fast, creationDate: -6h }
          - { tableName: orders, backupVaultName: gracious, creationDate: -7h }
      eu-central-1:
        vaults: [{ backupVaultName: dr, vaultType: LOGICALLY_AIR_GAPPED_BACKUP_VAULT }]
`;

async function explained(line: string, faults = ''): Promise<Ended> {
  const [ended] = await rehearsal(faults + ESTATE, {}, [line]);
  if (!ended) throw new Error('nothing ran');
  return ended;
}

/** The lines below the one that begins so. */
function below(out: string, beginning: string): readonly string[] {
  const lines = out.split('\n');
  const start = lines.findIndex((line) => line.trim().startsWith(beginning));
  const depth = (line: string) => line.length - line.trimStart().length;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => depth(line) <= depth(lines[start] ?? ''));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
}

const LINE = 'explain orders --destroy --regions eu-west-1';

test('who could destroy points is told for each vault, and what could not be read is said', async () => {
  const { exit, out } = await explained(LINE);
  const verdictOn = (vault: string) => below(out, `vault ${vault}`)[0];
  expect(verdictOn('open:')).toBe(
    `can destroy points: role/cleaner, role/lifter, root user; perhaps can: role/office; key ${KEY} is pending deletion (PendingDeletion) on 2026-12-09T00:00:00.000Z: without it no point is restored; can take their key away: user/keeper, root user`,
  );
  // The denial binds everybody, and whoever may delete the policy lifts it.
  expect(verdictOn('denied:')).toBe('can destroy points: role/lifter, root user');
  expect(verdictOn('governed:')).toBe('can destroy points: role/lifter, root user');
  expect(verdictOn('gracious:')).toBe('can destroy points: role/lifter, root user');
  expect(verdictOn('fast:')).toBe('nobody can delete a point before its end, or make it end sooner');
  expect(verdictOn('dr in eu-central-1')).toBe('nobody can delete a point before its end, or make it end sooner');
  expect(below(out, 'vault gracious')).toContain(
    'locked in compliance mode with grace time: until 2026-11-24T08:00:00.000Z whoever may delete the lock can, takes points kept 7 d at least',
  );
  expect(out).not.toMatch(/role\/(barred|reader)/);
  expect(out).toContain('unknown: account 444455556666 was not read: name a role of it with --role-arn');
  expect(exit).toBe(3);
});

test.each([
  [
    'service: iam, operation: GetAccountAuthorizationDetails',
    'open',
    /unknown who can destroy points: .*\(denied: iam:GetAccountAuthorizationDetails\)/,
  ],
  [
    'service: kms, operation: GetKeyPolicy',
    'open',
    /unknown who may schedule its deletion: .*\(denied: kms:GetKeyPolicy\)/,
  ],
  [
    'service: kms, operation: DescribeKey',
    'open',
    /unknown who may schedule its deletion: .*\(denied: kms:DescribeKey\)/,
  ],
  [
    'service: backup, operation: GetBackupVaultAccessPolicy',
    'open',
    /access policy: unknown: .*\(denied: backup:GetBackupVaultAccessPolicy\)/,
  ],
  [
    'service: backup, operation: GetBackupVaultAccessPolicy',
    'open',
    /perhaps can: role\/cleaner, role\/lifter, role\/office, root user/,
  ],
])('%s leaves it open', async (fault, vault, said) => {
  const { exit, out } = await explained(LINE, `faults: [{ kind: deny, ${fault} }]\n`);
  expect(exit).toBe(3);
  expect(below(out, `vault ${vault}`).some((line) => said.test(line))).toBe(true);
});

test('a whole answer ends with 0, and a control has none', async () => {
  const near = ESTATE.replace(/, \{ destinationBackupVaultArn: "[^"]*444455556666[^"]*" \}/, '');
  const [whole, control] = await rehearsal(near, {}, [LINE, 'explain vault-lock --destroy']);
  expect([whole?.exit, whole?.out]).toEqual([0, expect.not.stringContaining('unknown')]);
  expect([control?.exit, control?.err]).toEqual([2, expect.stringContaining('--destroy asks about a table')]);
});
