import type { Framework } from '../../model/framework.ts';

export const iso27001 = {
  id: 'iso-27001-2022',
  title: 'ISO/IEC 27001',
  edition: '2022, Annex A',
  short: 'ISO 27001:2022',
  requirements: {
    'A.5.29': { asks: 'security is kept at the right level during disruption' },
    'A.5.30': { asks: 'ICT readiness is planned, kept and tested against continuity objectives' },
    'A.5.33': { asks: 'records are protected from loss, destruction and falsification' },
    'A.5.36': { asks: 'compliance with the organization’s own policies is reviewed' },
    'A.8.9': { asks: 'configurations are set, documented, monitored and reviewed' },
    'A.8.10': { asks: 'information that is no longer required is deleted' },
    'A.8.13': {
      asks: 'backups are kept and regularly tested, as a backup policy says',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective'], ['restore-tested']],
    },
    'A.8.24': { asks: 'cryptography and keys are used by rules' },
    'A.8.32': { asks: 'changes are subject to change management' },
  },
  leftOut: [
    { ids: 'A.8.14', why: 'a backup is not redundancy of facilities' },
    { ids: 'A.8.5, A.8.11, A.8.12', why: 'access, masking and leakage are not of backups' },
  ],
} as const satisfies Framework;
