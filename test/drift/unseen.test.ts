import { describe, expect, test } from 'vitest';
import { unseenIn } from '../../src/drift/unseen.ts';
import { unknown } from '../../src/model/fact.ts';
import type { TrailReach } from '../../src/model/trail-event.ts';

const HERE = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const THERE = { ...HERE, region: 'eu-central-1' };
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z`;

const reach = (from: number, to: number, more: Partial<TrailReach> = {}): TrailReach => ({
  source: 'logs/',
  from: day(from),
  to: day(to),
  gaps: [],
  ...more,
});
const unseen = (...reaches: readonly TrailReach[]) =>
  unseenIn(reaches, [HERE, THERE], day(10), day(20)).map(({ place, from, to }) => [place.region, from, to]);

describe('the time that a history does not tell of', () => {
  test('is none where one source tells of all, or several in turn', () => {
    expect(unseen(reach(1, 20))).toEqual([]);
    expect(unseen(reach(15, 21), reach(9, 15))).toEqual([]);
    expect(unseen(reach(9, 14), reach(10, 12), reach(13, 30))).toEqual([]);
  });

  test('is what lies before, between and after', () => {
    const both = (from: number, to: number) => [HERE, THERE].map(({ region }) => [region, day(from), day(to)]);
    expect(unseen(reach(12, 20))).toEqual(both(10, 12));
    expect(unseen(reach(1, 18))).toEqual(both(18, 20));
    expect(unseen(reach(1, 13), reach(15, 20))).toEqual(both(13, 15));
    expect(unseen(reach(1, 2), reach(25, 26))).toEqual(both(10, 20));
  });

  test('is told place by place, where a source tells of one only', () => {
    expect(unseen(reach(1, 20, { places: [HERE] }))).toEqual([['eu-central-1', day(10), day(20)]]);
    expect(unseen(reach(1, 20, { places: [HERE] }), reach(1, 20, { places: [THERE] }))).toEqual([]);
  });

  test('is all of a source that has a gap, unless another tells of it', () => {
    const torn = reach(1, 20, { gaps: [unknown('unreachable', 'logs/x.json.gz: it is empty')] });
    expect(unseen(torn)).toHaveLength(2);
    expect(unseen(torn, reach(1, 20))).toEqual([]);
  });

  test('is not asked for where no history was read', () => {
    expect(unseen()).toEqual([]);
  });

  test('is unknown for what is missing, and says what would settle it', () => {
    const why = (...reaches: readonly TrailReach[]) => unseenIn(reaches, [HERE], day(10), day(20))[0]?.why;
    const denied = unknown('denied', 'cloudtrail:LookupEvents was denied', 'cloudtrail:LookupEvents');
    expect(why(reach(1, 20, { source: 'lookup', gaps: [denied] }))).toEqual({
      ...denied,
      detail: 'lookup: cloudtrail:LookupEvents was denied',
    });
    expect(why(reach(1, 20, { gaps: [unknown('unreachable', 'x is empty')] }))).toMatchObject({
      reason: 'unreachable',
      detail:
        'logs/: x is empty; a source that tells of that time settles it (--history), or, in drift, a later --since',
    });
    expect(why(reach(15, 20))?.detail).toBe(
      `nothing tells of ${day(10)} to ${day(15)}: logs/ tells of ${day(15)} to ${day(20)}; a source that tells of that time settles it (--history), or, in drift, a later --since`,
    );
  });
});
