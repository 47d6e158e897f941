import type { EstateTable } from '../estate/estate.ts';
import { callLine } from './command.ts';
import { needsActiveTable, type Part, type Step } from './part.ts';
import { shellComment } from './shell.ts';
import { partCommands } from './table-commands.ts';
import { waitCall } from './until-active.ts';
import { type WantedTable, wantedTable } from './wanted-table.ts';

/** Tables that a template can describe, and comments for all that it cannot. */
export interface TemplateContent {
  readonly tables: readonly WantedTable[];
  readonly comments: readonly string[];
}

/** Both template languages know comments that begin with `#`. */
export function templateContent(
  about: readonly string[],
  steps: readonly Step[],
  tableOf: (arn: string) => EstateTable | undefined,
): TemplateContent {
  const places = [...new Set(steps.flatMap(({ place, parts }) => (place && parts.length > 0 ? [place.arn] : [])))];
  const tables: WantedTable[] = [];
  const undescribed = new Map<string, string>();
  for (const arn of places) {
    const table = tableOf(arn);
    const parts = steps.filter(({ place }) => place?.arn === arn).flatMap((step): readonly Part[] => step.parts);
    const wanted = table ? wantedTable(table, parts) : 'the table is not in the inventory';
    if (typeof wanted === 'string') undescribed.set(arn, wanted);
    else tables.push(wanted);
  }
  const comments = [
    ...about,
    ...steps.flatMap((step) => stepComments(step, undescribed)),
    ...tables.flatMap(({ name, unknown }) => unknown.map((what) => `not known of ${name}, so not written: ${what}`)),
  ];
  return { tables, comments: comments.map(shellComment) };
}

/** What only a command can do is shown as one. */
function stepComments(step: Step, undescribed: ReadonlyMap<string, string>): readonly string[] {
  const { title, reasons, notes, commands, place, parts } = step;
  const why = place && undescribed.get(place.arn);
  const lost =
    place && why !== undefined
      ? parts.flatMap((part) => [
          ...(needsActiveTable(part) ? [{ call: waitCall(place) }] : []),
          ...partCommands(part, place),
        ])
      : [];
  return [
    `-- ${title}`,
    ...reasons.map((reason) => `why: ${reason}`),
    ...notes.map((note) => `note: ${note}`),
    ...(why === undefined ? [] : [`not known: ${why}, so as a command:`]),
    ...[...lost, ...commands].map(({ call }) => `not in this template, as a command: ${callLine(call)}`),
  ];
}
