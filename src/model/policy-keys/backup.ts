import { asks, flag, listOf, oneOf, orEmpty, refines, required, requirements, section } from './key.ts';
import { account, duration, encryption, region } from './texts.ts';

const frequency = duration('Longest allowed gap between two scheduled backups.', '24h', '7d');
const rpo = duration(
  'Longest allowed worst case: the gap, and how late a run may start. Not shorter than the frequency.',
  '32h',
);
const retention = duration(
  'Met only by rules that keep at least this long. Whole days, as AWS Backup counts them.',
  '35d',
);

export const objective = requirements(
  {
    frequency: refines(['recovery-point-objective'], asks(['backup-frequency'], required(frequency))),
    rpo: refines(['recovery-point-objective'], asks(['backup-rpo'], rpo)),
    retention: refines(
      ['backup-frequency', 'backup-rpo', 'cold-storage', 'recovery-point-objective'],
      asks(['backup-retention'], required(retention)),
    ),
    coldAfter: asks(
      ['cold-storage'],
      duration(
        'Moved to cold storage after exactly this long; whole days. AWS keeps cold points for 90 days at least, so the ' +
          'retention is 90 days longer ([Lifecycle](https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html)).',
        '30d',
      ),
    ),
  },
  { about: 'A frequency and a retention that the recovery points must meet.' },
);

const OF_COPIES = [
  'copy-coverage',
  'copy-frequency',
  'copy-rpo',
  'copy-retention',
  'copy-recovery-point-age',
  'copy-separation',
  'recovery-point-objective',
] as const;
const OF_COPIES_MADE = ['copy-recovery-point-age', 'copy-separation', 'recovery-point-objective'] as const;

export const copy = requirements(
  {
    region: refines(OF_COPIES, required(region('Region that holds the copy.'))),
    account: refines(OF_COPIES, account("Account that holds the copy, in quotes. Default: the table's own account.")),
    frequency: refines(OF_COPIES_MADE, asks(['copy-frequency'], frequency)),
    rpo: refines(OF_COPIES_MADE, asks(['copy-rpo'], rpo)),
    retention: refines(
      ['copy-frequency', 'copy-rpo', 'copy-separation', 'recovery-point-objective'],
      asks(['copy-retention'], retention),
    ),
    separated: asks(
      ['copy-separation'],
      flag({
        about:
          'Nobody in the table’s own account can destroy it: it lies in another account, or in a logically air-gapped vault. ' +
          '`false` asks for nothing.',
      }),
    ),
  },
  { about: 'A copy in another Region, another account, or both.' },
);

const recoveryPoints = requirements(
  {
    newestWithin: asks(['recovery-point-age'], duration('Age of the newest completed recovery point.', '26h')),
    observedOver: asks(
      ['recovery-point-gap'],
      duration(
        'The largest gap seen in this window is held to the RPO of the first objective, or to its frequency plus the ' +
          'start window where it has none.',
        '14d',
      ),
    ),
    encrypted: asks(
      ['recovery-point-encryption'],
      flag({ about: 'Every recovery point is encrypted. `false` asks for nothing.' }),
    ),
    meetObjectives: refines(
      ['recovery-point-objective'],
      flag({
        about:
          'What exists meets each objective, too: enough points, that live as long as promised. The same for each copy that ' +
          'asks for a retention and a frequency or RPO. `false` asks for nothing.',
      }),
    ),
  },
  { about: 'What exists, not what is scheduled.' },
);

const vault = requirements(
  {
    lock: asks(
      ['vault-lock'],
      oneOf(['none', 'governance', 'compliance'], {
        about: 'Vault Lock of every vault that holds points of the table. `none` is met by every vault.',
      }),
    ),
    encryption: asks(
      ['vault-encryption'],
      encryption(['any', 'customer-managed'], 'Key of the vaults; `*` and `?` are wildcards in an ARN.'),
    ),
    manualDeletion: asks(
      ['vault-deletion'],
      oneOf(['denied'], {
        about:
          'The access policy of the vault denies everyone `backup:DeleteRecoveryPoint`, `backup:UpdateRecoveryPointLifecycle` and `backup:PutBackupVaultAccessPolicy`.',
      }),
    ),
    airGapped: asks(
      ['vault-air-gap'],
      oneOf(['required'], { about: 'Points are kept in a logically air-gapped vault.' }),
    ),
  },
  { about: 'The vaults that hold the recovery points of the table.' },
);

export const backup = requirements(
  {
    objectives: asks(
      ['recovery-point-objective'],
      orEmpty(
        listOf(objective, 'a list of objectives', {
          about: 'Each must be met by the plan rules that select the table. An empty list drops inherited objectives.',
          examples: [[{ frequency: '24h', retention: '35d' }]],
        }),
      ),
    ),
    maximumRetention: asks(['maximum-retention'], duration('Nothing may be kept longer, copies included.', '400d')),
    copies: asks(
      ['copy-coverage', 'copy-recovery-point-age', 'recovery-point-objective'],
      orEmpty(
        listOf(copy, 'a list of copies', {
          about: 'Every entry must be met. An empty list drops inherited copies.',
          examples: [[{ region: 'eu-central-1', frequency: '24h', retention: '35d' }]],
        }),
      ),
    ),
    recoveryPoints,
    vault,
    pointInTimeRecovery: asks(
      ['point-in-time-recovery'],
      section(
        { window: duration('How far back the table can be restored to: 1 to 35 whole days.', '35d') },
        { about: 'Point-in-time recovery of the table is on. `{}` leaves the window open.' },
      ),
    ),
  },
  { about: 'What the backups of the table must be.' },
);
