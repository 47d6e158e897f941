import { onRules } from './backup-rule.ts';
import type { NewBackupPlan } from './backup-things.ts';
import { lacks, tooMany, unlike } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { elements, given, isEmpty } from './requested.ts';

const INVALID = 'InvalidParameterValueException';
const MISSING = 'MissingParameterValueException';

/**
 * Not here, as the plan alone does not tell: a document that exists already (BP4). Not refused at creation, but fatal to jobs:
 * a vault that is not there (BR4, CA2), a retention outside a lock's range (LC8), another partition (CA4).
 */
export const BACKUP_PLAN_CONSTRAINTS: readonly Constraint<NewBackupPlan>[] = [
  {
    id: 'BP1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    newOnly: true,
    source: 'cdk-preflight@7a5d20e plan-name-charset',
    breaches: ({ backupPlanName }) =>
      unlike(
        'backupPlanName',
        backupPlanName,
        /^[a-zA-Z0-9\-_.]*$/,
        "Parameter BackupPlanName contains invalid characters. Allowed characters are alphanumeric and '-_.'.",
      ),
  },
  {
    id: 'BP2',
    grade: 'B',
    code: INVALID,
    newOnly: true,
    source: 'Backup API reference, BackupPlanInput',
    breaches: ({ backupPlanName }) =>
      unlike('backupPlanName', backupPlanName, /^.{1,50}$/s, 'BackupPlanName must have 1 to 50 characters'),
  },
  {
    id: 'BP3',
    grade: 'C',
    code: MISSING,
    source: 'Backup API model, BackupPlanInput; aws/aws-cdk#11592',
    *breaches({ backupPlanName, rules }) {
      yield* lacks('backupPlanName', backupPlanName, 'BackupPlanName is missing');
      for (const { value, index } of elements(rules)) {
        const path = `rules[${index}]`;
        yield* lacks(`${path}.ruleName`, value.ruleName, 'RuleName is missing');
        yield* lacks(`${path}.targetBackupVaultName`, value.targetBackupVaultName, 'TargetBackupVaultName is missing');
      }
    },
  },
  {
    id: 'BP3',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, BackupPlanInput; aws/aws-cdk#11592',
    *breaches({ rules }) {
      if (isEmpty(rules)) yield { path: 'rules', message: 'A backup plan must have at least 1 rule.' };
    },
  },
  {
    id: 'BP5',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@6e5f3d9 advanced-setting-resource-type-ec2-only; Backup API reference names S3 too',
    *breaches({ advancedBackupSettings }) {
      for (const { value, index } of elements(advancedBackupSettings)) {
        const path = `advancedBackupSettings[${index}].resourceType`;
        yield* unlike(path, value.resourceType, /^(?:EC2|S3)$/, (type) => `Invalid Resource Type : ${type}`);
      }
    },
  },
  {
    id: 'BP6',
    grade: 'B',
    code: 'LimitExceededException',
    quota: true,
    source: 'Backup developer guide, "AWS Backup quotas"',
    breaches: ({ rules }) => tooMany('rules', elements(rules).length, 10, 'A backup plan has 10 rules at most'),
  },
  ...onRules((plan: NewBackupPlan) => elements(plan.rules)),
  {
    id: 'BR18',
    grade: 'U',
    code: INVALID,
    source: 'not recorded: two rules of one name in a plan',
    *breaches({ rules }) {
      const seen = new Set<string>();
      for (const { value, index } of elements(rules)) {
        const name = given(value.ruleName);
        if (name === undefined) continue;
        if (seen.has(name))
          yield { path: `rules[${index}].ruleName`, message: `Another rule is named ${name} already` };
        seen.add(name);
      }
    },
  },
];
