import { mappedControls } from '../../frameworks/map.ts';
import { formatMinutes } from '../../model/duration.ts';
import { type AskedValue, type Bound, type Framework, MAPPING_VERSION } from '../../model/framework.ts';
import { wrap } from '../../report/terminal.ts';
import { CONTROL_INFO } from './control-info.ts';

export const SUGGESTED =
  'The mapping is suggested, to be confirmed by your auditor. A pass says that the policy is met, and a requirement asks for more than backups can show.';

/** `holdfast frameworks ID --report json`, and without an id a list of them. */
export function frameworkJson(frameworks: readonly Framework[]): string {
  const document = {
    schema: 'holdfast/frameworks/v1',
    mapping: { version: MAPPING_VERSION, status: 'suggested' },
    frameworks: frameworks.map((framework) => ({
      id: framework.id,
      title: framework.title,
      edition: framework.edition,
      requirements: requirementsOf(framework),
      leftOut: framework.leftOut,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function requirementsOf(framework: Framework) {
  const mapped = mappedControls(framework, CONTROL_INFO);
  return Object.entries(framework.requirements).map(([id, { asks, bounds = [], must = [] }]) => ({
    id,
    asks,
    bounds,
    must,
    controls: (mapped.get(id) ?? []).map(({ control, extent, why, when }) => ({ control, extent, why, when })),
  }));
}

/** All frameworks, one a line. */
export function frameworkList(frameworks: readonly Framework[], width: number): string {
  const longest = Math.max(...frameworks.map(({ id }) => id.length));
  const lines = frameworks.map((framework) => {
    const { id, title, edition, requirements } = framework;
    return `  ${id.padEnd(longest)}  ${title}, ${edition}: ${Object.keys(requirements).length} requirements`;
  });
  return `${[...lines, '', ...wrap(SUGGESTED, width, '')].join('\n')}\n`;
}

/** One framework, requirement by requirement. */
export function frameworkPage(framework: Framework, width: number): string {
  const sections = [
    [`${framework.id}: ${framework.title}, ${framework.edition}`, '', ...wrap(SUGGESTED, width, '')],
    ...requirementsOf(framework).map(({ id, asks, bounds, must, controls }) => [
      ...wrap(`${id}: ${asks}`, width, ''),
      ...bounds.flatMap((bound) => wrap(boundText(bound), width, '  ')),
      ...must.flatMap((list) => wrap(mustText(list), width, '  ')),
      ...(controls.length === 0 ? ['  no control is evidence for it'] : []),
      ...controls.flatMap(({ control, extent, why, when }) =>
        wrap(`${extent.padEnd(8)}  ${control}${whenText(when)}: ${why}`, width, '  ', '- '),
      ),
    ]),
    ...(framework.leftOut.length === 0
      ? []
      : [['Left out', ...framework.leftOut.flatMap(({ ids, why }) => wrap(`${ids}: ${why}`, width, '  ', '- '))]]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function boundText({ control, field, atMostMinutes }: Bound): string {
  return `bound: ${control} asked at most ${formatMinutes(atMostMinutes)} (${field.replace(/Minutes$/, '')})`;
}

function mustText(controls: readonly string[]): string {
  return `not met unless asked: ${controls.join(' or ')}`;
}

export function whenText(when: AskedValue | undefined): string {
  if (when === undefined) return '';
  const what = when.field ?? 'it';
  if (when.is === undefined && when.not === undefined) return ` (where ${what} is given)`;
  const says = when.is ? when.is.join(', ') : `not ${(when.not ?? []).join(', ')}`;
  return ` (where ${what} is ${says})`;
}
