import { expect, test } from 'vitest';
import type { Circumstances } from '../../src/constraints/constraint.ts';
import { type Kind, refusals, type Thing } from '../../src/constraints/refusals.ts';
import { unknown } from '../../src/model/fact.ts';

/** A value that is known after apply. */
export const OPEN = unknown('not-collected', 'known after apply');

/** What is asked for, and `id path` of each refusal; none: AWS takes it, as far as anybody recorded. */
export type Row<T> = readonly [
  title: string,
  thing: T,
  refusals: readonly string[],
  circumstances?: Partial<Circumstances>,
];

const HERE: Circumstances = { forNew: true, region: 'ap-southeast-2', account: '555566667777' };

export function rows<K extends Kind>(kind: K, table: readonly Row<Thing<K>>[]): void {
  for (const [title, thing, expected, circumstances] of table) {
    test(title, () => {
      const found = refusals(kind, thing, { ...HERE, ...circumstances });
      expect(found.map(({ id, path }) => `${id} ${path}`.trim())).toEqual(expected);
    });
  }
}
