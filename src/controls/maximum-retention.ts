import { DELETION_SLACK_MINUTES, endOf, isLate, pointsOf } from '../estate/points.ts';
import {
  copyRetentionDays,
  daysOf,
  formatDays,
  retentionDays,
  rulesOf,
  type TableRule,
  type TableRules,
} from '../estate/rules.ts';
import { copySubject, firstSubjects, pointSubject, possiblePlans, ruleSubject } from '../estate/subjects.ts';
import { part } from '../frameworks/evidence.ts';
import { formatMinutes } from '../model/duration.ts';
import { DAY_MINUTES, type Instant, minutesBetween } from '../model/instant.ts';
import type { CopyAction } from '../model/plan.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import type { Subject } from '../model/subject.ts';
import { tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { overduePoints } from './shared/overdue-points.ts';

/** A source of points and how long it keeps them. */
interface Keeper {
  readonly of: RecoveryPoint | (TableRule & { readonly copy?: CopyAction });
  readonly days: number;
}

export const maximumRetention = tableControl({
  id: 'maximum-retention',
  title: 'Nothing is kept longer than allowed',
  severity: 'medium',
  description:
    'Passes when no rule that selects the table, no copy action of such a rule, and no recovery point of the table in its own Region keeps data longer than the maximum. A point, rule or copy without an end keeps forever; a point that should be gone, and is still there more than 8 hours after its end, has been kept until now. Points in other Regions and accounts are judged by the copy actions that make them.',
  remediation:
    'Lower DeleteAfterDays of the rule or copy action. Points that exist keep their own lifecycle: change them with UpdateRecoveryPointLifecycle. A point that is EXPIRED could not be deleted because a permission was missing: repair the role that made it, or delete the point by hand.',
  evidence: [
    ...part('no backup is kept longer; data in the live table is not judged', {
      'nist-800-53-r5': ['SI-12'],
      'iso-27001-2022': ['A.8.10'],
      'pci-dss-4.0.1': ['3.2.1'],
      'soc-2': ['C1.1', 'C1.2'],
      nis2: ['4.2.2(f)'],
      'cis-controls-8.1': ['3.4'],
    }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html'],
  needs: () => ['plans', 'tags', 'region-settings', 'recovery-points'],
  evaluate: ({ estate, table }, maximumMinutes) => {
    const found = rulesOf(estate, table);
    const { rules, hiddenCopies: hidden } = found;
    const { points, unread } = pointsOf(table);
    const asked = daysOf(maximumMinutes);
    const keepers: Keeper[] = [
      ...rules.flatMap(({ plan, rule }) => [
        { of: { plan, rule }, days: retentionDays(rule) },
        ...rule.copyActions.map((copy) => ({ of: { plan, rule, copy }, days: copyRetentionDays(rule, copy) })),
      ]),
      ...points.filter(isStored).map((point) => ({ of: point, days: daysKept(point, estate.now) })),
    ];
    const longest = Math.max(0, ...keepers.map((keeper) => keeper.days));
    const tooLong = keepers.filter((keeper) => keeper.days > asked);
    const shown = {
      expected: { maximumRetentionDays: asked },
      actual: { longestRetentionDays: Number.isFinite(longest) ? longest : null, keptLonger: tooLong.length },
      because: [...listed(tooLong), ...selectedBy(found, tooLong), ...overduePoints(points, estate.now)],
      subjects: [
        ...firstSubjects(longestFirst(tooLong.length > 0 ? tooLong : keepers), keeperSubject),
        ...possiblePlans(found.coverage),
      ],
    };
    if (tooLong.length > 0) {
      return fail(`kept ${formatKept(longest)}; policy allows at most ${formatDays(asked)}`, shown);
    }
    const why = hidden[0] ?? unread[0];
    if (why)
      return undecided('not everything that may keep data of the table could be read', why, {
        ...shown,
        because: [...shown.because, why.detail],
      });
    return pass(`nothing is kept longer than ${formatKept(longest)}; policy allows ${formatDays(asked)}`, shown);
  },
  examples: [
    {
      title: 'passes when rules, copies and points end in time',
      policy: 'backup: { maximumRetention: 35d }',
      inventory: () => exampleInventory({ points: [{}] }),
      expect: { status: 'pass', message: 'nothing is kept longer than 35 d; policy allows 35 d' },
    },
    {
      title: 'fails when an old point has no end',
      policy: 'backup: { maximumRetention: 35d }',
      inventory: () => exampleInventory({ points: [{ lifecycle: {} }] }),
      expect: { status: 'fail', message: 'kept forever; policy allows at most 35 d' },
    },
    {
      title: 'fails when a point is still there more than 8 hours after its end',
      policy: 'backup: { maximumRetention: 35d }',
      inventory: () => exampleInventory({ points: [{ createdAt: ago(35 * 24 + 9) }] }),
      expect: { status: 'fail', message: 'kept 35 d 9 h; policy allows at most 35 d' },
    },
    {
      title: 'is unknown when the points of a vault could not be read',
      policy: 'backup: { maximumRetention: 35d }',
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: { status: 'unknown', message: 'not everything that may keep data of the table could be read' },
    },
  ],
});

/**
 * A point without an end is kept until somebody deletes it. One that should be gone and is not has been kept until now,
 * whatever its lifecycle says.
 */
function daysKept(point: RecoveryPoint, now: Instant): number {
  const soFar = isLate(point, now) ? daysOf(minutesBetween(point.createdAt, now)) : 0;
  return Math.max(soFar, plannedDays(point));
}

/** A point that is still being made need not show its end yet. */
function isStored(point: RecoveryPoint): boolean {
  return point.status !== 'CREATING' || endOf(point) !== undefined;
}

/** What AWS has worked out counts where it is later than the lifecycle says by more than it may take to delete. */
function plannedDays(point: RecoveryPoint): number {
  const { createdAt, deleteAt, lifecycle } = point;
  const days = lifecycle?.deleteAfterDays;
  if (deleteAt === undefined) return days ?? Number.POSITIVE_INFINITY;
  const worked = minutesBetween(createdAt, deleteAt);
  return days !== undefined && worked - days * DAY_MINUTES <= DELETION_SLACK_MINUTES ? days : daysOf(worked);
}

/** `35 d`, `35 d 9 h`, `forever`: a part of a day is no rounding error where a maximum is asked for. */
function formatKept(days: number): string {
  if (Number.isInteger(days) || !Number.isFinite(days)) return formatDays(days);
  return formatMinutes(days * DAY_MINUTES);
}

/** Why a plan that keeps too long has the table at all: often nobody meant it to. */
function selectedBy({ coverage }: TableRules, tooLong: readonly Keeper[]): string[] {
  return coverage.covering
    .filter(({ plan }) => tooLong.some(({ of }) => 'plan' in of && of.plan === plan))
    .flatMap(({ plan, selections }) =>
      selections.map(
        ({ selection, clause }) => `plan ${plan.name} has the table by selection ${selection.name} › ${clause}`,
      ),
    );
}

const SHOWN = 10;

function listed(keepers: readonly Keeper[]): string[] {
  const lines = keepers.slice(0, SHOWN).map((keeper) => `${nameOf(keeper)}: kept ${formatKept(keeper.days)}`);
  return keepers.length > SHOWN ? [...lines, `and ${keepers.length - SHOWN} more`] : lines;
}

function longestFirst(keepers: readonly Keeper[]): readonly Keeper[] {
  // Forever less forever is not a number.
  return keepers.toSorted((a, b) => (a.days === b.days ? 0 : b.days - a.days));
}

function keeperSubject({ of }: Keeper): Subject {
  if (!('plan' in of)) return pointSubject(of);
  return of.copy ? copySubject({ plan: of.plan, action: of.copy }) : ruleSubject(of);
}

function nameOf({ of }: Keeper): string {
  if (!('plan' in of)) return `recovery point ${of.arn} of ${of.createdAt} (${of.status})`;
  const name = `plan ${of.plan.name} › rule ${of.rule.name}`;
  return of.copy ? `${name} › copy to ${of.copy.destinationVaultArn}` : name;
}
