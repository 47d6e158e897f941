import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { WORLD } from './estates.ts';
import { byQuestion, judge, policiesOf } from './judged.ts';
import { lots } from './lots.ts';
import { ASKED } from './policies.ts';
import { secondJudge } from './reference/judge.ts';
import { inventoryOf } from './world.ts';

/** Thousands of estates take minutes. */
const PATIENCE_MS = 3_600_000;

test(
  'Holdfast and a second judge agree on every question about every estate',
  () => {
    return fc.assert(
      fc.property(WORLD, ASKED, (world, asked) => {
        const inventory = inventoryOf(world);
        const said = byQuestion(judge(inventory, policiesOf(asked)));
        const disagreements = [...secondJudge(inventory, asked)].flatMap(([question, verdict]) => {
          const result = said.get(question);
          if (result && verdict.some((status) => status === result.status)) return [];
          return [
            `${question}: ${result?.status ?? 'no result'} (${result?.message}), and not ${verdict.join(' or ')}`,
          ];
        });
        expect(disagreements).toEqual([]);
      }),
      lots(120),
    );
  },
  PATIENCE_MS,
);
