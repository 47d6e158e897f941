import { isUsable, ownPoints } from '../estate/points.ts';
import { rulesOf } from '../estate/rules.ts';
import { rulesAsSubjects } from '../estate/subjects.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { formatMinutes } from '../model/duration.ts';
import { tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { formerPoints, judgeAge } from './shared/newest-point.ts';
import { overduePoints } from './shared/overdue-points.ts';

export const recoveryPointAge = tableControl({
  id: 'recovery-point-age',
  title: 'Newest recovery point is young enough',
  severity: 'critical',
  description:
    'Passes when the newest completed recovery point of the table in its own account and Region, scheduled or on demand, was requested no longer ago than asked. Points that are running, partial, stopped, expired or being deleted do not count, nor do points older than the table, which another table of its name left behind, nor backups that DynamoDB keeps itself. While the table’s age is unknown, a young point leaves it unknown.',
  remediation: 'Look at the backup jobs of the table: backup-jobs names those that failed, expired or hang, by cause.',
  evidence: [
    ...part('a recent point exists; that points came all along is judged apart', {
      'nist-800-53-r5': ['CP-9(a)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(2)'],
      nis2: ['4.2.1', '4.2.2(b)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP03'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('points that exist keep data available', { dora: ['9(2)'] }),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html'],
  needs: () => ['recovery-points', 'plans', 'tags', 'region-settings', 'description'],
  evaluate: ({ estate, table }, newestWithinMinutes) => {
    const own = ownPoints(table);
    const { points, unread, born } = own;
    const found = rulesOf(estate, table);
    const { rules, hidden } = found;
    return judgeAge({
      what: 'recovery point',
      asked: `policy asks for one within ${formatMinutes(newestWithinMinutes)}`,
      limitMinutes: newestWithinMinutes,
      points: points.filter(isUsable),
      ignored: points.filter((point) => !isUsable(point)),
      unread,
      doubtful: born.known ? undefined : born,
      now: estate.now,
      expected: { newestWithinMinutes },
      cause: rules.length === 0 && hidden.length === 0 ? 'plan-coverage' : undefined,
      because: [...formerPoints(own, 'recovery point', 'recovery points'), ...overduePoints(points, estate.now)],
      makers: rulesAsSubjects(found),
    });
  },
  examples: [
    {
      title: 'passes when a point was made this morning',
      policy: 'backup: { recoveryPoints: { newestWithin: 26h } }',
      inventory: () => exampleInventory({ points: [{ createdAt: ago(3) }] }),
      expect: { status: 'pass', message: 'newest recovery point is 3 h old; policy asks for one within 26 h' },
    },
    {
      title: 'fails when the newest point failed and the one before is old',
      policy: 'backup: { recoveryPoints: { newestWithin: 26h } }',
      inventory: () => exampleInventory({ points: [{ createdAt: ago(51) }, { createdAt: ago(3), status: 'PARTIAL' }] }),
      expect: { status: 'fail', message: 'newest recovery point is 2 d 3 h old; policy asks for one within 26 h' },
    },
    {
      title: 'fails when the young point is older than the table',
      policy: 'backup: { recoveryPoints: { newestWithin: 26h } }',
      inventory: () =>
        exampleInventory({ table: { description: { createdAt: ago(2) } }, points: [{ createdAt: ago(3) }] }),
      expect: { status: 'fail', message: 'no recovery point was found; policy asks for one within 26 h' },
    },
    {
      title: 'is unknown when a vault could not be read',
      policy: 'backup: { recoveryPoints: { newestWithin: 26h } }',
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: { status: 'unknown', message: 'no recovery point was found, but not every vault could be read' },
    },
  ],
});
