import type { Framework } from '../../model/framework.ts';

export const awsWellArchitected = {
  id: 'aws-well-architected',
  title: 'AWS Well-Architected Framework',
  edition: 'Reliability pillar, 2025',
  short: 'AWS Well-Architected',
  requirements: {
    'REL09-BP01': { asks: 'data that must be backed up is identified and backed up' },
    'REL09-BP02': { asks: 'backups are secured and encrypted' },
    'REL09-BP03': {
      asks: 'backups are made automatically',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    'REL09-BP04': { asks: 'recovery is tested periodically', must: [['restore-tested']] },
    'REL13-BP01': { asks: 'recovery objectives are set' },
    'REL13-BP02': { asks: 'a recovery strategy meets the objectives' },
    'REL13-BP03': { asks: 'disaster recovery is tested', must: [['restore-tested']] },
    'REL13-BP04': { asks: 'drift of configuration at the recovery site is managed' },
  },
  leftOut: [{ ids: 'REL13-BP05', why: 'automated recovery is not judged' }],
} as const satisfies Framework;
