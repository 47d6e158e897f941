import { parseArn } from '../model/arn.ts';
import { parseCron } from '../schedule/cron.ts';
import { isKnownZone } from '../schedule/zone.ts';
import type { NewBackupRule } from './backup-things.ts';
import { tooMany, unlike } from './breach.ts';
import { type Breach, type Constraint, within } from './constraint.ts';
import { COPY_CONSTRAINTS } from './copy-action.ts';
import { onLifecycles } from './lifecycle.ts';
import { given, isAbsent, type Requested } from './requested.ts';
import { WINDOW_CONSTRAINTS } from './windows.ts';

const INVALID = 'InvalidParameterValueException';
/** AWS's own sentence names a limit that is not the one it applies. */
const CONTINUOUS_RANGE = 'Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days.';

/** A broken schedule in AWS's words, whatever is wrong with it. Source: cdk-preflight schedule-expression-cron-only. */
export function* brokenSchedule(expression: Requested<string>): Iterable<Breach> {
  const text = given(expression);
  if (text === undefined || parseCron(text).ok) return;
  yield { path: 'scheduleExpression', message: 'Cron expression is not valid: Invalid cron expression' };
}

export function* unknownZone(zone: Requested<string>): Iterable<Breach> {
  const name = given(zone);
  if (name === undefined || isKnownZone(name)) return;
  const message = `ScheduleExpressionTimezone ${name} is not a valid time zone`;
  yield { path: 'scheduleExpressionTimezone', message };
}

function isContinuous(rule: NewBackupRule): boolean {
  return given(rule.enableContinuousBackup) === true;
}

const OWN: readonly Constraint<NewBackupRule>[] = [
  {
    id: 'BR1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    newOnly: true,
    source: 'cdk-preflight@4ceb0e9 rule-name-charset',
    breaches: ({ ruleName }) =>
      unlike(
        'ruleName',
        ruleName,
        /^[a-zA-Z0-9\-_.]*$/,
        "Parameter RuleName contains invalid characters. Allowed characters are alphanumeric and '-_.'.",
      ),
  },
  {
    id: 'BR2',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'Backup API model, RuleName',
    breaches: ({ ruleName }) => unlike('ruleName', ruleName, /^.{1,50}$/s, 'RuleName must have 1 to 50 characters'),
  },
  {
    id: 'BR3',
    grade: 'C',
    code: INVALID,
    newOnly: true,
    source: 'Backup API model, TargetBackupVaultName',
    breaches: ({ targetBackupVaultName }) =>
      unlike(
        'targetBackupVaultName',
        targetBackupVaultName,
        /^[a-zA-Z0-9\-_]{2,50}$/,
        "TargetBackupVaultName must have 2 to 50 characters: alphanumeric and '-_'",
      ),
  },
  {
    id: 'BR5',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 schedule-expression-cron-only',
    *breaches({ scheduleExpression }) {
      if (/^\s*rate\(/.test(given(scheduleExpression) ?? '')) yield* brokenSchedule(scheduleExpression);
    },
  },
  {
    id: 'BR6',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 schedule-expression-cron-only; Amazon EventBridge user guide, cron expressions',
    *breaches({ scheduleExpression }) {
      if (!/^\s*rate\(/.test(given(scheduleExpression) ?? '')) yield* brokenSchedule(scheduleExpression);
    },
  },
  {
    id: 'BR11',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 continuous-delete-after-days-max; hashicorp/terraform-provider-aws#24960',
    *breaches(rule) {
      const days = given(given(rule.lifecycle)?.deleteAfterDays) ?? 0;
      if (isContinuous(rule) && days > 35) yield { path: 'lifecycle.deleteAfterDays', message: CONTINUOUS_RANGE };
    },
  },
  {
    id: 'BR12',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@6e5f3d9 continuous-no-cold-storage; lgallard/terraform-aws-backup#40',
    *breaches(rule) {
      if (!isContinuous(rule) || given(given(rule.lifecycle)?.moveToColdStorageAfterDays) === undefined) return;
      const message = 'Invalid lifecycle. MoveToColdStorageAfterDays is unavailable';
      yield { path: 'lifecycle.moveToColdStorageAfterDays', message };
    },
  },
  {
    id: 'BR13',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'aws/aws-cdk#17602',
    *breaches(rule) {
      if (!isContinuous(rule) || !isAbsent(rule.lifecycle)) return;
      yield { path: 'lifecycle', message: 'Lifecycle must be specified for backup rule enabled continuous backup' };
    },
  },
  {
    id: 'BR14',
    grade: 'B',
    code: INVALID,
    source: 'Backup developer guide, "AWS Backup quotas"',
    breaches: ({ recoveryPointTags }) =>
      tooMany(
        'recoveryPointTags',
        Object.keys(given(recoveryPointTags) ?? {}).length,
        10,
        'A rule adds 10 tags to recovery points at most',
      ),
  },
  {
    id: 'BR15',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, ScheduleExpressionTimezone: an IANA time zone',
    breaches: ({ scheduleExpressionTimezone }) => unknownZone(scheduleExpressionTimezone),
  },
  {
    id: 'BR16',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, TargetLogicallyAirGappedBackupVaultArn: same account and Region',
    *breaches({ targetLogicallyAirGappedBackupVaultArn }, { region, account }) {
      const text = given(targetLogicallyAirGappedBackupVaultArn);
      if (text === undefined) return;
      const arn = parseArn(text);
      const elsewhere =
        arn?.service !== 'backup' ||
        (given(region) ?? arn.region) !== arn.region ||
        (given(account) ?? arn.account) !== arn.account;
      if (!elsewhere) return;
      const message =
        'TargetLogicallyAirGappedBackupVaultArn must be the ARN of a logically air-gapped vault of the same account and Region';
      yield { path: 'targetLogicallyAirGappedBackupVaultArn', message };
    },
  },
];

const BACKUP_RULE_CONSTRAINTS: readonly Constraint<NewBackupRule>[] = [
  ...OWN,
  ...WINDOW_CONSTRAINTS,
  ...onLifecycles(function* (rule: NewBackupRule) {
    yield { path: 'lifecycle', lifecycle: rule.lifecycle };
  }),
  ...COPY_CONSTRAINTS,
];

/** Rows of rules, asked of every rule of something. */
export function onRules<T>(
  rulesOf: (thing: T) => readonly { value: NewBackupRule; index: number }[],
): readonly Constraint<T>[] {
  return BACKUP_RULE_CONSTRAINTS.map((row) => ({
    ...row,
    *breaches(thing, circumstances): Iterable<Breach> {
      for (const { value, index } of rulesOf(thing)) {
        yield* within(`rules[${index}]`, row.breaches(value, circumstances));
      }
    },
  }));
}
