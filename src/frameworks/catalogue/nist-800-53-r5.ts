import type { Framework } from '../../model/framework.ts';

export const nist80053 = {
  id: 'nist-800-53-r5',
  title: 'NIST SP 800-53',
  edition: 'Revision 5',
  short: 'NIST.800-53.r5',
  requirements: {
    'CP-2': { asks: 'a contingency plan with recovery objectives, restoration priorities and metrics' },
    'CP-4': { asks: 'the plan is tested at a set frequency, results are reviewed and corrected' },
    'CP-6(a)': {
      asks: 'an alternate storage site that holds backups and lets them be retrieved',
      must: [['copy-coverage']],
    },
    'CP-6(b)': { asks: 'controls at the alternate site equal to those of the primary one' },
    'CP-6(1)': { asks: 'the alternate site is separated enough from the primary one' },
    'CP-6(2)': { asks: 'the alternate site is set up to recover within the time and point objectives' },
    'CP-9(a)': {
      asks: 'user-level data is backed up at a frequency that fits the recovery objectives',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    'CP-9(d)': { asks: 'confidentiality, integrity and availability of backups are protected' },
    'CP-9(1)': {
      asks: 'backups are tested for reliability and integrity at a set frequency',
      must: [['restore-tested']],
    },
    'CP-9(2)': {
      asks: 'a sample of backups is restored as part of testing the plan',
      must: [['restore-tested', 'restore-time']],
    },
    'CP-9(3)': { asks: 'critical software and security data are kept in a separate place' },
    'CP-9(5)': {
      asks: 'backups are transferred to the alternate site at a rate that fits the recovery objectives',
      must: [['copy-frequency', 'copy-rpo']],
    },
    'CP-9(8)': { asks: 'cryptography keeps backups from being disclosed and changed' },
    'CP-10': {
      asks: 'systems are recovered to a known state within the recovery objectives',
      must: [['restore-time']],
    },
    'CP-10(4)': {
      asks: 'components are restored within set times from controlled, integrity-protected information',
      must: [['restore-time']],
    },
    'SI-12': {
      asks: 'information is retained as laws and policies ask',
      must: [['backup-retention', 'recovery-point-objective']],
    },
    'SC-28': { asks: 'information at rest is protected' },
    'SC-28(1)': { asks: 'information at rest is protected by cryptography' },
    'SC-12': { asks: 'cryptographic keys are established and managed' },
    'CM-2': { asks: 'a baseline configuration is kept under control' },
    'CM-2(2)': { asks: 'the baseline is kept current by automation' },
    'CM-3': { asks: 'changes are reviewed, approved, documented and monitored' },
    'CM-3(2)': { asks: 'changes are tested and validated before they are made' },
    'CM-4': { asks: 'the impact of changes is analysed before they are made' },
    'CM-6': { asks: 'settings are set, deviations approved, changes of settings monitored' },
    'CA-7': { asks: 'controls are monitored continuously' },
    'AU-6': { asks: 'audit records are reviewed for unusual activity' },
    'AU-6(1)': { asks: 'the review of audit records is automated' },
  },
  leftOut: [
    { ids: 'CP-10(2)', why: 'recovery of transactions is of the application; point-in-time recovery is not that' },
    {
      ids: 'SC-5(2), SI-13(5), AU-9(3), SC-8, CP-9(6), CP-9(7)',
      why: 'an assessor will not accept backups of tables as evidence for them',
    },
    { ids: 'CP-9(b), CP-9(c)', why: 'system-level information and documentation are not in DynamoDB tables' },
    { ids: 'AU-2, AU-3, AU-11, AU-12', why: 'unless the table is an audit log, which Holdfast does not know' },
  ],
} as const satisfies Framework;
