import { type TableVaults, vaultsOf } from '../../estate/vaults.ts';
import type { Fact } from '../../model/fact.ts';
import type { JsonObject, Outcome } from '../../model/result.ts';
import type { VaultRecord } from '../../model/vault.ts';
import type { TableSubject } from '../define.ts';
import { fail, pass, undecided } from '../outcome.ts';

export interface VaultQuestion {
  readonly expected: JsonObject;
  /** What holds of every vault when all is well: `locked in compliance mode`. */
  readonly asked: string;
  /** What is wrong with the vault; known and undefined when nothing is. */
  readonly fault: (vault: VaultRecord) => Fact<string | undefined>;
}

/** Every vault that holds points of the table must do; a vault that cannot be judged leaves it unknown unless another fails. */
export function judgeVaults({ estate, table }: TableSubject, question: VaultQuestion): Outcome {
  const found = vaultsOf(estate, table);
  const answers = found.vaults.map((vault) => ({ vault, fault: question.fault(vault) }));
  const faults = answers.flatMap(({ vault, fault }) =>
    fault.known && fault.value !== undefined ? [`vault ${vault.name} ${fault.value}`] : [],
  );
  const shown = {
    expected: question.expected,
    actual: { vaults: found.vaults.map((vault) => vault.name), failing: faults.length },
    because: [...faults, ...placeOf(found)],
  };
  if (faults.length > 0) return fail(`${faults.join('; ')}; policy asks for vaults ${question.asked}`, shown);
  const why = found.unread[0] ?? answers.map(({ fault }) => fault).find((fault) => !fault.known);
  if (why && !why.known) {
    return undecided(`cannot tell whether every vault is ${question.asked}`, why, {
      ...shown,
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

function placeOf({ planned, missing }: TableVaults): string[] {
  return [
    ...(planned ? ['the table has no recovery point yet: judged by the vaults that its rules name'] : []),
    ...missing.map((name) => `vault ${name} does not exist`),
  ];
}
