import { type Inherited, listOf, NOTHING } from './merge.ts';
import type { Effective } from './tree.ts';

/** One reading of an effective policy, with what the guide's example says of the rest: what was attached first decides. */
export function decided(effective: Effective | undefined): Effective {
  return [effective ? first(effective[0]) : NOTHING];
}

function first(node: Inherited): Inherited {
  return {
    ...node,
    members: new Map([...node.members].map(([key, member]) => [key, first(member)])),
    candidates: node.candidates.slice(0, 1),
  };
}

/** As `DescribeEffectivePolicy` returns it: no operators, keys in lower case, `$account` as it is written. */
export function effectiveDocument([node]: Effective): unknown {
  const [candidate] = node.candidates;
  if (candidate?.value !== undefined) {
    return typeof candidate.value === 'string' ? candidate.value : listOf(candidate.value);
  }
  const members = [...node.members].map(([key, member]) => [key, effectiveDocument([member])] as const);
  const said = members.filter(([, member]) => member !== undefined);
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
