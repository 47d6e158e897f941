import type { Framework } from '../../model/framework.ts';

export const nis2 = {
  id: 'nis2',
  title: 'NIS2',
  edition: 'Directive (EU) 2022/2555, Implementing Regulation (EU) 2024/2690, Annex',
  short: 'NIS2',
  requirements: {
    '3.2.3(f)': { asks: 'changes of critical configuration and backup files are logged' },
    '4.1.2(f)': { asks: 'recovery objectives are set' },
    '4.1.4': { asks: 'the continuity plan is tested' },
    '4.2.1': { asks: 'backup copies are kept' },
    '4.2.2(a)': { asks: 'recovery times' },
    '4.2.2(b)': { asks: 'copies are complete and accurate, data in the cloud, too' },
    '4.2.2(c)': { asks: 'copies lie in a safe place, not in the same network, far enough away' },
    '4.2.2(d)': { asks: 'access to copies is controlled' },
    '4.2.2(e)': { asks: 'data is restored from copies' },
    '4.2.2(f)': { asks: 'retention follows the needs' },
    '4.2.3': { asks: 'the integrity of copies is checked regularly' },
    '4.2.6': { asks: 'recovery is tested regularly, results are documented', must: [['restore-tested']] },
    '6.3.1': { asks: 'configurations are kept and monitored' },
    '6.3.2(b)': { asks: 'configurations are set and enforced' },
    '6.4': { asks: 'change management' },
    '9.2(a)': { asks: 'cryptography by classification' },
  },
  leftOut: [
    { ids: '4.2.4, 4.3, 12.1', why: 'redundancy, crisis management and asset classification are not of backups' },
  ],
} as const satisfies Framework;
