import type { Framework } from '../../model/framework.ts';

export const cisControls = {
  id: 'cis-controls-8.1',
  title: 'CIS Controls',
  edition: '8.1',
  short: 'CIS Controls v8.1',
  requirements: {
    '3.4': {
      asks: 'data is kept at least, and at most, as long as set',
      must: [['backup-retention', 'recovery-point-objective'], ['maximum-retention']],
    },
    '3.11': { asks: 'sensitive data at rest is encrypted' },
    '11.1': { asks: 'a documented recovery process' },
    '11.2': {
      asks: 'automated backups, weekly or more often',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
      bounds: [{ control: 'backup-frequency', field: 'frequencyMinutes', atMostMinutes: 7 * 24 * 60 }],
    },
    '11.3': { asks: 'recovery data is protected like the original' },
    '11.4': { asks: 'an isolated instance of recovery data' },
    '11.5': {
      asks: 'recovery is tested quarterly, on a sample',
      must: [['restore-tested']],
      bounds: [{ control: 'restore-tested', field: 'testedEveryMinutes', atMostMinutes: 92 * 24 * 60 }],
    },
  },
  leftOut: [{ ids: 'CIS AWS Foundations Benchmark 1.4 to 7.0', why: 'it has nothing about DynamoDB or AWS Backup' }],
} as const satisfies Framework;
