import { expect, test } from 'vitest';
import { readChangeSets } from '../../src/preview/change-set.ts';
import { TemplateSide } from '../../src/preview/template-side.ts';
import { readTemplateText } from '../../src/preview/template-text.ts';
import { readInventory } from '../../src/sources/inventory-file.ts';
import { golden, goldenPath } from './golden-files.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { HOME } from './laid-over.ts';
import { LessKnown, type Path, pathsOf } from './less-known.ts';

const OPEN = '{{changeSet:KNOWN_AFTER_APPLY}}';

type Entry = JsonMap & { readonly LogicalResourceId: string };

const context = (properties: JsonTree) => JSON.stringify({ Properties: properties });

/** All resources of the estate, as a change set that makes them would have them. */
function estate(): readonly { readonly entry: Entry; readonly properties: JsonMap }[] {
  const side = new TemplateSide(readTemplateText('t.yaml', golden('estate.template.yaml')), {
    target: HOME,
    parameters: new Map(),
    stackName: 'estate',
  });
  return side.resources().map(({ logicalId, type, properties: values }) => {
    const properties: JsonMap = JSON.parse(JSON.stringify(values));
    return {
      entry: { LogicalResourceId: logicalId, ResourceType: type, Action: 'Add', AfterContext: context(properties) },
      properties,
    };
  });
}

function read(entries: readonly Entry[], more: JsonMap = {}) {
  const answer = {
    ChangeSetName: 'x',
    ChangeSetId: 'x',
    StackId: `arn:aws:cloudformation:${HOME.region}:${HOME.account}:stack/estate/1`,
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: entries.map((ResourceChange) => ({ Type: 'Resource', ResourceChange })),
    ...more,
  };
  const [change] = readChangeSets([{ file: 'set.json', text: JSON.stringify(answer) }]);
  if (!change) throw new Error('no change');
  return change;
}

function replacedAt(tree: JsonTree, [key, ...rest]: Path, value: JsonTree): JsonTree {
  if (key === undefined) return value;
  if (Array.isArray(tree)) return tree.map((item, index) => (index === key ? replacedAt(item, rest, value) : item));
  return isMap(tree) ? { ...tree, [key]: replacedAt(tree[key] ?? null, rest, value) } : tree;
}

test.each([
  ['laid over nothing', undefined],
  ['laid over an account', 'edited.inventory.json'],
])(
  'a change set %s says nothing with one value open that it does not say with all known',
  { timeout: 120_000 },
  async (_, inventory) => {
    const before = inventory === undefined ? undefined : await readInventory(goldenPath(inventory));
    const resources = estate();
    const entries = resources.map(({ entry }) => entry);
    const lessKnown = new LessKnown(read(entries), before);
    expect(lessKnown.count('pass')).toBeGreaterThan(20);
    expect(lessKnown.count('fail')).toBeGreaterThan(20);
    const cases = resources.flatMap(({ entry, properties }, index) => {
      const about = { address: entry.LogicalResourceId, standsFor: String(properties['TableName'] ?? '') };
      const withEntry = (made: JsonMap) => entries.map((each, at) => (at === index ? { ...each, ...made } : each));
      const ways: readonly (readonly [string, JsonMap])[] = [
        ['without values', { AfterContext: null }],
        ['with an open action', { Action: 'Dynamic' }],
        ['imported', { Action: 'Import' }],
        ['of a type that nobody reads', { ResourceType: 'Custom::Thing' }],
        ...pathsOf(properties)
          // What is added is none that is there, whatever its name.
          .filter(([key]) => inventory === undefined || key !== 'TableName')
          .map((path) => [path.join('.'), { AfterContext: context(replacedAt(properties, path, OPEN)) }] as const),
      ];
      return ways.map(([what, made]) => ({ what: `${about.address} ${what}`, change: read(withEntry(made)), about }));
    });
    expect(cases.length).toBeGreaterThan(300);
    const wrong = cases.flatMap(({ what, change, about }) =>
      lessKnown
        .contradictions(change, about)
        // What is not read may be no table at all, and nothing is asked of it; its own stand-in is unknown.
        .filter((said) => !said.includes(` ${about.standsFor} `) || !said.includes('not asked'))
        .map((said) => `${what}: ${said}`),
    );
    expect(wrong).toEqual([]);
  },
);

test('a change set that is not whole says nothing for sure', () => {
  const entries = estate().map(({ entry }) => entry);
  const lessKnown = new LessKnown(read(entries));
  const cut = read(entries, { NextToken: 'more' });
  expect(lessKnown.contradictions(cut, { address: '', standsFor: '' })).toEqual([]);
  expect(cut.incomplete?.detail).toContain('its last page has a NextToken');
});
