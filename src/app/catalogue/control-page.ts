import { awsAccepts } from '../../controls/aws-accepts.ts';
import type { Control, Example } from '../../controls/define.ts';
import { controls } from '../../controls/index.ts';
import { policyCoverage } from '../../controls/policy-coverage.ts';
import { requirementsOf } from '../../controls/requirements.ts';
import { driftControl } from '../../drift/control.ts';
import type { Evidence } from '../../model/framework.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Need } from '../../model/need.ts';
import { keyPathOf } from '../../model/policy-keys/asked.ts';
import { loadPolicies } from '../../policy/load.ts';
import { wrap } from '../../report/terminal.ts';
import { actionsFor } from '../permissions/need-actions.ts';
import { CONTROL_IDS } from './control-ids.ts';
import { whenText } from './framework-map.ts';

export type ControlPage = typeof policyCoverage | typeof awsAccepts | typeof driftControl | Control;

export const CONTROL_PAGES: readonly ControlPage[] = [policyCoverage, awsAccepts, driftControl, ...controls];

/** What a reader wants to know of a control before, or after, it fails. */
export function controlPage(control: ControlPage, width: number): string {
  const paragraph = (text: string) => wrap(text, width, '  ');
  const item = (text: string) => wrap(text, width, '  ', '- ');
  const asked = askedBy(control);
  const { evidence = [] }: { readonly evidence?: readonly Evidence[] } = control;
  const sections = [
    [`${control.id}: ${control.title}`],
    [`Asked by ${asked}; severity ${severityOf(control)}.`],
    paragraph(control.description),
    ['When it fails', ...paragraph(control.remediation)],
    ...('examples' in control ? [reads(control), examples(control.examples, width)] : []),
    ...(evidence.length > 0 ? [['Evidence for', ...evidenceLines(evidence, width)]] : []),
    ...(control.sources.length > 0 ? [['Sources', ...control.sources.flatMap(item)]] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Ids of the same reason on one line; the bounds of a framework are on its own page. */
function evidenceLines(evidence: readonly Evidence[], width: number): readonly string[] {
  const alike = groupBy(evidence, ({ extent, why, when }) => JSON.stringify([extent, why, when]));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const ids = [...groupBy(same, ({ framework }) => framework)].map(
      ([framework, list]) => `${framework} ${list.map(({ requirement }) => requirement).join(', ')}`,
    );
    return wrap(`${first.extent}${whenText(first.when)}: ${ids.join('; ')}. ${capital(first.why)}.`, width, '  ', '- ');
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function askedBy(control: ControlPage): string {
  if ('examples' in control) return `\`${keyPathOf(control.id)}\``;
  if (control.id === awsAccepts.id) return 'a preview of a change';
  return control.id === driftControl.id ? '`--baseline`' : '`--require-policy`';
}

function severityOf(control: ControlPage): string {
  const where = control.id === driftControl.id ? ' where protection is weakened, low elsewhere' : '';
  return `${control.severity}${where}, unless a policy says otherwise`;
}

function reads(control: Control): readonly string[] {
  return ['Reads', ...actionsFor(needsIn(control)).map((action) => `  - ${action}`)];
}

function examples(list: readonly Example[], width: number): readonly string[] {
  return [
    'Examples',
    ...list.flatMap(({ title, policy, expect }) => [
      ...wrap(title, width, '  ', '- '),
      ...policy
        .trimEnd()
        .split('\n')
        .map((line) => `      ${line}`),
      ...wrap(`${expect.status}: ${expect.message}`, width, '      '),
    ]),
  ];
}

/** What a control needs depends on what is asked of it: here, on all that its examples ask. */
function needsIn(control: Control): ReadonlySet<Need> {
  const files = control.examples.map(({ policy }, index) => ({
    path: `example-${index}.yaml`,
    bytes: new TextEncoder().encode(
      `apiVersion: holdfast/v1\nkind: Policy\nname: example-${index}\ntables: {}\n${policy}\n`,
    ),
  }));
  const { policies } = loadPolicies(files, () => undefined, CONTROL_IDS);
  return new Set(
    policies
      .flatMap(requirementsOf)
      .filter((each) => each.control === control)
      .flatMap(({ requirements }) => requirements.flatMap(({ asked }) => control.needs(asked))),
  );
}
