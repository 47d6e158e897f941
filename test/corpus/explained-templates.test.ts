import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleInventory, NOW } from '../../src/controls/example.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { explainTable } from '../../src/estate/explain-table.ts';
import { tableArn } from '../../src/model/arn.ts';
import { known } from '../../src/model/fact.ts';
import type { Inventory, RegionInventory } from '../../src/model/inventory.ts';
import type { SelectionBody } from '../../src/model/selection.ts';
import type { TableRecord, Tags } from '../../src/model/table.ts';
import { UserError } from '../../src/model/user-error.ts';
import type { Change } from '../../src/preview/change.ts';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { escapeTerminal } from '../../src/report/escape.ts';
import { renderExplained } from '../../src/selection/explain.ts';
import { alone, HOME, readPlan } from '../preview/laid-over.ts';

const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus/B-iac');
const absent = !existsSync(CORPUS) && process.env['HOLDFAST_CI'] !== 'true';

function changeOf(file: string): Change | undefined {
  const text = readFileSync(join(CORPUS, file), 'utf8');
  try {
    return file.startsWith('tf-') ? readPlan(file, text) : readTemplate(file, text, { target: HOME });
  } catch (error) {
    // Test inputs that are no template, modules without a plan.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** What the file makes of an account that has nothing, with the tables that its selections are about. */
function inventoryOf(change: Change): Inventory {
  const inventory = alone(change);
  return { ...inventory, regions: inventory.regions.map(withTables) };
}

function withTables(region: RegionInventory): RegionInventory {
  const [example] = exampleInventory().regions.flatMap(({ tables }) => (tables.known ? tables.value : []));
  if (!example) throw new Error('the example has a table');
  const { partition, account, region: name, tables } = region;
  const bodies = selectionsOf(region).flatMap(({ body }) => (body.known ? [body.value] : []));
  const added = bodies.flatMap(tablesFor).map(([table, tags]): TableRecord => {
    const arn = tableArn(partition, name, account, table);
    return { ...example, name: table, arn, tags: known(tags, 'test') };
  });
  const own = tables.known ? tables.value : [];
  return { ...region, tables: known([...own, ...new Map(added.map((each) => [each.arn, each])).values()], 'test') };
}

function selectionsOf({ plans }: RegionInventory) {
  return (plans.known ? plans.value : []).flatMap(({ selections }) => (selections.known ? selections.value : []));
}

/** A table without tags, one for each tag that is enough, one with all that is asked, and those that are named. */
function tablesFor({ resources, listOfTags, conditions }: SelectionBody): readonly (readonly [string, Tags])[] {
  const tag = ({ key, value }: { key: string; value: string }): Tags => ({
    [key.replace('aws:ResourceTag/', '')]: value.replaceAll('*', 'x'),
  });
  const asked = Object.assign({}, ...[...conditions.stringEquals, ...conditions.stringLike].map(tag));
  const named = resources.flatMap((arn) => /:dynamodb:.*:table\/(.+)$/.exec(arn)?.[1]?.replaceAll('*', 'x') ?? []);
  return [
    ['bare', {}],
    ['asked', asked],
    ...listOfTags.map((each, index) => [`tagged-${index}`, { ...asked, ...tag(each) }] as const),
    ...named.map((name) => [name, asked] as const),
  ];
}

interface Tree {
  readonly lines: readonly string[];
  readonly estate: ReturnType<typeof estateOf>;
  readonly table: ReturnType<typeof estateOf>['tables'][number];
}

function treesOf(file: string): readonly Tree[] {
  const change = changeOf(file);
  if (!change) return [];
  const estate = estateOf(inventoryOf(change), NOW);
  return estate.tables.map((table) => ({
    estate,
    table,
    lines: renderExplained(explainTable(estate, table), escapeTerminal).split('\n'),
  }));
}

describe.skipIf(absent)(`explain, of what people write${absent ? ` (skipped: no ${CORPUS})` : ''}`, () => {
  const files = absent ? [] : globSync('**/*.{json,yaml,yml,template}', { cwd: CORPUS }).toSorted();
  const trees = new Map(files.map((file) => [file, treesOf(file)] as const).filter(([, found]) => found.length > 0));

  test('finds plans in many of the files', () => {
    expect(trees.size).toBeGreaterThan(15);
  });

  test.each([...trees])(
    '%s: each plan, rule and selection that covers a table stands in its tree, by its clause',
    (_, found) => {
      for (const { lines, estate, table } of found) {
        const text = `${lines.join('\n')}\n`;
        expect(lines[0]).toBe(`table ${table.arn}`);
        for (const { plan, rules, selections } of estate.coverage(table).covering) {
          expect(text).toContain(`\n    plan ${plan.name} (`);
          for (const rule of rules) expect(text).toContain(`\n      rule ${rule.name}\n        `);
          for (const { selection, clause } of selections)
            expect(text).toContain(`\n      selection ${selection.name}\n        ${clause}\n`);
        }
        for (const { plan, why } of estate.coverage(table).possible) {
          expect(text).toContain(`\n    plan ${plan.name} (`);
          expect(text).toContain(why.detail);
        }
      }
    },
  );

  test.each([...trees])('%s: each selection that is about tables covers one, or says why not', (_, found) => {
    const stated = found.map(({ lines }) => lines.join('\n')).join('\n');
    for (const region of new Set(found.map(({ table }) => table.regionInventory))) {
      for (const { name, body } of selectionsOf(region)) {
        const isAboutTables = !body.known || !isAboutOthers(body.value);
        if (isAboutTables) expect(stated).toContain(`selection ${name}`);
      }
    }
  });
});

/** ARNs of other services, and nothing else that brings tables in. */
function isAboutOthers({ resources, listOfTags }: SelectionBody): boolean {
  const services = resources.map((arn) => arn.split(':')[2] ?? '*');
  return (
    services.length > 0 && listOfTags.length === 0 && !services.some((name) => name === '*' || name === 'dynamodb')
  );
}
