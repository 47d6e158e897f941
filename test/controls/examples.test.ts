import { describe, expect, test } from 'vitest';
import type { Control, Example } from '../../src/controls/define.ts';
import { NOW, ORDERS, tableArnOf } from '../../src/controls/example.ts';
import { controls } from '../../src/controls/index.ts';
import { estateOf } from '../../src/estate/estate.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { loadPolicies } from '../../src/policy/load.ts';

/** The policy that an example's part of it stands in. */
function policyWith(part: string) {
  const text = `apiVersion: holdfast/v1\nkind: Policy\nname: example\ntables: { names: [orders] }\n${part}\n`;
  const file = { path: 'policies/example.yaml', bytes: new TextEncoder().encode(text) };
  const { policies, problems } = loadPolicies(
    [file],
    () => undefined,
    controls.map((control) => control.id),
  );
  expect(problems).toEqual([]);
  return policies;
}

function resultOf(control: Control, example: Example) {
  const report = evaluate({
    policies: policyWith(example.policy),
    estate: estateOf(example.inventory(), NOW),
    requirePolicy: false,
    version: 'test',
  });
  const results = report.results.filter((result) => result.control === control.id);
  const restored = results.find((result) => result.resource.arn === tableArnOf('orders-restored'));
  return control.judges === 'restored-table' && restored
    ? restored
    : results.find((result) => result.resource.arn === ORDERS);
}

describe.each(controls.map((control) => [control.id, control] as const))('%s', (_, control) => {
  test.each(control.examples.map((example) => [example.title, example] as const))('%s', (_, example) => {
    const result = resultOf(control, example);
    expect({ status: result?.status, message: result?.message }).toEqual(example.expect);
  });

  test('has an example that passes, one that fails, and one that stays unknown', () => {
    const shown = new Set(control.examples.map((example) => example.expect.status));
    expect([...shown]).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown']));
  });
});
