import type { BackupRule, CopyAction } from '../model/plan.ts';
import { type Attributes, settled } from './attributes.ts';

/** The copies of a rule, as far as they are known: one that is open leaves the others, and the rule, as they are. */
export function copiesOf(
  rule: Attributes,
  key: string,
  from: string,
  read: (copy: Attributes) => CopyAction,
): Pick<BackupRule, 'copyActions' | 'openCopies'> {
  const all = settled(from, () => rule.blocks(key));
  const each = rule.knownBlocks(key).map((copy) => settled(from, () => read(copy)));
  const open = [all, ...each].find((fact) => !fact.known);
  return {
    copyActions: each.flatMap((fact) => (fact.known ? [fact.value] : [])),
    ...(open ? { openCopies: open } : {}),
  };
}
