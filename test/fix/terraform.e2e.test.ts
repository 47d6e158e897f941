import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupClient, ListRecoveryPointsByBackupVaultCommand, StartRestoreJobCommand } from '@aws-sdk/client-backup';
import { describe, expect, test } from 'vitest';
import { controlsWith, isInstalled, withAws } from './aws-machine.ts';
import { ALL_SETTINGS, RESTORED_ESTATE } from './restored-estate.ts';

/** Folders that Terraform's documentation names for mirrored providers, and those that some machines keep. */
const mirror = [
  process.env['TF_PLUGIN_MIRROR_DIR'] ?? '',
  join(homedir(), '.terraform.d/plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
].find((folder) => folder !== '' && existsSync(join(folder, 'registry.terraform.io/hashicorp/aws')));

const HEAD =
  'terraform {\n  required_providers { aws = { source = "hashicorp/aws" } }\n}\nprovider "aws" { region = "eu-west-1" }\n';

describe.skipIf(!isInstalled('terraform') || mirror === undefined)(
  'a restored table in Terraform (skipped where terraform or a mirror of its AWS provider is missing)',
  () => {
    test('is imported, changed in place, and passes', { timeout: 300_000 }, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'holdfast-fix-'));
      try {
        await withAws(RESTORED_ESTATE, async ({ environment, holdfast, report }) => {
          await restored();
          const { out } = await holdfast('fix --table orders-restored --format terraform', ALL_SETTINGS);
          writeFileSync(join(folder, 'main.tf'), HEAD + out);
          writeFileSync(
            join(folder, 'terraform.rc'),
            `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror { path = "${mirror}" }\n}\n`,
          );
          const terraform = (...words: string[]) => run(words, folder, environment);
          await terraform('init');
          expect(await terraform('plan')).toMatch(/Plan: 1 to import, \d+ to add, 1 to change, 0 to destroy/);
          await terraform('apply', '-auto-approve');
          expect(controlsWith(await report(ALL_SETTINGS), 'orders-restored', 'pass')).toHaveLength(13);
          expect(await terraform('plan')).toContain('No changes.');
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);

async function restored(): Promise<void> {
  const backup = new BackupClient({ region: 'eu-west-1' });
  const { RecoveryPoints } = await backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: 'main' }));
  const Metadata = {
    targetTableName: 'orders-restored',
    encryptionType: 'KMS',
    kmsMasterKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111',
  };
  await backup.send(
    new StartRestoreJobCommand({
      RecoveryPointArn: RecoveryPoints?.at(-1)?.RecoveryPointArn,
      IamRoleArn: 'arn:aws:iam::111122223333:role/backup',
      Metadata,
    }),
  );
  // Twenty minutes of a restore are a second here.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
}

function run(words: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const env = {
    ...environment,
    TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
  };
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env, maxBuffer: 16_000_000 };
    execFile('terraform', [...words, '-no-color', '-input=false'], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`terraform ${words[0]}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
