import type { Estate, EstateTable } from '../estate/estate.ts';
import { vaultOf } from '../estate/named-vault.ts';
import { rulesOf } from '../estate/rules.ts';
import { ruleFault } from '../estate/sure-rules.ts';
import { targetVaults } from '../estate/target-vaults.ts';
import { vaultNameOf } from '../model/arn.ts';
import { aws, type Command } from './command.ts';
import { NO_REPAIR, type Repair } from './part.ts';

/** Rules of the table whose jobs all fail: no edit of a schedule helps them. */
export function ruleFaults(estate: Estate, table: EstateTable): Repair {
  const { rules } = rulesOf(estate, table);
  const notes = rules.flatMap(({ plan, rule }) => {
    const fault = ruleFault(estate, table, rule);
    return fault.known && fault.value !== undefined
      ? [`the jobs of rule ${rule.name} of plan ${plan.name} fail: ${fault.value}`]
      : [];
  });
  // An air-gapped vault is made by another call, with limits that nobody has named here.
  const plain = rules.filter(({ rule }) => rule.airGappedVaultArn === undefined);
  const arns = new Set(plain.flatMap(({ rule }) => targetVaults(table, rule).arns));
  const gone = [...arns].filter((arn) => {
    const vault = vaultOf(estate, arn);
    return vault.known && vault.value === undefined;
  });
  const names = gone.flatMap((arn) => vaultNameOf(arn) ?? []);
  return {
    ...NO_REPAIR,
    proposals: names.map((name) => madeAgain(table.region, name)),
    notes: [...notes, ...(names.length === 0 ? [] : [MADE_AGAIN])],
  };
}

export const MADE_AGAIN =
  'a vault is made with the key and the lock that it is to have, which are yours to choose: so it is not run; or let the rules write to a vault that exists';

export function madeAgain(region: string, name: string): Command {
  return { call: aws('backup', 'create-backup-vault', { region, 'backup-vault-name': name }), proposed: true };
}
