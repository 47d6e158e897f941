import { pointsOf } from '../estate/points.ts';
import { firstSubjects, pointSubject } from '../estate/subjects.ts';
import { unknown } from '../model/fact.ts';
import { tableControl } from './define.ts';
import { denied, exampleInventory } from './example.ts';
import { fail, notApplicable, pass, undecided } from './outcome.ts';

export const recoveryPointEncryption = tableControl({
  id: 'recovery-point-encryption',
  title: 'Every recovery point is encrypted',
  severity: 'high',
  description:
    'Passes when AWS Backup says of every recovery point of the table in its own Region that it is encrypted. A point of which AWS says nothing leaves it unknown; a table without points has nothing to judge.',
  remediation:
    'Encryption of a point cannot be changed: make a new one into a vault with a key, and delete the old one.',
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html'],
  needs: () => ['recovery-points'],
  evaluate: ({ table }) => {
    const { points, unread } = pointsOf(table);
    const plain = points.filter((point) => point.encrypted === false);
    const unsaid = points.filter((point) => point.encrypted === undefined);
    const shown = {
      expected: { encrypted: true },
      actual: { points: points.length, unencrypted: plain.length },
      because: plain
        .slice(0, 10)
        .map(
          (point) => `recovery point ${point.arn} of ${point.createdAt} in vault ${point.vaultName} is not encrypted`,
        ),
      subjects: firstSubjects(plain.length > 0 ? plain : unsaid.length > 0 ? unsaid : points, pointSubject),
    };
    if (plain.length > 0) return fail(`${plain.length} of ${points.length} recovery points are not encrypted`, shown);
    if (unread[0])
      return undecided('not every vault could be read', unread[0], {
        ...shown,
        because: unread.map((each) => each.detail),
      });
    if (unsaid[0]) {
      const why = unknown('undocumented', `AWS Backup does not say whether ${unsaid[0].arn} is encrypted`);
      return undecided(
        `${unsaid.length} of ${points.length} recovery points do not say whether they are encrypted`,
        why,
        shown,
      );
    }
    if (points.length === 0) return notApplicable('the table has no recovery point', shown);
    return pass(`all ${points.length} recovery points are encrypted`, shown);
  },
  examples: [
    {
      title: 'passes when every point is encrypted',
      policy: 'backup: { recoveryPoints: { encrypted: true } }',
      inventory: () => exampleInventory({ points: [{}, {}] }),
      expect: { status: 'pass', message: 'all 2 recovery points are encrypted' },
    },
    {
      title: 'fails when one is not',
      policy: 'backup: { recoveryPoints: { encrypted: true } }',
      inventory: () => exampleInventory({ points: [{}, { encrypted: false }] }),
      expect: { status: 'fail', message: '1 of 2 recovery points are not encrypted' },
    },
    {
      title: 'is unknown when a vault could not be read',
      policy: 'backup: { recoveryPoints: { encrypted: true } }',
      inventory: () => exampleInventory({ points: denied('backup:ListRecoveryPointsByBackupVault') }),
      expect: { status: 'unknown', message: 'not every vault could be read' },
    },
  ],
});
