import { copiesOf, ownPoints } from '../estate/points.ts';
import { rulesOf, ruleThatMade } from '../estate/rules.ts';
import { full, part } from '../frameworks/evidence.ts';
import { known } from '../model/fact.ts';
import type { CopyRequirement, Objective } from '../model/policy.ts';
import type { RecoveryPoint } from '../model/recovery-point.ts';
import { type TableSubject, tableControl } from './define.ts';
import { ago, denied, exampleInventory, exampleRule } from './example.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { destinationOf } from './shared/copy-subjects.ts';
import { judgeKeptPoints, type KeptPoints, plansToDate } from './shared/judge-kept-points.ts';
import { copiesSince, rulesSince } from './shared/making-since.ts';
import { objectiveSchedule } from './shared/objective-schedule.ts';
import { observedLimit } from './shared/observed-limit.ts';
import { byLife, shortLives } from './shared/point-life.ts';
import { unmarkedCopies } from './shared/unmarked-copies.ts';

const POLICY = 'backup: { objectives: [{ frequency: 24h, retention: 3d }], recoveryPoints: { meetObjectives: true } }';

/** A copy that promises what an objective does. */
interface KeptCopies extends CopyRequirement {
  readonly retentionMinutes: number;
}

type Asked = Objective | KeptCopies;

export const recoveryPointObjective = tableControl({
  id: 'recovery-point-objective',
  title: 'What exists meets each objective',
  severity: 'critical',
  description:
    'Passes when, of the completed points of the table that live at least as long as the objective’s retention, the newest is young enough and no gap is too large over as far back as the objective reaches: at most the rpo, or the frequency plus the start window where there is none. They reach back as far as the rules that make them have existed, at most the retention: until then it passes as “seeding until” a date. How long a point lives is what AWS calculated for it, so that a lifecycle that somebody shortened counts as it is. Points that are partial, expired, older than the table or in a vault that is gone do not count. The versions of a plan tell since when a rule has been there, and selections, points and jobs since when it takes the table in: points that are missing although the rules existed fail, and it is unknown where that is not told, as after a table came under an old plan by its tags. Each copy that asks for a retention and a frequency or rpo is judged the same way in its destination.',
  remediation:
    'Look at the evidence for what does not count: shortened lifecycles, points deleted by hand, jobs that failed. What is gone cannot be made again; vault-lock and vault-deletion keep it from happening.',
  evidence: [
    ...full('the recovery points that exist, and how long they will live, are held to the objective', {
      'nist-800-53-r5': ['CP-9(a)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP03'],
      dora: ['12(1)(a)', 'RTS 8(2)(b)(i)', 'RTS 39(2)(g)'],
    }),
    ...part('the points that exist meet the objective; the rest of the requirement is judged apart', {
      'nist-800-53-r5': ['SI-12'],
      'iso-27001-2022': ['A.5.30', 'A.8.13', 'A.5.33'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(6)', 'RTS 24(1)(b)(ii)(2)', 'RTS 26(1)(c)'],
      nis2: ['4.2.1', '4.2.2(f)'],
      'cis-controls-8.1': ['3.4'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointCreator.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupPlanVersions.html',
  ],
  asked: (written, { backup }): Asked | undefined => {
    if (!backup?.recoveryPoints?.meetObjectives) return undefined;
    return isPromise(written) ? written : undefined;
  },
  needs: (asked) => [
    'recovery-points',
    'vaults',
    'plans',
    'plan-versions',
    'tags',
    'region-settings',
    'description',
    'backup-jobs',
    ...('region' in asked ? [...copyNeeds(asked), 'copy-jobs' as const] : []),
  ],
  plansToDate: (subject, asked) => plansToDate(promiseOf(subject, asked)),
  evaluate: (subject, asked) => judgeKeptPoints(promiseOf(subject, asked)),
  examples: [
    {
      title: 'passes when a point of every day is there and lives as long as asked',
      policy: POLICY,
      inventory: () => exampleInventory({ points: [3, 27, 51, 75].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: {
        status: 'pass',
        message: 'largest gap between recovery points that live 3 d is 24 h; policy asks for 25 h',
      },
    },
    {
      title: 'passes while a new plan fills up, and says until when',
      policy: POLICY,
      inventory: () =>
        exampleInventory({ plan: { createdAt: ago(30) }, points: [3, 27].map((hours) => ({ createdAt: ago(hours) })) }),
      expect: {
        status: 'pass',
        message:
          'largest gap between recovery points that live 3 d is 24 h; policy asks for 25 h; seeding until 2026-11-24',
      },
    },
    {
      title: 'passes as seeding when an old plan was changed of late',
      policy: POLICY,
      inventory: () =>
        exampleInventory({
          plan: {
            createdAt: ago(9_000),
            versionId: 'v2',
            versions: known(
              [
                { id: 'v2', createdAt: ago(30), rules: known([exampleRule({})], 'backup:GetBackupPlan') },
                {
                  id: 'v1',
                  createdAt: ago(9_000),
                  rules: known([exampleRule({ lifecycle: { deleteAfterDays: 2 } })], 'backup:GetBackupPlan'),
                },
              ],
              'backup:ListBackupPlanVersions',
            ),
          },
          points: [3, 27].map((hours) => ({ createdAt: ago(hours) })),
        }),
      expect: {
        status: 'pass',
        message:
          'largest gap between recovery points that live 3 d is 24 h; policy asks for 25 h; seeding until 2026-11-24',
      },
    },
    {
      title: 'fails when somebody shortened the lives of points',
      policy: POLICY,
      inventory: () =>
        exampleInventory({
          plan: { createdAt: ago(9_000), versionId: 'v1' },
          points: [3, 27, 51, 75].map((hours) => ({
            createdAt: ago(hours),
            planVersion: 'v1',
            lifecycle: { deleteAfterDays: hours > 3 ? 2 : 35 },
          })),
        }),
      expect: {
        status: 'fail',
        message: 'largest gap between recovery points that live 3 d is 2 d 21 h; policy asks for 25 h',
      },
    },
    {
      title: 'fails when a copy of one day is missing',
      policy:
        'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 3d }], recoveryPoints: { meetObjectives: true } }',
      inventory: () =>
        exampleInventory({
          plan: { createdAt: ago(9_000), versionId: 'v1' },
          backupJobs: [{ createdAt: ago(75), createdBy: { planVersion: 'v1' } }],
          copyVaults: [{ name: 'copies' }],
          copies: [3, 51].map((hours) => ({ createdAt: ago(hours) })),
        }),
      expect: {
        status: 'fail',
        message: 'largest gap between copies in eu-central-1 that live 3 d is 2 d; policy asks for 25 h',
      },
    },
    {
      title: 'is unknown when nothing tells since when the rules of an old plan have been there',
      policy: POLICY,
      inventory: () =>
        exampleInventory({
          plan: { createdAt: ago(9_000) },
          points: [3, 27].map((hours) => ({ createdAt: ago(hours) })),
        }),
      expect: {
        status: 'unknown',
        message:
          'largest gap between recovery points that live 3 d is 45 h; policy asks for 25 h, but since when they were to be made is not known',
      },
    },
    {
      title: 'is unknown when a vault could not be read',
      policy: POLICY,
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: {
        status: 'unknown',
        message: 'no recovery point lives 3 d; policy asks for 25 h between them, but not every vault could be read',
      },
    },
  ],
});

/** A copy without one of the two promises nothing that points could keep. */
function isPromise(asked: Objective | CopyRequirement): asked is Asked {
  return asked.retentionMinutes !== undefined && (asked.rpoMinutes ?? asked.frequencyMinutes) !== undefined;
}

function promiseOf(subject: TableSubject, asked: Asked): KeptPoints {
  return 'region' in asked ? promisedCopies(subject, asked) : promisedPoints(subject, asked);
}

function promisedPoints(subject: TableSubject, asked: Objective): KeptPoints {
  const { estate, table } = subject;
  const { retentionMinutes } = asked;
  const own = ownPoints(table);
  const schedule = objectiveSchedule(subject, asked);
  const lives = byLife(own.points, { retentionMinutes, regionInventory: table.regionInventory });
  return {
    one: 'recovery point',
    many: 'recovery points',
    retentionMinutes,
    limit: observedLimit(asked.rpoMinutes, asked.frequencyMinutes, schedule.startWindow),
    own,
    lives,
    since: rulesSince(subject, asked),
    schedule,
    now: estate.now,
    listedAt: estate.inventory.takenAt,
    askedSince: table.regionInventory.recoveryPointsSince,
    because: shortLives(lives, (point) => ruleThatMade(rulesOf(estate, table), point)),
  };
}

function promisedCopies(subject: TableSubject, asked: KeptCopies): KeptPoints {
  const { estate, table } = subject;
  const { retentionMinutes, region, account = table.account } = asked;
  const regionInventory = estate.region(account, region);
  const view = copiesOf(estate, table, region, account);
  const own = ownPoints(table, view);
  const schedule = copySchedule(subject, asked);
  const sources = byLife(ownPoints(table).points, { retentionMinutes, regionInventory: table.regionInventory }).kept;
  const kept = new Set(sources.map(({ createdAt }) => createdAt));
  const lifeAsked = {
    retentionMinutes,
    regionInventory,
    sourceLives: ({ createdAt }: RecoveryPoint) => kept.has(createdAt),
  };
  const lives = byLife(own.points, lifeAsked);
  const possible = byLife(ownPoints(table, { points: view.possible, unread: [] }).points, lifeAsked);
  const unmarked = unmarkedCopies(table, view.possible.length);
  return {
    one: `copy in ${destinationOf(asked)}`,
    many: `copies in ${destinationOf(asked)}`,
    retentionMinutes,
    limit: observedLimit(asked.rpoMinutes, asked.frequencyMinutes ?? 0, schedule.startWindow),
    own,
    lives: {
      ...lives,
      unsure: [...lives.unsure, ...possible.kept.map((point) => ({ point, why: unmarked })), ...possible.unsure],
    },
    since: copiesSince(subject, asked),
    schedule,
    now: estate.now,
    listedAt: estate.inventory.takenAt,
    askedSince: regionInventory?.recoveryPointsSince,
    because: shortLives(lives, () => undefined),
  };
}
