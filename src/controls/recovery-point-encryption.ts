import { pointsOf } from '../estate/points.ts';
import { firstSubjects, pointSubject } from '../estate/subjects.ts';
import { full, part, supports } from '../frameworks/evidence.ts';
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
  evidence: [
    ...full('every recovery point is encrypted', { 'nist-800-53-r5': ['CP-9(8)'], 'aws-fsbp': ['Backup.1'] }),
    ...part('backups are encrypted; live tables, and who may read backups, are not judged', {
      'nist-800-53-r5': ['CP-9(d)', 'SC-28', 'SC-28(1)'],
      'iso-27001-2022': ['A.8.13'],
      hipaa: ['164.312(a)(2)(iv)'],
      nis2: ['9.2(a)'],
      'cis-controls-8.1': ['11.3', '3.11'],
      'aws-well-architected': ['REL09-BP02'],
      'nist-csf-2.0': ['PR.DS-01', 'PR.DS-11'],
    }),
    ...supports('encryption is used; rules for keys are another document', {
      'iso-27001-2022': ['A.8.24', 'A.5.29'],
      'soc-2': ['CC6.1'],
      dora: ['9(2)', '9(4)(d)'],
    }),
  ],
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
