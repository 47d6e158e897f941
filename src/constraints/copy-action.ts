import type { NewBackupRule } from './backup-things.ts';
import { tooMany, unlike } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { onLifecycles } from './lifecycle.ts';
import { elements, given } from './requested.ts';

const INVALID = 'InvalidParameterValueException';

export const COPY_CONSTRAINTS: readonly Constraint<NewBackupRule>[] = [
  {
    id: 'CA1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@7a5d20e copy-destination-vault-arn-format',
    *breaches({ copyActions }) {
      for (const { value, index } of elements(copyActions)) {
        const path = `copyActions[${index}].destinationBackupVaultArn`;
        const pattern = /^arn:[^:]+:backup:[^:]+:\d{12}:backup-vault:.+$/;
        yield* unlike(path, value.destinationBackupVaultArn, pattern, 'Invalid backup vault ARN');
      }
    },
  },
  {
    id: 'CA3',
    grade: 'B',
    code: 'LimitExceededException',
    quota: true,
    source: 'Backup developer guide, "AWS Backup quotas"',
    breaches: ({ copyActions }) =>
      tooMany('copyActions', elements(copyActions).length, 5, 'A rule has 5 copy actions at most'),
  },
  {
    id: 'CA5',
    grade: 'U',
    code: INVALID,
    source: 'not recorded: a copy into the vault of the rule itself',
    *breaches({ copyActions, targetBackupVaultName }, { region, account }) {
      const [name, place, owner] = [given(targetBackupVaultName), given(region), given(account)];
      if (name === undefined || place === undefined || owner === undefined) return;
      for (const { value, index } of elements(copyActions)) {
        if (!given(value.destinationBackupVaultArn)?.endsWith(`:backup:${place}:${owner}:backup-vault:${name}`))
          continue;
        const message = 'The rule copies into the vault that it backs up into';
        yield { path: `copyActions[${index}].destinationBackupVaultArn`, message };
      }
    },
  },
  // The same numbers as for the rule's own lifecycle, on record for copies apart (LC4).
  ...onLifecycles(function* (rule: NewBackupRule) {
    for (const { value, index } of elements(rule.copyActions)) {
      yield { path: `copyActions[${index}].lifecycle`, lifecycle: value.lifecycle };
    }
  }).map((row) =>
    row.id === 'LC3'
      ? { ...row, id: 'LC4', source: 'cdk-preflight@7a5d20e copy-action-lifecycle-cold-to-delete-gap' }
      : row,
  ),
];
