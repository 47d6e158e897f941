import { EffectiveNode } from './leaf.ts';
import { type Inherited, type Origin, textOf } from './merge.ts';
import type { Effective } from './tree.ts';

const known = new WeakMap<Inherited, string>();

/**
 * The same for two effective policies, or parts of them, that AWS makes the same of. What is open is the same only where the
 * same policies say the same things of it: whichever of them holds then holds for both.
 */
export function signatureOf(of: Effective | EffectiveNode): string {
  const readings = of instanceof EffectiveNode ? of.readings : of;
  return readings.map((reading) => (reading ? ofReading(reading) : '')).join('\n');
}

function ofReading(reading: Inherited): string {
  const found = known.get(reading);
  if (found !== undefined) return found;
  const leaf = reading.candidates.map(({ value, from }) =>
    reading.candidates.length === 1 ? textOf(value) : [textOf(value), ...from.map(originKey)].join('@'),
  );
  const members = [...reading.members].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = members.flatMap(([key, member]) => {
    const part = ofReading(member);
    return part === '' ? [] : [`${JSON.stringify(key)}:${part}`];
  });
  const text = leaf.length === 0 && parts.length === 0 ? '' : `${leaf.toSorted().join('|')}{${parts.join(',')}}`;
  known.set(reading, text);
  return text;
}

function originKey({ policy, target }: Origin): string {
  return `${policy.id ?? policy.name} at ${target}`;
}
