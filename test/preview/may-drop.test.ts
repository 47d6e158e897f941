import { expect, test } from 'vitest';
import { NOW } from '../../src/controls/example.ts';
import { known } from '../../src/model/fact.ts';
import type { RegionInventory } from '../../src/model/inventory.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { emptyInventory } from '../../src/preview/empty-inventory.ts';
import { withAllKept } from '../../src/preview/may-drop.ts';
import { HOME } from './laid-over.ts';

const TARGET = { resourceId: 'table/t', dimension: 'dynamodb:table:ReadCapacityUnits' };

/** What the account has of each kind, under the name that the template gives. */
const LIVE: Partial<RegionInventory> = {
  scalableTargets: known([{ ...TARGET, minCapacity: 1, maxCapacity: 2, suspended: false }], 'live'),
  scalingPolicies: known([{ ...TARGET, name: 'p', targetValue: 10, disableScaleIn: true, alarmNames: [] }], 'live'),
  restoreTestingPlans: known(
    [{ name: 'tests', arn: 'a', includeVaults: [], excludeVaults: [], selections: [] }],
    'live',
  ),
  vaults: known(
    [{ name: 'v', arn: 'a', type: 'BACKUP_VAULT', locked: false, accessPolicy: known(null, 'live') }],
    'live',
  ),
  plans: known(
    [
      {
        id: 'id',
        arn: 'a',
        name: 'daily',
        body: known({ rules: [], preview: [] }, 'live'),
        selections: known([], 'live'),
      },
    ],
    'live',
  ),
};

const TEMPLATE = (name: string) => `Resources:
  Target: { Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: { ServiceNamespace: dynamodb, ResourceId: table/${name},
    ScalableDimension: "dynamodb:table:ReadCapacityUnits", MinCapacity: 5, MaxCapacity: 9 } }
  Policy: { Type: AWS::ApplicationAutoScaling::ScalingPolicy, Properties: { ScalingTargetId: !Ref Target, PolicyName: p,
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 } } }
  Tests: { Type: AWS::Backup::RestoreTestingPlan, Properties: { RestoreTestingPlanName: ${name === 't' ? 'tests' : name},
    RecoveryPointSelection: { IncludeVaults: ["*"] } } }
  Vault: { Type: AWS::Backup::BackupVault, Properties: { BackupVaultName: ${name === 't' ? 'v' : name}, LockConfiguration: { MinRetentionDays: 7 } } }
  Plan: { Type: AWS::Backup::BackupPlan, Properties: { BackupPlan: { BackupPlanName: ${name === 't' ? 'daily' : name}, BackupPlanRule: [] } } }
  Chosen: { Type: AWS::Backup::BackupSelection, Properties: { BackupPlanId: !Ref Plan, BackupSelection: { SelectionName: s, IamRoleArn: r, Resources: ["*"] } } }
`;

test('what may be of a stack that has the same template already stays as it is, and what is new is made', () => {
  const empty = emptyInventory([HOME], NOW);
  const inventory = { ...empty, regions: empty.regions.map((region) => ({ ...region, ...LIVE })) };
  const kept = (name: string) => {
    const change = readTemplate('t.yaml', TEMPLATE(name), { target: HOME });
    const [region] = withAllKept(inventory, [change], { withUntouched: false })?.regions ?? [];
    return region as RegionInventory;
  };
  expect(kept('t')).toMatchObject(LIVE);
  const made = kept('other');
  for (const kind of Object.keys(LIVE) as (keyof typeof LIVE)[]) {
    expect([kind, made[kind]]).toMatchObject([kind, { value: { length: 2 } }]);
  }
});
