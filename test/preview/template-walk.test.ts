import { expect, test } from 'vitest';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { readTemplateText } from '../../src/preview/template-text.ts';
import { readInventory } from '../../src/sources/inventory-file.ts';
import { golden, goldenPath } from './golden-files.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { HOME } from './laid-over.ts';
import { LessKnown, type Path, pathsOf } from './less-known.ts';

/** Ways in which a template leaves a value open. */
const OPEN = {
  'a parameter': () => ({ Ref: 'Later' }),
  'left out under a condition': (value: JsonTree) => ({ 'Fn::If': ['Open', value, { Ref: 'AWS::NoValue' }] }),
} as const satisfies Record<string, (value: JsonTree) => JsonTree>;

/** Types that no reader reads. */
const UNREAD = ['AWS::CloudFormation::Stack', 'Custom::Thing', 'Acme::Storage::Tables::MODULE', 'Acme::Some::Type'];

const UNREAD_MARK = 'of the type';

function replacedAt(tree: JsonTree, [key, ...rest]: Path, replace: (value: JsonTree) => JsonTree): JsonTree {
  if (key === undefined) return replace(tree);
  if (Array.isArray(tree)) return tree.map((item, index) => (index === key ? replacedAt(item, rest, replace) : item));
  return isMap(tree) ? { ...tree, [key]: replacedAt(tree[key] ?? null, rest, replace) } : tree;
}

test.each([
  ['laid over nothing', undefined],
  ['laid over an account', 'edited.inventory.json'],
])(
  'a template %s says nothing with one value open that it does not say with all known',
  { timeout: 120_000 },
  async (_, inventory) => {
    const before = inventory === undefined ? undefined : await readInventory(goldenPath(inventory));
    const read = (template: JsonTree) => readTemplate('t.json', JSON.stringify(template), { target: HOME });
    const whole: JsonMap = JSON.parse(JSON.stringify(readTemplateText('t.yaml', golden('estate.template.yaml')).root));
    const lessKnown = new LessKnown(read(whole), before);
    expect(lessKnown.count('pass')).toBeGreaterThan(20);
    expect(lessKnown.count('fail')).toBeGreaterThan(20);
    const resources = Object.entries(isMap(whole['Resources']) ? whole['Resources'] : {});
    const cases = resources.flatMap(([logicalId, resource]) => {
      const properties = (isMap(resource) ? resource['Properties'] : undefined) ?? {};
      const about = { address: logicalId, standsFor: isMap(properties) ? String(properties['TableName']) : '' };
      const perhaps = (body: JsonTree): JsonTree => (isMap(body) ? { ...body, Condition: 'Open' } : body);
      return [
        {
          what: `${logicalId} under a condition`,
          template: replacedAt(whole, ['Resources', logicalId], perhaps),
          about,
        },
        ...UNREAD.map((type) => ({
          what: `${logicalId} ${UNREAD_MARK} ${type}`,
          template: replacedAt(whole, ['Resources', logicalId, 'Type'], () => type),
          about,
        })),
        ...pathsOf(properties).flatMap((path) =>
          Object.entries(OPEN).map(([way, replace]) => ({
            what: `${logicalId} ${path.join('.')} ${way}`,
            template: replacedAt(whole, ['Resources', logicalId, 'Properties', ...path], replace),
            about,
          })),
        ),
      ];
    });
    expect(cases.length).toBeGreaterThan(300);
    const wrong = cases.flatMap(({ what, template, about }) =>
      lessKnown
        .contradictions(read(template), about)
        // What is not read may be no table at all, and nothing is asked of it; its own stand-in is unknown.
        .filter(
          (said) => !what.includes(UNREAD_MARK) || !said.includes(`${about.standsFor} `) || !said.includes('not asked'),
        )
        .map((said) => `${what} open: ${said}`),
    );
    expect(wrong).toEqual([]);
  },
);
