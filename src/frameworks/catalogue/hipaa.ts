import type { Framework } from '../../model/framework.ts';

export const hipaa = {
  id: 'hipaa',
  title: 'HIPAA Security Rule',
  edition: '45 CFR 164, as in force in 2026',
  short: 'HIPAA',
  requirements: {
    '164.308(a)(7)(ii)(A)': {
      asks: 'data backup plan: exact copies can be created and retrieved',
      must: [['backup-frequency', 'backup-rpo', 'recovery-point-objective']],
    },
    '164.308(a)(7)(ii)(B)': { asks: 'disaster recovery plan: lost data is restored' },
    '164.308(a)(7)(ii)(D)': { asks: 'contingency plans are tested and revised', must: [['restore-tested']] },
    '164.312(a)(2)(iv)': { asks: 'encryption and decryption of health information' },
    '164.312(c)(1)': { asks: 'health information is protected from improper alteration and destruction' },
  },
  leftOut: [
    {
      ids: '164.308(a)(7)(ii)(C), 164.310(d)(2)(iv), 164.312(a)(2)(ii), 164.308(a)(1), 164.308(a)(4)',
      why: 'emergency operation, media and access are not of backups of tables',
    },
    { ids: '164.316(b)(2)(i)', why: 'that documents are kept six years is about where the evidence pack is kept' },
  ],
} as const satisfies Framework;
