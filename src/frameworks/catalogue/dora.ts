import type { Framework } from '../../model/framework.ts';

export const dora = {
  id: 'dora',
  title: 'DORA',
  edition: 'Regulation (EU) 2022/2554 and RTS (EU) 2024/1774',
  short: 'DORA',
  requirements: {
    '9(2)': { asks: 'data is available, authentic, intact and confidential, at rest, in use and in transit' },
    '9(4)(d)': { asks: 'keys are protected, data is encrypted by classification' },
    '9(4)(e)': { asks: 'ICT changes are recorded, tested, assessed, approved and verified' },
    '11(5)': { asks: 'ICT assets are used as the business impact analysis asks' },
    '11(6)(a)': {
      asks: 'continuity and recovery plans are tested at least yearly',
      must: [['restore-tested']],
      bounds: [{ control: 'restore-tested', field: 'testedEveryMinutes', atMostMinutes: 365 * 24 * 60 }],
    },
    '12(1)(a)': {
      asks: 'a backup policy names the data and the least frequency, by criticality',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    '12(1)(b)': { asks: 'procedures to restore and recover' },
    '12(2)': {
      asks: 'backup systems can be activated without endangering data, and are tested periodically',
      must: [['restore-tested']],
    },
    '12(3)': { asks: 'restores run on systems that are physically and logically segregated from the source' },
    '12(6)': {
      asks: 'time and point objectives of each function are met in extreme scenarios',
      must: [['restore-time'], ['backup-rpo', 'copy-rpo', 'recovery-point-objective']],
    },
    '12(7)': { asks: 'data is checked and reconciled after recovery', must: [['restore-tested']] },
    'RTS 7(2)': { asks: 'keys are protected over their life, against loss, too' },
    'RTS 8(2)(b)(i)': {
      asks: 'ICT operations: backup and restore requirements of systems',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    'RTS 17(1)': { asks: 'ICT change management' },
    'RTS 24(1)(b)(ii)(2)': {
      asks: 'the continuity policy sets time and point objectives',
      must: [['restore-time'], ['backup-rpo', 'copy-rpo', 'recovery-point-objective']],
    },
    'RTS 25(2)(c)': {
      asks: 'tests show that operations go on from backups',
      must: [['restore-tested']],
      bounds: [{ control: 'restore-tested', field: 'testedEveryMinutes', atMostMinutes: 365 * 24 * 60 }],
    },
    'RTS 26(1)(c)': { asks: 'recovery plans meet the objectives', must: [['restore-time']] },
    'RTS 26(2)(a)': { asks: 'recovery plans regard scenarios in which backups are needed' },
    'RTS 39(2)(g)': {
      asks: 'entities under the simplified framework: backup policy',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
  },
  leftOut: [
    { ids: '12(4), 12(5)', why: 'redundant capacities and the secondary site of depositories are not backups' },
    {
      ids: 'RTS 24(2)(a), 24(3)(b), 24(4)(a)',
      why: 'objectives of counterparties, depositories and trading venues alone; write them as `restore.rto` of the policy',
    },
  ],
} as const satisfies Framework;
