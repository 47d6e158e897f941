import { protectionOf } from '../exposure/explain-destroy.ts';
import { type LockMode, lockModeOf } from '../exposure/vault-lock.ts';
import { part, supports } from '../frameworks/evidence.ts';
import { type Fact, known } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { VaultRecord } from '../model/vault.ts';
import { tableControl } from './define.ts';
import { ago, denied, exampleInventory } from './example.ts';
import { pass } from './outcome.ts';
import { judgeVaults } from './shared/judge-vaults.ts';

type Mode = 'governance' | 'compliance';

const ASKED: Readonly<Record<Mode, string>> = {
  governance: 'locked',
  compliance: 'locked in compliance mode',
};

export const vaultLock = tableControl({
  id: 'vault-lock',
  title: 'Vaults are locked',
  severity: 'high',
  description:
    'Passes when every vault of the table’s Region that holds its points is locked. `none` asks for nothing and is met, whatever the vaults are; `governance` is met by any lock; `compliance` only by one that nobody can take away any more: its lock date is past. A logically air-gapped vault is locked in compliance mode by its nature. `holdfast explain TABLE --destroy` names who could destroy points in spite of it. Vaults of copies that the policy asks for decide nothing here; the evidence names those that would fail.',
  remediation:
    'aws backup put-backup-vault-lock-configuration; with ChangeableForDays the lock becomes a compliance lock once these days are over.',
  evidence: [
    ...part(
      'points cannot be deleted before their time; reading and restoring are not judged',
      {
        'nist-800-53-r5': ['CP-9(d)'],
        'iso-27001-2022': ['A.5.33'],
        'soc-2': ['A1.2', 'C1.1'],
        nis2: ['4.2.2(d)'],
        'cis-controls-8.1': ['11.3'],
        dora: ['12(3)'],
        'aws-well-architected': ['REL09-BP02'],
        'nist-csf-2.0': ['PR.DS-11'],
      },
      { not: ['none'] },
    ),
    ...supports(
      'the lock keeps points from destruction',
      { 'nist-800-53-r5': ['CP-6(b)'], 'iso-27001-2022': ['A.5.29'], hipaa: ['164.312(c)(1)'], dora: ['9(2)'] },
      { not: ['none'] },
    ),
  ],
  sources: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html'],
  needs: () => ['vaults', 'recovery-points', 'plans', 'tags', 'region-settings', 'description'],
  evaluate: (subject, mode, policy) =>
    mode === 'none'
      ? pass('no lock is asked for', { expected: { lock: mode }, subjects: [] })
      : judgeVaults(subject, policy, {
          expected: { lock: mode },
          asked: ASKED[mode],
          fault: ({ vault }) => faultOf(vault, mode, subject.estate.now),
          also: (holding) => protectionOf(holding, subject.table, subject.estate.now),
        }),
  examples: [
    {
      title: 'passes when the lock date is past',
      policy: 'backup: { vault: { lock: compliance } }',
      inventory: () => exampleInventory({ vaults: [{ locked: true, lockDate: ago(1000) }], points: [{}] }),
      expect: { status: 'pass', message: 'vault main: locked in compliance mode' },
    },
    {
      title: 'fails when the lock can still be taken away',
      policy: 'backup: { vault: { lock: compliance } }',
      inventory: () => exampleInventory({ vaults: [{ locked: true }], points: [{}] }),
      expect: {
        status: 'fail',
        message: 'vault main is locked in governance mode; policy asks for vaults locked in compliance mode',
      },
    },
    {
      title: 'passes when no lock is asked for, whatever the vaults are',
      policy: 'backup: { vault: { lock: none } }',
      inventory: () => exampleInventory({ vaults: denied('backup:ListBackupVaults'), points: [{}] }),
      expect: { status: 'pass', message: 'no lock is asked for' },
    },
    {
      title: 'is unknown when the vaults could not be listed',
      policy: 'backup: { vault: { lock: governance } }',
      inventory: () => exampleInventory({ vaults: denied('backup:ListBackupVaults'), points: [{}] }),
      expect: { status: 'unknown', message: 'cannot tell whether every vault is locked' },
    },
  ],
});

function faultOf(vault: VaultRecord, asked: Mode, now: Instant): Fact<string | undefined> {
  const mode = lockModeOf(vault, now);
  return known(asked === 'governance' && mode !== 'none' ? undefined : FAULTS[mode](vault), 'backup:ListBackupVaults');
}

const FAULTS: Readonly<Record<LockMode, (vault: VaultRecord) => string | undefined>> = {
  none: () => 'is not locked',
  governance: () => 'is locked in governance mode',
  grace: ({ lockDate }) => `has a compliance lock that can be removed until ${lockDate}`,
  compliance: () => undefined,
  'air-gapped': () => undefined,
};
