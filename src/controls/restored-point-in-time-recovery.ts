import { part } from '../frameworks/evidence.ts';
import { formatMinutes } from '../model/duration.ts';
import { known } from '../model/fact.ts';
import { DAY_MINUTES } from '../model/instant.ts';
import type { Outcome } from '../model/result.ts';
import type { PointInTimeRecovery } from '../model/table.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass } from './outcome.ts';
import { apiPage, POINT_IN_TIME_RESTORE_PAGE } from './restored/pages.ts';
import { settingControl } from './restored/setting-control.ts';

/** The window that AWS keeps when none is set. Source: DynamoDB API, PointInTimeRecoverySpecification. */
const DEFAULT_WINDOW_DAYS = 35;

export const restoredPointInTimeRecovery = settingControl({
  key: 'pointInTimeRecovery',
  called: 'point-in-time recovery',
  read: ({ record }) => record.pointInTimeRecovery,
  title: 'A restored table has point-in-time recovery as asked',
  severity: 'high',
  description:
    'Passes when point-in-time recovery of a table made by a restore is as asked: on or off like its source’s, enabled, disabled, or with a window at least as long as asked; a longer window than the source’s is fine. Fails when it is not; a restore leaves it off. Unknown when it, or that of the source, could not be read.',
  remediation:
    'Set it: `aws dynamodb update-continuous-backups --table-name TABLE --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35`.',
  evidence: [
    ...part(
      'a restored table keeps this protection',
      { 'iso-27001-2022': ['A.5.29'], dora: ['12(2)'] },
      { not: ['disabled'] },
    ),
  ],
  sources: [POINT_IN_TIME_RESTORE_PAGE, apiPage('PointInTimeRecoveryDescription')],
  needs: () => ['point-in-time-recovery'],
  besideSource: (own, source) => judge(own, windowOf(source), ', as on the source'),
  asAsked: (own, asked) =>
    typeof asked === 'object'
      ? judge(own, asked.windowMinutes, '')
      : judge(own, asked === 'enabled' ? 'any' : 'off', ''),
  examples: [
    {
      title: 'passes when it is on with the window asked for',
      policy: 'restore: { settings: { pointInTimeRecovery: { window: 35d } } }',
      inventory: () =>
        exampleInventory({
          restored: { pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups') },
        }),
      expect: { status: 'pass', message: 'point-in-time recovery is on over 35 d; policy asks for it on over 35 d' },
    },
    {
      title: 'fails when the source has it and the restored table does not',
      policy: 'restore: { settings: { pointInTimeRecovery: same-as-source } }',
      inventory: () =>
        exampleInventory({
          table: { pointInTimeRecovery: known({ enabled: true }, 'dynamodb:DescribeContinuousBackups') },
          restored: {},
        }),
      expect: {
        status: 'fail',
        message: 'point-in-time recovery is off; policy asks for it on over 35 d, as on the source',
      },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'restore: { settings: { pointInTimeRecovery: enabled } }',
      inventory: () =>
        exampleInventory({ restored: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } }),
      expect: { status: 'unknown', message: 'cannot tell the point-in-time recovery of orders-restored' },
    },
  ],
});

/** Minutes that can be gone back; a window of any length; or no recovery at all. */
type Window = number | 'any' | 'off';

function windowOf({ enabled, recoveryPeriodDays = DEFAULT_WINDOW_DAYS }: PointInTimeRecovery): number | 'off' {
  return enabled ? recoveryPeriodDays * DAY_MINUTES : 'off';
}

function judge(own: PointInTimeRecovery, wanted: Window, origin: string): Outcome {
  const found = windowOf(own);
  const fits = wanted === 'off' || found === 'off' ? found === wanted : wanted === 'any' || found >= wanted;
  const message = `point-in-time recovery is ${described(found)}; policy asks for it ${described(wanted)}${origin}`;
  const evidence = { expected: jsonOf(wanted), actual: jsonOf(found), subjects: [] };
  return fits ? pass(message, evidence) : fail(message, evidence);
}

function described(window: Window): string {
  if (window === 'off' || window === 'any') return window === 'off' ? 'off' : 'on';
  return `on over ${formatMinutes(window)}`;
}

function jsonOf(window: Window) {
  const enabled = window !== 'off';
  return { pointInTimeRecovery: typeof window === 'number' ? { enabled, windowMinutes: window } : { enabled } };
}
