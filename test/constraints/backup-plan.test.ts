import { describe } from 'vitest';
import type { NewBackupRule } from '../../src/constraints/backup-things.ts';
import type { Thing } from '../../src/constraints/refusals.ts';
import { OPEN, rows } from './rows.ts';

const RULE: NewBackupRule = {
  ruleName: 'every-night',
  targetBackupVaultName: 'store',
  scheduleExpression: 'cron(20 2 ? * * *)',
};

function rule(change: Partial<NewBackupRule>): Thing<'backup-plan'> {
  return { backupPlanName: 'invoices', rules: [{ ...RULE, ...change }] };
}

const OWN_VAULT = 'arn:aws:backup:ap-southeast-2:555566667777:backup-vault:store';
const FAR_VAULT = 'arn:aws:backup:ap-southeast-1:555566667777:backup-vault:far';
const copies = (count: number) => Array.from({ length: count }, () => ({ destinationBackupVaultArn: FAR_VAULT }));
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

describe('a plan', () => {
  rows('backup-plan', [
    ['with one rule', rule({}), []],
    ['with a name of 50', { ...rule({}), backupPlanName: 'n'.repeat(50) }, []],
    ['with a name of 51', { ...rule({}), backupPlanName: 'n'.repeat(51) }, ['BP2 backupPlanName']],
    ['with a blank in its name', { ...rule({}), backupPlanName: 'in voices' }, ['BP1 backupPlanName']],
    ['that lives with a slash in its name', { ...rule({}), backupPlanName: 'aws/efs/x' }, [], { forNew: false }],
    ['without a name', { rules: [RULE] }, ['BP3 backupPlanName']],
    ['without a rule', { backupPlanName: 'invoices', rules: [] }, ['BP3 rules']],
    ['whose rules are open', { backupPlanName: 'invoices', rules: OPEN }, []],
    ['that may have a rule', { backupPlanName: 'invoices', rules: [OPEN] }, []],
    ['with 10 rules', { backupPlanName: 'p', rules: numbered(10) }, []],
    ['with 11 rules', { backupPlanName: 'p', rules: numbered(11) }, ['BP6 rules']],
    ['with two rules of one name', { backupPlanName: 'p', rules: [RULE, RULE] }, ['BR18 rules[1].ruleName']],
    ['with settings for EC2', { ...rule({}), advancedBackupSettings: [{ resourceType: 'EC2' }] }, []],
    ['with settings for S3', { ...rule({}), advancedBackupSettings: [{ resourceType: 'S3' }] }, []],
    [
      'with settings for DynamoDB',
      { ...rule({}), advancedBackupSettings: [OPEN, { resourceType: 'DynamoDB' }] },
      ['BP5 advancedBackupSettings[1].resourceType'],
    ],
  ]);
});

function numbered(count: number): readonly NewBackupRule[] {
  return Array.from({ length: count }, (_, index) => ({ ...RULE, ruleName: `rule-${index}` }));
}

describe('a rule', () => {
  rows('backup-plan', [
    ['without a name', rule({ ruleName: undefined }), ['BP3 rules[0].ruleName']],
    ['with an open name', rule({ ruleName: OPEN }), []],
    ['with a colon in its name', rule({ ruleName: 'a:b' }), ['BR1 rules[0].ruleName']],
    ['with a name of 51', rule({ ruleName: 'r'.repeat(51) }), ['BR2 rules[0].ruleName']],
    ['that names its vault by ARN', rule({ targetBackupVaultName: OWN_VAULT }), ['BR3 rules[0].targetBackupVaultName']],
    ['whose vault has one letter', rule({ targetBackupVaultName: 'v' }), ['BR3 rules[0].targetBackupVaultName']],
    ['without a schedule', rule({ scheduleExpression: undefined }), []],
    ['at a rate', rule({ scheduleExpression: 'rate(1 day)' }), ['BR5 rules[0].scheduleExpression']],
    ['with five fields', rule({ scheduleExpression: 'cron(0 2 * * *)' }), ['BR6 rules[0].scheduleExpression']],
    ['without ?', rule({ scheduleExpression: 'cron(0 2 * * * *)' }), ['BR6 rules[0].scheduleExpression']],
    ['at 25 hours', rule({ scheduleExpression: 'cron(0 25 ? * * *)' }), ['BR6 rules[0].scheduleExpression']],
    ['on the last Friday', rule({ scheduleExpression: 'cron(0 10 ? * 6L *)' }), []],
    ['once', rule({ scheduleExpression: 'cron(0 0 1 1 ? 2035)' }), []],
    ['in a zone', rule({ scheduleExpressionTimezone: 'Australia/Sydney' }), []],
    ['in no zone', rule({ scheduleExpressionTimezone: 'Mars/Olympus' }), ['BR15 rules[0].scheduleExpressionTimezone']],
    ['with 10 tags', rule({ recoveryPointTags: tags(10) }), []],
    ['with 11 tags', rule({ recoveryPointTags: tags(11) }), ['BR14 rules[0].recoveryPointTags']],
    ['with open tags', rule({ recoveryPointTags: OPEN }), []],
  ]);
});

describe('windows', () => {
  rows('backup-plan', [
    ['of 60 to start', rule({ startWindowMinutes: 60 }), []],
    ['of 59 to start', rule({ startWindowMinutes: 59 }), ['BR7 rules[0].startWindowMinutes']],
    ['of 0 to start', rule({ startWindowMinutes: 0 }), ['BR7 rules[0].startWindowMinutes']],
    ['of a hundred years to start', rule({ startWindowMinutes: 52_560_000 }), []],
    ['of more than that', rule({ startWindowMinutes: 52_560_001 }), ['BR8 rules[0].startWindowMinutes']],
    ['60 apart', rule({ startWindowMinutes: 75, completionWindowMinutes: 135 }), []],
    [
      '59 apart',
      rule({ startWindowMinutes: 75, completionWindowMinutes: 134 }),
      ['BR9 rules[0].completionWindowMinutes'],
    ],
    [
      'of which Terraform adds the second',
      rule({ startWindowMinutes: 480, completionWindowMinutes: 180 }),
      ['BR9 rules[0].completionWindowMinutes'],
    ],
    ['of which one is open', rule({ startWindowMinutes: OPEN, completionWindowMinutes: 61 }), []],
    ['of which the start is not told', rule({ completionWindowMinutes: 540 }), []],
    [
      'of which the start is not told, and its default is near the end',
      rule({ completionWindowMinutes: 539 }),
      ['BR10 rules[0].completionWindowMinutes'],
    ],
  ]);
});

describe('a lifecycle', () => {
  const kept = (deleteAfterDays: number, cold?: number) =>
    rule({ lifecycle: { deleteAfterDays, ...(cold !== undefined && { moveToColdStorageAfterDays: cold }) } });
  rows('backup-plan', [
    ['of a day', kept(1), []],
    ['of a hundred years', kept(36_500), []],
    ['of 0 days', kept(0), ['LC1 rules[0].lifecycle.deleteAfterDays']],
    ['of more than a hundred years', kept(36_501), ['LC1 rules[0].lifecycle.deleteAfterDays']],
    ['of -2 days', kept(-2), ['LC1 rules[0].lifecycle.deleteAfterDays']],
    ['of -1 days', kept(-1), ['LC2 rules[0].lifecycle.deleteAfterDays']],
    ['with 90 days cold', kept(101, 11), []],
    ['with 89 days cold', kept(100, 11), ['LC3 rules[0].lifecycle.deleteAfterDays']],
    ['cold for ever', rule({ lifecycle: { moveToColdStorageAfterDays: 7 } }), []],
    ['cold after open days', rule({ lifecycle: { deleteAfterDays: 40, moveToColdStorageAfterDays: OPEN } }), []],
    ['that is open', rule({ lifecycle: OPEN, enableContinuousBackup: true }), []],
    [
      'that ends with a copy',
      rule({ lifecycle: { deleteAfterEvent: 'DELETE_AFTER_COPY' } }),
      ['LC6 rules[0].lifecycle.deleteAfterEvent'],
    ],
  ]);
});

describe('a continuous backup', () => {
  const continuous = (lifecycle: NewBackupRule['lifecycle']) => rule({ enableContinuousBackup: true, lifecycle });
  rows('backup-plan', [
    ['kept 35 days', continuous({ deleteAfterDays: 35 }), []],
    ['kept 36 days', continuous({ deleteAfterDays: 36 }), ['BR11 rules[0].lifecycle.deleteAfterDays']],
    ['kept open days', continuous({ deleteAfterDays: OPEN }), []],
    [
      'in cold storage',
      continuous({ moveToColdStorageAfterDays: 1 }),
      ['BR12 rules[0].lifecycle.moveToColdStorageAfterDays'],
    ],
    ['without a lifecycle', continuous(undefined), ['BR13 rules[0].lifecycle']],
    ['perhaps, kept 36 days', rule({ enableContinuousBackup: OPEN, lifecycle: { deleteAfterDays: 36 } }), []],
    ['switched off, kept 36 days', rule({ enableContinuousBackup: false, lifecycle: { deleteAfterDays: 36 } }), []],
  ]);
});

describe('vaults elsewhere', () => {
  const to = (destinationBackupVaultArn: string, lifecycle?: NewBackupRule['lifecycle']) =>
    rule({ copyActions: [OPEN, { destinationBackupVaultArn, lifecycle }] });
  const airGapped = (targetLogicallyAirGappedBackupVaultArn: NewBackupRule['targetLogicallyAirGappedBackupVaultArn']) =>
    rule({ targetLogicallyAirGappedBackupVaultArn });
  rows('backup-plan', [
    ['get copies', to(FAR_VAULT), []],
    [
      'of China get copies, which fail at run time',
      to('arn:aws-cn:backup:cn-north-1:555566667777:backup-vault:far'),
      [],
    ],
    [
      'named as the plan would not',
      to('arn:aws:backup:ap-southeast-1:555566667777:vault:far'),
      ['CA1 rules[0].copyActions[1].destinationBackupVaultArn'],
    ],
    ['named by name', to('far'), ['CA1 rules[0].copyActions[1].destinationBackupVaultArn']],
    ['are the vault itself', to(OWN_VAULT), ['CA5 rules[0].copyActions[1].destinationBackupVaultArn']],
    ['get five copies', rule({ copyActions: copies(5) }), []],
    ['get six copies', rule({ copyActions: copies(6) }), ['CA3 rules[0].copyActions']],
    ['keep 0 days', to(FAR_VAULT, { deleteAfterDays: 0 }), ['LC1 rules[0].copyActions[1].lifecycle.deleteAfterDays']],
    [
      'keep 89 days cold',
      to(FAR_VAULT, { deleteAfterDays: 99, moveToColdStorageAfterDays: 10 }),
      ['LC4 rules[0].copyActions[1].lifecycle.deleteAfterDays'],
    ],
    ['are air-gapped here', airGapped(OWN_VAULT), []],
    ['are air-gapped somewhere', airGapped(OPEN), []],
    ['are air-gapped elsewhere', airGapped(FAR_VAULT), ['BR16 rules[0].targetLogicallyAirGappedBackupVaultArn']],
    ['are air-gapped, and here is not known', airGapped(FAR_VAULT), [], { region: OPEN }],
    ['are air-gapped and named by name', airGapped('store'), ['BR16 rules[0].targetLogicallyAirGappedBackupVaultArn']],
  ]);
});
