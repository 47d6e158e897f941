import { type Candidate, type Inherited, listOf, mayHold, type Origin, textOf } from './merge.ts';
import type { PolicyValue } from './policy.ts';
import type { Effective } from './tree.ts';

/** What a leaf of an effective policy is. */
export type Leaf =
  | { readonly is: 'absent' }
  | { readonly is: 'known'; readonly value: PolicyValue; readonly from: readonly Origin[] }
  | { readonly is: 'open'; readonly candidates: readonly Candidate[] };

/** One place of an effective policy, over all readings of it. */
export class EffectiveNode {
  readonly readings: readonly (Inherited | undefined)[];

  constructor(readings: readonly (Inherited | undefined)[]) {
    this.readings = readings;
  }

  static of(effective: Effective): EffectiveNode {
    return new EffectiveNode(effective);
  }

  /** In lower case. */
  get key(): string {
    return (this.readings.find((each) => each)?.key ?? '').toLowerCase();
  }

  at(...path: readonly string[]): EffectiveNode {
    const step = (node: Inherited | undefined, key: string) => node?.members.get(key);
    return new EffectiveNode(this.readings.map((reading) => path.reduce(step, reading)));
  }

  /** Those that there are or may be, by key. */
  get members(): readonly EffectiveNode[] {
    const keys = new Set(this.readings.flatMap((reading) => [...(reading?.members.keys() ?? [])]));
    return [...keys].toSorted().flatMap((key) => {
      const member = this.at(key);
      return member.presence === 'no' ? [] : [member];
    });
  }

  /** Whether anything of it is there. */
  get presence(): 'yes' | 'no' | 'maybe' {
    const held = this.readings.map((reading) => reading !== undefined && mayHold(reading));
    if (!held.includes(true)) return 'no';
    return held.includes(false) || !this.readings.every((reading) => reading && mustHold(reading)) ? 'maybe' : 'yes';
  }

  get leaf(): Leaf {
    const found = new Map<string, Candidate>();
    for (const reading of this.readings) {
      const candidates = reading?.candidates ?? [];
      for (const each of candidates.length === 0 ? [ABSENT] : candidates) {
        if (!found.has(textOf(each.value))) found.set(textOf(each.value), each);
      }
    }
    const candidates = [...found.values()];
    const [first] = candidates;
    if (candidates.length > 1) return { is: 'open', candidates };
    if (first?.value === undefined) return { is: 'absent' };
    return { is: 'known', value: first.value, from: first.from };
  }

  /** Stands for all that is inherited here, where no reading differs: effective policies share what none of their own policies touches. */
  get shared(): Inherited | undefined {
    return this.readings.length === 1 ? this.readings[0] : undefined;
  }

  /** What a member says for sure, where it is one text. */
  textAt(key: string): string | undefined {
    const { leaf } = this.at(key);
    if (leaf.is !== 'known') return undefined;
    const [text, ...more] = listOf(leaf.value);
    return more.length === 0 ? text : undefined;
  }

  numberAt(key: string): number | undefined {
    const text = this.textAt(key);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  }

  /** Where whatever there is comes from. */
  get origins(): readonly Origin[] {
    return this.readings.flatMap((reading) => (reading ? originsOf(reading) : []));
  }
}

const ABSENT: Candidate = { value: undefined, from: [] };

function mustHold({ candidates, members }: Inherited): boolean {
  const isSure = candidates.length > 0 && candidates.every(({ value }) => value !== undefined);
  return isSure || [...members.values()].some(mustHold);
}

function originsOf({ candidates, members }: Inherited): readonly Origin[] {
  return [...candidates.flatMap(({ from }) => from), ...[...members.values()].flatMap(originsOf)];
}

/** As a person reads it. */
export function shownValue(value: PolicyValue | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : listOf(value).join(', ') || 'an empty list';
}
