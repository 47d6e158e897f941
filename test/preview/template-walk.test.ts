import { expect, test } from 'vitest';
import { readTemplate } from '../../src/preview/cloudformation.ts';
import { readTemplateText } from '../../src/preview/template-text.ts';
import { golden } from './golden-files.ts';
import { isMap, type JsonMap, type JsonTree } from './json-tree.ts';
import { HOME, LessKnown, type Path, pathsOf } from './less-known.ts';

/** Ways in which a template leaves a value open. */
const OPEN = {
  'a parameter': () => ({ Ref: 'Later' }),
  'left out under a condition': (value: JsonTree) => ({ 'Fn::If': ['Open', value, { Ref: 'AWS::NoValue' }] }),
} as const satisfies Record<string, (value: JsonTree) => JsonTree>;

function replacedAt(tree: JsonTree, [key, ...rest]: Path, replace: (value: JsonTree) => JsonTree): JsonTree {
  if (key === undefined) return replace(tree);
  if (Array.isArray(tree)) return tree.map((item, index) => (index === key ? replacedAt(item, rest, replace) : item));
  return isMap(tree) ? { ...tree, [key]: replacedAt(tree[key] ?? null, rest, replace) } : tree;
}

test('a template says nothing with one value open that it does not say with all known', { timeout: 120_000 }, () => {
  const read = (template: JsonTree) => readTemplate('t.json', JSON.stringify(template), { home: HOME });
  const whole: JsonMap = JSON.parse(JSON.stringify(readTemplateText('t.yaml', golden('estate.template.yaml')).root));
  const lessKnown = new LessKnown(read(whole));
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
    lessKnown.contradictions(read(template), about).map((said) => `${what} open: ${said}`),
  );
  expect(wrong).toEqual([]);
});
