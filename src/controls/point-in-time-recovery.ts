import { daysOf } from '../estate/rules.ts';
import { full, supports } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';

/** AWS's own window where none is set. Source: DynamoDB API, PointInTimeRecoveryDescription.RecoveryPeriodInDays. */
const DEFAULT_WINDOW_DAYS = 35;

export const pointInTimeRecovery = tableControl({
  id: 'point-in-time-recovery',
  title: 'Point-in-time recovery is on, with the window asked',
  severity: 'high',
  description:
    'Passes when point-in-time recovery of the table is enabled and its recovery period is at least the window. The period is what is set; how far back the table can be restored today is shown beside it, because switching recovery on again starts it again.',
  remediation:
    'aws dynamodb update-continuous-backups --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays=35',
  evidence: [
    ...full('it is what the AWS control asks', { 'aws-fsbp': ['DynamoDB.2'] }),
    ...supports('the table can be set back within the window; that is no backup in another place', {
      'nist-800-53-r5': ['CP-9(a)'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html'],
  needs: () => ['point-in-time-recovery'],
  evaluate: ({ table }, { windowMinutes }) => {
    const fact = table.record.pointInTimeRecovery;
    const expected = { enabled: true, ...(windowMinutes === undefined ? {} : { windowDays: daysOf(windowMinutes) }) };
    if (!fact.known)
      return undecided('point-in-time recovery could not be read', fact, {
        expected,
        because: [fact.detail],
        subjects: [],
      });
    const { enabled, recoveryPeriodDays = DEFAULT_WINDOW_DAYS, earliestRestorableAt } = fact.value;
    const asked = windowMinutes === undefined ? 'policy asks for it on' : `policy asks for ${daysOf(windowMinutes)} d`;
    if (!enabled)
      return fail(`point-in-time recovery is off; ${asked}`, { expected, actual: { enabled }, subjects: [] });
    const shown = {
      expected,
      actual: { enabled, windowDays: recoveryPeriodDays },
      because: earliestRestorableAt === undefined ? [] : [`restorable from ${earliestRestorableAt}`],
      subjects: [],
    };
    const message = `point-in-time recovery is on with a window of ${recoveryPeriodDays} d; ${asked}`;
    return windowMinutes === undefined || recoveryPeriodDays >= daysOf(windowMinutes)
      ? pass(message, shown)
      : fail(message, shown);
  },
  examples: [
    {
      title: 'passes when the window is as asked',
      policy: 'backup: { pointInTimeRecovery: { window: 35d } }',
      inventory: () =>
        exampleInventory({
          table: {
            pointInTimeRecovery: known({ enabled: true, recoveryPeriodDays: 35 }, 'dynamodb:DescribeContinuousBackups'),
          },
        }),
      expect: { status: 'pass', message: 'point-in-time recovery is on with a window of 35 d; policy asks for 35 d' },
    },
    {
      title: 'fails when it is off',
      policy: 'backup: { pointInTimeRecovery: { window: 35d } }',
      inventory: () => exampleInventory(),
      expect: { status: 'fail', message: 'point-in-time recovery is off; policy asks for 35 d' },
    },
    {
      title: 'is unknown when it could not be read',
      policy: 'backup: { pointInTimeRecovery: { window: 35d } }',
      inventory: () =>
        exampleInventory({ table: { pointInTimeRecovery: denied('dynamodb:DescribeContinuousBackups') } }),
      expect: { status: 'unknown', message: 'point-in-time recovery could not be read' },
    },
  ],
});
