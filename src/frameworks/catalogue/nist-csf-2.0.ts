import type { Framework } from '../../model/framework.ts';

export const nistCsf = {
  id: 'nist-csf-2.0',
  title: 'NIST Cybersecurity Framework',
  edition: '2.0',
  short: 'NIST CSF v2.0',
  requirements: {
    'PR.DS-01': { asks: 'data at rest is protected' },
    'PR.DS-11': {
      asks: 'backups are made, protected, kept and tested',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective'], ['restore-tested']],
    },
    'PR.PS-01': { asks: 'configurations are managed' },
    'RC.RP-03': { asks: 'the integrity of backups is verified before they are used' },
    'RC.RP-05': { asks: 'restored assets are verified' },
  },
  leftOut: [],
} as const satisfies Framework;
