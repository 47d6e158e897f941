import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { nodeHost } from '../../../src/app/host/node-host.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { memoryHost, runLine } from '../memory-host.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: recoverable
tables: {}
backup: { pointInTimeRecovery: {} }
`;
const SCENARIO =
  'accounts: { "111122223333": { regions: { eu-west-1: { tables: [{ tableName: orders, pointInTimeRecovery: {} }] } } } }';

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
});

test('--profile takes everything of the profile, the endpoint too, as AWS_PROFILE does', async () => {
  const aws = await startSimulator({ clock: Date.now, scenario: { text: SCENARIO, file: 'scenario.yaml' } });
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-profile-'));
  const config = join(folder, 'config');
  const keys = 'aws_access_key_id = AKIA111122223333AAAA\naws_secret_access_key = simulator\n';
  writeFileSync(config, `[profile audit]\nregion = eu-west-1\nendpoint_url = ${aws.url}\n${keys}`);
  process.env['AWS_CONFIG_FILE'] = config;
  try {
    const host = { ...memoryHost({ files: { 'policies/p.yaml': POLICY } }), useProfile: nodeHost(folder).useProfile };
    expect(await runLine('check --profile audit', host)).toBe(0);
    expect(aws.requests().total).toBeGreaterThan(0);
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true });
  }
});
