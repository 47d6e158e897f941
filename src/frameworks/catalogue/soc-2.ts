import type { Framework } from '../../model/framework.ts';

export const soc2 = {
  id: 'soc-2',
  title: 'SOC 2',
  edition: 'Trust Services Criteria 2017, points of focus 2022',
  short: 'SOC 2',
  requirements: {
    'A1.2': {
      asks: 'backup processes and recovery infrastructure are designed, run and monitored',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    'A1.3': { asks: 'recovery procedures are tested', must: [['restore-tested']] },
    'C1.1': {
      asks: 'confidential information is kept no longer than needed, and protected from destruction meanwhile',
    },
    'C1.2': { asks: 'confidential information is disposed of' },
    'CC6.1': { asks: 'access is restricted, with encryption and protected keys' },
    'CC7.1': { asks: 'changes of configuration that open weaknesses are detected' },
    'CC7.5': { asks: 'the entity recovers from incidents' },
    'CC8.1': { asks: 'changes are authorized, tested and approved' },
    'CC9.1': { asks: 'business disruption is mitigated' },
  },
  leftOut: [
    { ids: 'A1.1, CC6.7, PI1.5', why: 'capacity, transmission and processing are not of backups' },
    { ids: 'CC4.1', why: 'ongoing evaluation is the schedule of the runs, not a result of one' },
  ],
} as const satisfies Framework;
