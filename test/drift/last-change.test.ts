import { describe, expect, test } from 'vitest';
import { type ExampleParts, exampleInventory, NOW } from '../../src/controls/example.ts';
import { withLastChanges } from '../../src/drift/last-change.ts';
import { unknown } from '../../src/model/fact.ts';
import { plusMinutes } from '../../src/model/instant.ts';
import type { ResultControl } from '../../src/model/result.ts';
import type { TrailEvent, TrailReach } from '../../src/model/trail-event.ts';
import { report, result } from '../report/fixtures.ts';
import { event } from './events.ts';

const ORDERS = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
const COPY = 'arn:aws:backup:eu-central-1:111122223333:backup-vault:dr';
const REACH: TrailReach = { source: 'logs/', from: plusMinutes(NOW, -1_000), to: NOW, gaps: [] };

/** The name of the event that is said to be behind a failure of a control; nothing where none is. */
function behind(control: ResultControl, events: readonly TrailEvent[], parts: ExampleParts = {}, reach = REACH) {
  const failing = result({
    control,
    status: 'fail',
    because: [],
    subjects: control.startsWith('copy-') ? [{ type: 'copy', name: 'dr', plan: 'daily', arn: COPY }] : [],
    resource: {
      type: 'AWS::DynamoDB::Table',
      arn: ORDERS,
      name: 'orders',
      account: '111122223333',
      region: 'eu-west-1',
    },
  });
  const stated = withLastChanges(report([failing]), exampleInventory(parts), { events, reach: [reach] }, NOW);
  return stated.results[0]?.because[0];
}

const vault = (name: string, more: Partial<TrailEvent> = {}, vaultName = 'main') =>
  event(name, -5, { request: { backupVaultName: vaultName }, ...more });
const table = (name: string, request: NonNullable<TrailEvent['request']>, minutes = -5) =>
  event(name, minutes, { source: 'dynamodb.amazonaws.com', request: { tableName: 'orders', ...request } });
const plan = event('UpdateBackupPlan', -5, { request: { backupPlanId: 'plan-1' } });
const selection = event('DeleteBackupSelection', -5, { request: { backupPlanId: 'plan-1', selectionId: 's' } });
const optIn = event('UpdateRegionSettings', -5, { request: { resourceTypeOptInPreference: { DynamoDB: false } } });
const copied: ExampleParts = { rules: [{ copyActions: [{ destinationVaultArn: COPY }] }] };

interface Row {
  readonly control: ResultControl;
  readonly one: TrailEvent;
  readonly parts?: ExampleParts;
}

const row = (control: ResultControl, one: TrailEvent, parts: ExampleParts = {}): Row => ({ control, one, parts });

describe('the last change behind a failing result', () => {
  test.each<Row>([
    row('backup-retention', plan),
    row('backup-frequency', selection),
    row('plan-coverage', optIn),
    row('plan-coverage', selection, { plans: [] }),
    row('recovery-point-gap', vault('DeleteRecoveryPoint')),
    row('recovery-point-objective', vault('UpdateRecoveryPointLifecycle')),
    row('recovery-point-age', plan),
    row('vault-lock', vault('DeleteBackupVaultLockConfiguration')),
    row('vault-deletion', vault('PutBackupVaultAccessPolicy')),
    row('copy-retention', plan, copied),
    row('copy-coverage', vault('DeleteBackupVault', { region: 'eu-central-1' }, 'dr'), copied),
    row('copy-coverage', event('UpdateGlobalSettings', -5, { region: 'us-east-1', request: { globalSettings: {} } })),
    row('point-in-time-recovery', table('UpdateContinuousBackups', {})),
    row('restored-stream', table('UpdateTable', { streamSpecification: null, StreamSpecification: {} })),
    row('restored-time-to-live', table('UpdateTimeToLive', {})),
    row(
      'restored-tags',
      event('UntagResource', -5, { source: 'dynamodb.amazonaws.com', request: { resourceArn: ORDERS } }),
    ),
    row(
      'restored-auto-scaling',
      event('DeregisterScalableTarget', -5, {
        source: 'autoscaling.amazonaws.com',
        request: { resourceId: 'table/orders' },
      }),
    ),
    row(
      'restored-iam-policies',
      event('DeleteResourcePolicy', -5, { source: 'dynamodb.amazonaws.com', request: { resourceArn: ORDERS } }),
    ),
  ])('of $control may be $one.name', ({ control, one, parts }) => {
    expect(behind(control, [one], parts)).toBe(
      `last changed ${one.at} by IAM user alice, ${one.name}, event ${one.id}`,
    );
  });

  test.each<Row>([
    row('vault-lock', vault('PutBackupVaultAccessPolicy')),
    row('vault-lock', vault('DeleteRecoveryPoint')),
    row('vault-lock', vault('DeleteBackupVaultLockConfiguration', {}, 'other')),
    row('backup-retention', event('UpdateBackupPlan', -5, { request: { backupPlanId: 'another' } })),
    row('backup-retention', event('UpdateBackupPlan', 5, { request: { backupPlanId: 'plan-1' } })),
    row(
      'backup-retention',
      event('UpdateBackupPlan', -5, { request: { backupPlanId: 'plan-1' }, errorCode: 'Denied' }),
    ),
    row('backup-retention', event('UpdateBackupPlan', -5)),
    row('copy-coverage', vault('DeleteBackupVault'), copied),
    row('restored-stream', table('UpdateTable', { billingMode: 'PROVISIONED' })),
    row('restored-time-to-live', event('UpdateTimeToLive', -5, { request: { tableName: 'others' } })),
    row('point-in-time-recovery', { ...table('UpdateContinuousBackups', {}), region: 'us-east-1' }),
    row('plan-coverage', event('UpdateRegionSettings', -5, { request: { resourceTypeManagementPreference: {} } })),
  ])('of $control is not $one.name', ({ control, one, parts }) => {
    expect(behind(control, [one], parts)).toBeUndefined();
  });

  test('is the newest', () => {
    const [early, late] = [table('UpdateContinuousBackups', {}, -50), table('UpdateContinuousBackups', {}, -20)];
    expect(behind('point-in-time-recovery', [late, early])).toContain(late.at);
  });

  test('says so where a later one may be hidden', () => {
    const torn: TrailReach = { ...REACH, gaps: [unknown('unreachable', 'x is empty')] };
    expect(behind('backup-retention', [plan], {}, torn)).toMatch(
      /; the history has gaps, in which a later change may be$/,
    );
  });
});
