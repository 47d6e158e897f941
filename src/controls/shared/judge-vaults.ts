import { copyVaultsOf, type HoldingVault } from '../../estate/copy-vaults.ts';
import { rulesOf } from '../../estate/rules.ts';
import { namedVault, possiblePlans, ruleSubject, rulesAsSubjects, vaultSubject } from '../../estate/subjects.ts';
import { targetVaults } from '../../estate/target-vaults.ts';
import { type TableVaults, vaultsOf } from '../../estate/vaults.ts';
import type { Fact } from '../../model/fact.ts';
import type { Policy } from '../../model/policy.ts';
import type { RecoveryPoint } from '../../model/recovery-point.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { Subject } from '../../model/subject.ts';
import type { TableSubject } from '../define.ts';
import { fail, pass, undecided } from '../outcome.ts';

export interface VaultQuestion {
  readonly expected: JsonObject;
  /** What holds of every vault when all is well: `locked in compliance mode`. */
  readonly asked: string;
  /** What is wrong with the vault; known and undefined when nothing is. */
  readonly fault: (holding: HoldingVault) => Fact<string | undefined>;
  /** What else the evidence says of each vault. */
  readonly also?: (holding: HoldingVault) => string;
}

/**
 * Every vault that holds points of the table must do; a vault that cannot be judged leaves it unknown unless another fails.
 * Vaults of copies are shown where they would not do, and decide nothing: they lie where other keys, and often other people,
 * are in charge, and what a policy asks of copies stands in its `copies`.
 */
export function judgeVaults(subject: TableSubject, policy: Policy, question: VaultQuestion): Outcome {
  const { estate, table } = subject;
  const found = vaultsOf(estate, table);
  const { points } = found;
  const answers = found.vaults.map((vault) => {
    const own = points.filter((point) => point.vaultName === vault.name);
    const holding = { vault, regionInventory: table.regionInventory, points: own };
    return { vault, fault: question.fault(holding), also: question.also?.(holding) };
  });
  const failing = answers.flatMap(({ vault, fault }) =>
    fault.known && fault.value !== undefined ? [{ name: vault.name, fault: `vault ${vault.name} ${fault.value}` }] : [],
  );
  const faults = failing.map(({ fault }) => fault);
  const shown = {
    expected: question.expected,
    actual: { vaults: found.vaults.map((vault) => vault.name), failing: faults.length },
    because: [
      ...faults,
      ...failing.flatMap(({ name }) => holdings(points, name)),
      ...placeOf(found),
      ...answers.flatMap(({ also }) => also ?? []),
      ...copyFaults(subject, policy, question),
    ],
    subjects: [
      ...answers.toSorted((a, b) => gravityOf(b.fault) - gravityOf(a.fault)).map(({ vault }) => vaultSubject(vault)),
      ...found.missing.map((name) => namedVault(table, name)),
      ...(found.planned ? rulesAsSubjects(rulesOf(estate, table)) : []),
    ],
  };
  const { doubtful } = found;
  if (doubtful) {
    return undecided(
      'cannot tell whether the recovery points are the table’s own, and so which vaults hold them',
      doubtful,
      {
        ...shown,
        because: [...shown.because, doubtful.detail],
      },
    );
  }
  if (faults.length > 0) return fail(`${faults.join('; ')}; policy asks for vaults ${question.asked}`, shown);
  const why = found.unread[0] ?? answers.map(({ fault }) => fault).find((fault) => !fault.known);
  if (why && !why.known) {
    return undecided(`cannot tell whether every vault is ${question.asked}`, why, {
      ...shown,
      subjects: [...new Set([...openRules(subject, found), ...shown.subjects])],
      because: [...shown.because, why.detail],
    });
  }
  if (found.vaults.length === 0) {
    return found.missing.length > 0
      ? fail(`vault ${found.missing.join(', ')} does not exist`, shown)
      : fail('no vault holds points of the table, and no rule writes to one', { ...shown, follows: 'plan-coverage' });
  }
  return pass(`${found.vaults.map((vault) => `vault ${vault.name}`).join(', ')}: ${question.asked}`, shown);
}

/** What leaves open which vaults they are: rules whose own is not known, and plans that may select the table. */
function openRules({ estate, table }: TableSubject, { planned }: TableVaults): readonly Subject[] {
  if (!planned) return [];
  const { rules, coverage } = rulesOf(estate, table);
  return [...rules.filter(({ rule }) => targetVaults(table, rule).doubt).map(ruleSubject), ...possiblePlans(coverage)];
}

/** A vault that fails decides before one that cannot be judged, and that before one where all is well. */
function gravityOf(fault: Fact<string | undefined>): number {
  if (!fault.known) return 1;
  return fault.value === undefined ? 0 : 2;
}

/** Why the vault counts for the table. */
function holdings(points: readonly RecoveryPoint[], vault: string): string[] {
  const own = points.filter((point) => point.vaultName === vault);
  const newest = own.at(-1);
  return newest
    ? [
        `vault ${vault} holds ${own.length} of the table’s ${points.length} recovery points, newest of ${newest.createdAt}`,
      ]
    : [];
}

function copyFaults({ estate, table }: TableSubject, { backup }: Policy, { fault }: VaultQuestion): string[] {
  return copyVaultsOf(estate, table, backup?.copies ?? []).flatMap((holding) => {
    const found = fault(holding);
    if (!found.known || found.value === undefined) return [];
    const { vault, regionInventory, points } = holding;
    const place =
      regionInventory.account === table.account
        ? regionInventory.region
        : `${regionInventory.region} of account ${regionInventory.account}`;
    return [`not judged: vault ${vault.name} in ${place}, with ${points.length} copies of the table, ${found.value}`];
  });
}

function placeOf({ planned, missing }: TableVaults): string[] {
  return [
    ...(planned ? ['the table has no recovery point yet: judged by the vaults that its rules name'] : []),
    ...missing.map((name) => `vault ${name} does not exist`),
  ];
}
