import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/model/fact.ts';
import { coverageIndex } from '../../src/selection/coverage.ts';
import { indexSelections, readableSelections } from '../../src/selection/selection-index.ts';
import { arnOf, type BodyParts, plan, region, selection, table, tableWithTags } from './fixtures.ts';

const PLANS = 300;
const SELECTIONS = 10;

/** Five ways to select, each for a team of its own. */
function team(n: number): BodyParts {
  switch (n % 5) {
    case 0:
      return { resources: [`arn:aws:dynamodb:*:*:table/team${n}-*`] };
    case 1:
      return { listOfTags: [`tier=${n}`, `team=${n}`] };
    case 2:
      return { resources: ['*'], equals: [`aws:ResourceTag/backup=${n}`, 'aws:ResourceTag/stage=prod'] };
    case 3:
      return { resources: [arnOf(`table-${n}`), arnOf(`other-${n}`)] };
    default:
      return { resources: ['arn:aws:dynamodb:*:*:table/*'], like: [`aws:ResourceTag/app=app${n}*`] };
  }
}

const plans = Array.from({ length: PLANS }, (_, p) =>
  plan(
    `p${p}`,
    Array.from({ length: SELECTIONS }, (_, s) => selection(`s${s}`, team(p * SELECTIONS + s))),
  ),
);
const home = region(plans);

describe('the index over selections', () => {
  const entries = readableSelections(home, plans);
  const { candidates } = indexSelections(home, entries);

  it('holds a table against the few selections that may cover it, of thousands', () => {
    expect(entries).toHaveLength(PLANS * SELECTIONS);
    const counts = Array.from({ length: 500 }, (_, n) => {
      const tags = { tier: `${n}`, backup: `${n}`, stage: 'prod', app: `app${n}x`, owner: 'payments' };
      return candidates(table(n % 2 === 0 ? `team${n}-orders` : `table-${n}`, tags)).length;
    });
    // Names and tags that begin alike (app1, app12, app123) are the most that can meet.
    expect(Math.max(...counts)).toBeLessThanOrEqual(4);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(400);
  });

  it('leaves out no selection that only tags could refuse, while the tags are unknown', () => {
    const blind = candidates(tableWithTags('team0-orders', unknown('denied', 'refused')));
    expect(blind).toHaveLength((PLANS * SELECTIONS * 3) / 5 + 1);
    expect(blind.map(({ order }) => order)).toEqual([...blind.map(({ order }) => order)].sort((a, b) => a - b));
  });

  it('keeps what tables with unknown tags share only once', () => {
    const index = coverageIndex(home);
    const tags = unknown('denied', 'refused');
    const first = index(tableWithTags('one', tags)).possible;
    const second = index(tableWithTags('two', tags)).possible;
    expect(first).toHaveLength(PLANS);
    expect(second.every((each, at) => each === first[at])).toBe(true);
  });
});
