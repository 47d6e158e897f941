import { type ConfiguredCopy, copiesTo } from '../estate/copies.ts';
import type { EstateTable } from '../estate/estate.ts';
import { AIR_GAPPED, vaultOf } from '../estate/named-vault.ts';
import { rulesOf } from '../estate/rules.ts';
import { full, part } from '../frameworks/evidence.ts';
import { type Fact, known } from '../model/fact.ts';
import { type TableSubject, tableControl } from './define.ts';
import { exampleInventory } from './example.ts';
import { fail, pass, undecided } from './outcome.ts';
import { copyNeeds } from './shared/copy-needs.ts';
import { copySchedule } from './shared/copy-schedule.ts';
import { copiesAsSubjects, destinationOf } from './shared/copy-subjects.ts';
import { judgeSchedule, NEVER_RUNS, openRuns, suppressions } from './shared/schedule-judgement.ts';

const POLICY = 'backup: { copies: [{ region: eu-central-1, frequency: 24h, retention: 35d, separated: true }] }';

export const copySeparation = tableControl({
  id: 'copy-separation',
  title: 'Nobody in the table’s own account can destroy the copies',
  severity: 'critical',
  description:
    'Passes when copies that are separated meet the frequency, or the rpo, and the retention of the entry: in a vault of another account, or in a logically air-gapped one. Elsewhere somebody in the table’s own account can delete them or shorten their lives; a lock and an access policy are what vault-lock and vault-deletion ask for, and do not count here. AWS Backup refuses everybody who is not of the account that owns the vault, whatever its access policy says. Whether people of the table’s account may take a role in the other one is not looked into. A vault that could not be read leaves it unknown.',
  remediation: 'Copy to a vault of another account, or to a logically air-gapped vault.',
  evidence: [
    ...full('nobody of the table’s own account can destroy the copy', { 'cis-controls-8.1': ['11.4'] }),
    ...part('the copy is logically segregated; physical segregation within one cloud is for the supervisor to accept', {
      'nist-800-53-r5': ['CP-6(b)', 'CP-9(d)'],
      'soc-2': ['A1.2'],
      dora: ['12(3)'],
      nis2: ['4.2.2(c)'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
  ],
  sources: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html',
  ],
  needs: copyNeeds,
  evaluate: (subject, asked) => {
    const { estate, table } = subject;
    const destination = destinationOf(asked);
    const selecting = rulesOf(estate, table);
    const copies = copiesTo(estate, table, asked);
    const evidence = copySchedule(subject, asked, (copy) => liesApart(subject, copy));
    const limitMinutes = asked.frequencyMinutes ?? asked.rpoMinutes;
    const isSure = evidence.schedule.firstRun !== null;
    const why = openRuns(evidence);
    if (limitMinutes !== undefined && (isSure || why)) {
      const measure = asked.frequencyMinutes === undefined ? 'worst-case' : 'gap';
      const of = `copies to ${destination} that are separated`;
      const judged = judgeSchedule({ limitMinutes, measure, of }, evidence);
      // What is open decides nothing where even all of it would not be enough.
      if (isSure || judged.status === 'fail') return judged;
    }
    const shown = {
      expected: { separated: true },
      because: copies.map((copy) => describe(table, copy, liesApart(subject, copy))),
      subjects: copiesAsSubjects(selecting, copies, asked),
    };
    if (isSure) return pass(`copies to ${destination} are separated`, shown);
    if (why) {
      return undecided(`cannot tell whether copies to ${destination} are separated`, why, {
        ...shown,
        because: [...new Set([...shown.because, ...evidence.blind.map(({ detail }) => detail), why.detail])],
      });
    }
    if (selecting.rules.length === 0)
      return fail('no rule of a live backup plan selects the table', { ...shown, follows: 'plan-coverage' });
    if (!copies.some(({ obstacles }) => obstacles.length === 0))
      return fail(`no copy to ${destination} can work`, { ...shown, follows: 'copy-coverage' });
    const apart = copies.filter((copy) => copy.obstacles.length === 0 && isApart(liesApart(subject, copy)));
    if (apart.length === 0)
      return fail(`people in the table’s own account can destroy every copy to ${destination}`, shown);
    if (evidence.qualifying === 0)
      return fail(`no copy to ${destination} that is separated is kept as long as asked`, shown);
    return fail(`no copy to ${destination} that is separated is made: ${NEVER_RUNS}`, {
      ...shown,
      because: [...shown.because, ...suppressions(evidence.hopeful)],
    });
  },
  examples: [
    {
      title: 'passes when the copies go to a logically air-gapped vault',
      policy: POLICY,
      inventory: () => exampleInventory({ copyVaults: [{ name: 'copies', type: AIR_GAPPED }] }),
      expect: {
        status: 'pass',
        message:
          'longest gap between scheduled copies to eu-central-1 that are separated is 24 h; policy asks for 24 h',
      },
    },
    {
      title: 'fails when they go to another Region of the same account',
      policy: POLICY,
      inventory: () => exampleInventory({ copyVaults: [{ name: 'copies', locked: true }] }),
      expect: {
        status: 'fail',
        message: 'people in the table’s own account can destroy every copy to eu-central-1',
      },
    },
    {
      title: 'is unknown when the vaults of that Region were not read',
      policy: POLICY,
      inventory: () => exampleInventory(),
      expect: { status: 'unknown', message: 'cannot tell whether copies to eu-central-1 are separated' },
    },
  ],
});

/** In another account, or in a vault whose points nobody can delete before their time. */
function liesApart({ estate, table }: TableSubject, { to, action }: ConfiguredCopy): Fact<boolean> {
  if (to !== undefined && to.account !== table.account) return known(true, 'backup:GetBackupPlan');
  const vault = vaultOf(estate, action.destinationVaultArn);
  return vault.known ? known(vault.value?.type === AIR_GAPPED, vault.from) : vault;
}

function isApart(apart: Fact<boolean>): boolean {
  return !apart.known || apart.value;
}

function describe(table: EstateTable, { plan, rule, to, action, obstacles }: ConfiguredCopy, apart: Fact<boolean>) {
  const name = `plan ${plan.name} › rule ${rule.name} › copy to ${action.destinationVaultArn}`;
  if (obstacles.length > 0) return `${name}: cannot work: ${obstacles.join('; ')}`;
  if (!apart.known) return `${name}: not known: ${apart.detail}`;
  if (!apart.value) return `${name}: the vault is of the table’s own account, and not air-gapped`;
  return to?.account === table.account ? `${name}: the vault is air-gapped` : `${name}: of account ${to?.account}`;
}
