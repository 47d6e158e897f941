import { expect, test } from 'vitest';
import { denied, exampleInventory, NOW } from '../../src/controls/example.ts';
import { controls } from '../../src/controls/index.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { loadPolicies } from '../../src/policy/load.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: every-table
tables: { names: ["orders*"] }
backup: { objectives: [{ frequency: 24h, retention: 35d }] }
restore: { rto: 4h, settings: { tags: same-as-source, stream: same-as-source } }
`;

const TAGGED = `apiVersion: holdfast/v1
kind: Policy
name: tagged
tables: { tags: { tier: [gold] } }
restore: { settings: { tags: same-as-source } }
`;

function fingerprints(policy: string, parts: Parameters<typeof exampleInventory>[0]) {
  const bytes = new TextEncoder().encode(policy);
  const { policies } = loadPolicies(
    [{ path: 'p.yaml', bytes }],
    () => undefined,
    controls.map(({ id }) => id),
  );
  const report = evaluate({
    policies,
    estate: estateOf(exampleInventory(parts), NOW),
    requirePolicy: true,
    version: 'test',
  });
  return report.results.map((result) => result.fingerprint);
}

test.each([
  ['when a policy matches a table and the table restored from it', POLICY, { restored: {} }],
  [
    'when restore jobs could not be read',
    POLICY,
    { restored: { description: { restore: summary() } }, restoreJobs: denied('backup:ListRestoreJobs') },
  ],
  [
    'when it is open whether a policy matches the restored table',
    TAGGED,
    { table: { tags: { tier: 'gold' } }, restored: { tags: denied('tag:GetResources') } },
  ],
])('fingerprints are unique %s', (_, policy, parts) => {
  const found = fingerprints(policy, parts);
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found).size).toBe(found.length);
});

function summary() {
  return { sourceTableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders', restoredTo: NOW, inProgress: false };
}
