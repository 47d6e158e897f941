import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, known, unknown } from '../../src/model/fact.ts';
import type { RegionSettings } from '../../src/model/inventory.ts';
import type { PlanRecord } from '../../src/model/plan.ts';
import type { Tags } from '../../src/model/table.ts';
import { coverageIndex, coverageOf } from '../../src/selection/coverage.ts';
import { decideSelection } from '../../src/selection/selection.ts';
import {
  ACCOUNT,
  arnOf,
  type BodyParts,
  body,
  optIn,
  plan,
  REGION,
  region,
  selection,
  tableWithTags,
} from './fixtures.ts';

const DENIED = unknown('denied', 'refused', 'some:Action');

const name = fc.constantFrom('orders', 'orders-old', 'Orders', 'awsbackup-restore-test-orders');
const key = fc.constantFrom('a', 'A', 'b', 'aws:cloudformation:stack-name');
const value = fc.constantFrom('1', '2', 'x y', '');
const tags: fc.Arbitrary<Tags> = fc.dictionary(key, value, { maxKeys: 3 });
const pattern = fc.constantFrom(
  '*',
  'arn:aws:dynamodb:*',
  'arn:aws:dynamodb:*:*:table/*',
  'arn:aws:dynamodb:*:*:table/ord*',
  'arn:aws:dynamodb:*:*:table/*-old',
  'arn:aws:dynamodb:*:table/orders*',
  'arn:aws:*:*:*:table/o*',
  'arn:aws:dynamodb:*/orders',
  'arn:aws:dynamodb:*d',
  '*:*:table/orders',
  'arn:*:table/orders',
  'arn:aws:dynamodb:*:*s',
  'arn:aws:dynamodb:*:*:*old',
  'arn:aws:dynamodb:us-east-1:*:table/*',
  'arn:aws:ec2:*:*:volume/*',
  `arn:aws:dynamodb:${REGION}:${ACCOUNT}:*`,
  arnOf('orders'),
  arnOf('orders-old'),
);
const asked = fc.constantFrom('1', '2', '*', 'x*', '*y');
const listed = fc
  .tuple(fc.constantFrom('', '', 'aws:ResourceTag/', 'aws:ResourceTag/aws:ResourceTag/'), key, asked)
  .map((parts) => `${parts[0]}${parts[1]}=${parts[2]}`);
const condition = fc
  .tuple(fc.constantFrom('', 'aws:ResourceTag/', 'aws:ResourceTag/', 'aws:ResourceTag/aws:ResourceTag/'), key, asked)
  .map((parts) => `${parts[0]}${parts[1]}=${parts[2]}`);
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 2 });
const parts: fc.Arbitrary<BodyParts> = fc.record({
  resources: few(pattern),
  notResources: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few(pattern) }),
  listOfTags: few(listed),
  equals: fc.oneof(fc.constant([]), few(condition)),
  notEquals: fc.oneof(fc.constant([]), few(condition)),
  like: fc.oneof(fc.constant([]), few(condition)),
  notLike: fc.oneof(fc.constant([]), few(condition)),
});
const settings: fc.Arbitrary<Fact<RegionSettings>> = fc.constantFrom(optIn(true), optIn(false), optIn(undefined));
const planId = fc.constantFrom('p-1', 'orgs/p-1');

const RUNS = { numRuns: 1000 };

describe('a decision', () => {
  it('is never turned into its opposite by a fact that is missing', () => {
    fc.assert(
      fc.property(name, tags, parts, settings, planId, (table, tagged, given, region, id) => {
        const selected = body(given);
        const sure = decideSelection(tableWithTags(table, known(tagged, 'test')), selected, region, id);
        const without = [
          decideSelection(tableWithTags(table, DENIED), selected, region, id),
          decideSelection(tableWithTags(table, known(tagged, 'test')), selected, DENIED, id),
          decideSelection(tableWithTags(table, DENIED), selected, DENIED, id),
        ];
        for (const { verdict } of without) {
          expect(verdict === 'undecided' || verdict === sure.verdict).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('decided without the tags holds for any tags', () => {
    fc.assert(
      fc.property(name, tags, parts, settings, (table, tagged, given, region) => {
        const blind = decideSelection(tableWithTags(table, DENIED), body(given), region, 'p-1');
        if (blind.verdict === 'undecided') return;
        const sighted = decideSelection(tableWithTags(table, known(tagged, 'test')), body(given), region, 'p-1');
        expect(sighted.verdict).toBe(blind.verdict);
      }),
      RUNS,
    );
  });

  it('decided without the opt-in holds for both of its values', () => {
    fc.assert(
      fc.property(name, tags, parts, (table, tagged, given) => {
        const subject = tableWithTags(table, known(tagged, 'test'));
        const blind = decideSelection(subject, body(given), DENIED, 'p-1').verdict;
        if (blind === 'undecided') return;
        expect(decideSelection(subject, body(given), optIn(true), 'p-1').verdict).toBe(blind);
        expect(decideSelection(subject, body(given), optIn(false), 'p-1').verdict).toBe(blind);
      }),
      RUNS,
    );
  });

  it('says why exactly when it is open, and how near only when it is not selected', () => {
    fc.assert(
      fc.property(name, tags, parts, settings, planId, (table, tagged, given, region, id) => {
        const decision = decideSelection(tableWithTags(table, known(tagged, 'test')), body(given), region, id);
        expect(decision.undecided !== undefined).toBe(decision.verdict === 'undecided');
        if (decision.nearMiss) expect(decision.verdict).toBe('not-selected');
        expect(decision.clause).not.toBe('');
      }),
      RUNS,
    );
  });
});

describe('coverage', () => {
  const fact = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
    fc.oneof(
      { weight: 4, arbitrary: arbitrary.map((value) => known(value, 'test')) },
      { weight: 1, arbitrary: fc.constant(DENIED) },
    );
  const selections = fc.array(fact(parts.map(body)), { maxLength: 3 });
  const plans: fc.Arbitrary<PlanRecord[]> = fc
    .array(fc.tuple(planId, selections, fc.boolean(), fc.boolean()), { maxLength: 3 })
    .map((made) =>
      made.map(([id, bodies, readable, listed], index) =>
        plan(
          `plan-${index}`,
          bodies.map((each, at) => ({ id: `s-${at}`, name: `s-${at}`, body: each })),
          { id: `${id}-${index}`, ...(readable ? {} : { body: DENIED }), ...(listed ? {} : { selections: DENIED }) },
        ),
      ),
    );

  it('is what deciding every selection on its own gives', () => {
    fc.assert(
      fc.property(name, fact(tags), plans, settings, (table, tagged, made, region_) => {
        const subject = tableWithTags(table, tagged);
        const coverage = coverageOf(subject, region(made, { settings: region_ }));
        const isTest = table.startsWith('awsbackup-');
        for (const each of made) {
          const verdicts = each.selections.known
            ? each.selections.value.map(({ body }) =>
                body.known ? decideSelection(subject, body.value, region_, each.id).verdict : 'undecided',
              )
            : ['undecided'];
          const selected = verdicts.includes('selected');
          const open = verdicts.includes('undecided');
          const covering = coverage.covering.find(({ plan }) => plan === each);
          const possible = coverage.possible.find(({ plan }) => plan === each);
          expect(covering !== undefined).toBe(!isTest && selected && each.body.known);
          expect(possible !== undefined).toBe(!isTest && (selected ? !each.body.known : open));
          if (covering) {
            expect(covering.selections.map(({ selection }) => selection.id)).toEqual(
              verdicts.flatMap((verdict, at) => (verdict === 'selected' ? [`s-${at}`] : [])),
            );
          }
        }
      }),
      RUNS,
    );
  });

  it('does not depend on the tables asked about before', () => {
    const names = fc.array(name, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(names, fact(tags), plans, settings, (tables, tagged, made, region_) => {
        const home = region(made, { settings: region_ });
        const index = coverageIndex(home);
        for (const each of tables) {
          const { covering, possible } = index(tableWithTags(each, tagged));
          const alone = coverageOf(tableWithTags(each, tagged), home);
          expect(covering).toEqual(alone.covering);
          expect(possible).toEqual(alone.possible);
        }
      }),
      RUNS,
    );
  });

  it('names as misses only selections that do not cover the table', () => {
    fc.assert(
      fc.property(name, fact(tags), plans, settings, (table, tagged, made, region_) => {
        const subject = tableWithTags(table, tagged);
        for (const miss of coverageOf(subject, region(made, { settings: region_ })).misses) {
          const { body } = miss.selection;
          expect(body.known && decideSelection(subject, body.value, region_, miss.plan.id).verdict).toBe(
            'not-selected',
          );
        }
      }),
      RUNS,
    );
  });

  it('loses no plan when a selection cannot be read', () => {
    fc.assert(
      fc.property(name, tags, parts, settings, (table, tagged, given, region_) => {
        const subject = tableWithTags(table, known(tagged, 'test'));
        const hidden = region([plan('p', [selection('s', given), selection('x', DENIED)])], { settings: region_ });
        const { covering, possible } = coverageOf(subject, hidden);
        expect(covering.length + possible.length).toBe(table.startsWith('awsbackup-') ? 0 : 1);
      }),
      RUNS,
    );
  });
});
