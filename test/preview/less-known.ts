import { policiesAt } from '../../src/app/files/policy-files.ts';
import { agreedResults } from '../../src/app/judge/agreed.ts';
import { NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { known } from '../../src/model/fact.ts';
import { instant } from '../../src/model/instant.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import type { Change } from '../../src/preview/change.ts';
import { withAllDropped } from '../../src/preview/may-drop.ts';
import { overlay } from '../../src/preview/overlay.ts';
import { memoryHost } from '../app/memory-host.ts';
import { golden } from './golden-files.ts';
import { isMap, type JsonTree } from './json-tree.ts';
import { statusesOf } from './judged-side.ts';
import { HOME, nothingYet } from './laid-over.ts';

const TABLE = `arn:aws:dynamodb:${HOME.region}:${HOME.account}:table/`;

const policies = policiesAt(['policy.yaml'], memoryHost({ files: { 'policy.yaml': golden('estate.policy.yaml') } }));

type Statuses = ReturnType<typeof statusesOf>;

/** The resource of which something is open, and the name of the table that it is where the name itself is open. */
export interface About {
  readonly address: string;
  readonly standsFor: string;
}

/** What previews say of an account, beside what the preview of a change says of which all is known. */
export class LessKnown {
  readonly #before: Inventory | undefined;
  readonly #knowing: Statuses;
  /** Many values make the same fact unknown, and differ in the reason alone. */
  readonly #seen = new Map<string, Statuses>();

  /** Without an inventory the account held nothing before. */
  constructor(knowing: Change, before?: Inventory) {
    this.#before = before;
    this.#knowing = this.#judged(knowing);
  }

  count(status: 'pass' | 'fail'): number {
    return [...this.#knowing.values()].filter((each) => each === status).length;
  }

  /**
   * What is said with less known, and differs from what is said with all known, but for `unknown`. Of what a note names, as
   * its place or name is open, nothing may be asked.
   */
  contradictions(change: Change, { address, standsFor }: About): readonly string[] {
    const isStated = change.notes.some((note) => note.includes(address));
    const key = JSON.stringify(change.resources, (name, value) => (name === 'detail' ? '' : value));
    const found = this.#seen.get(key) ?? this.#judged(change);
    this.#seen.set(key, found);
    const said = new Map(
      [...found].map(([asked, status]) => {
        const [region, name = '', ...rest] = asked.split(' ');
        return [[region, name === `(${address})` ? standsFor : name, ...rest].join(' '), status];
      }),
    );
    return [...this.#knowing].flatMap(([asked, status]) => {
      // What may be in several places is asked once, in none of them.
      const now = said.get(asked) ?? said.get(asked.slice(asked.indexOf(' '))) ?? 'not asked';
      const isLeftOut = isStated && (now === 'not asked' || now === 'not-applicable');
      return now === 'unknown' || now === status || isLeftOut ? [] : [`${asked}: ${now}, and knowing all ${status}`];
    });
  }

  /** After the change, and after a restore of `orders` of before. */
  #judged(change: Change): Statuses {
    const before = this.#before ?? nothingYet(change);
    const restore = {
      id: 'restore-1',
      sourceArn: `${TABLE}orders`,
      createdArn: `${TABLE}orders-restored`,
      status: 'COMPLETED',
      createdAt: instant(Date.parse(NOW) - 3_600_000),
      completedAt: NOW,
    };
    const regions = before.regions.map((region) =>
      region.region === HOME.region ? { ...region, restoreJobs: known([restore], 'test') } : region,
    );
    const [live, options] = [{ ...before, regions }, { withUntouched: this.#before === undefined }];
    const judge = (inventory: Inventory) =>
      evaluate({ policies, estate: estateOf(inventory, NOW), requirePolicy: false, version: 'test' });
    const kept = judge(overlay(live, [change], options).inventory);
    const dropped = this.#before && withAllDropped(live, [change], options);
    if (!dropped || !change.mayDrop) return statusesOf(kept);
    return statusesOf({ ...kept, results: agreedResults(kept, judge(dropped), change.mayDrop.why) });
  }
}

export type Path = readonly (string | number)[];

/** Every place of a tree, from the outside in. */
export function pathsOf(tree: JsonTree): readonly Path[] {
  const inner: readonly (readonly [string | number, JsonTree])[] = Array.isArray(tree)
    ? tree.map((item, index) => [index, item] as const)
    : isMap(tree)
      ? Object.entries(tree)
      : [];
  return inner.flatMap(([key, item]) => [[key], ...pathsOf(item).map((path) => [key, ...path])]);
}
