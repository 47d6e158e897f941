import type { Estate } from '../estate/estate.ts';
import { restoresOf } from '../estate/restored.ts';
import { type Policy, RESTORE_SETTINGS } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import { renderCloudFormation } from './cloudformation.ts';
import { fixSteps } from './fix-steps.ts';
import type { FixFormat } from './formats.ts';
import type { Step } from './part.ts';
import { renderScript } from './script.ts';
import { isOfRestored, sentenceOf, settingOf } from './setting-steps.ts';
import { templateContent } from './template.ts';
import { renderTerraform } from './terraform.ts';

export interface FixRequest {
  readonly estate: Estate;
  readonly policies: readonly Policy[];
  /** All results of a report, or those of one table. */
  readonly results: readonly Result[];
  /** Name or ARN of the table that was asked for; absent: the whole estate. */
  readonly table: string | undefined;
  readonly format: FixFormat;
  readonly version: string;
  /** The call of Holdfast that checks these Regions again. */
  readonly checkIn: (regions: readonly string[]) => string;
}

export interface Fix {
  readonly text: string;
  readonly steps: readonly Step[];
}

/** What fixes the failing results, as text. Nothing is changed by writing it. */
export function fixOf(request: FixRequest): Fix {
  const { estate, policies, results, table, format } = request;
  const asked = table === undefined ? results : results.filter(({ resource }) => isNamed(resource, table));
  const open = asked.filter(
    (result) =>
      result.status === 'fail' ||
      (isSetting(result) &&
        (result.status === 'not-applicable' || (result.status === 'unknown' && table !== undefined))),
  );
  const steps = fixSteps(estate, policies, open);
  const again = afterwards(steps, request);
  const paragraphs = [...aboutOf(request), ...remarksOn(request, asked, steps), ...(format === 'cli' ? [] : again)];
  switch (format) {
    case 'cli':
      return { steps, text: renderScript({ about: paragraphs }, steps, again) };
    case 'cloudformation':
      return { steps, text: renderCloudFormation(templateContent(paragraphs, steps, estate.table)) };
    case 'terraform':
      return { steps, text: renderTerraform(templateContent(paragraphs, steps, estate.table)) };
  }
}

function isNamed({ name, arn }: Result['resource'], table: string): boolean {
  return name === table || arn === table;
}

function isSetting(result: Result): boolean {
  return settingOf(result) !== undefined;
}

function aboutOf({ estate, table, format, version }: FixRequest): readonly string[] {
  const what = table === undefined ? 'the failing results of a check' : `what fails of ${table}`;
  const form = { cli: 'commands of the AWS CLI', cloudformation: 'CloudFormation', terraform: 'Terraform' }[format];
  return [
    `Fixes ${what}: ${form}, written by holdfast ${version} from facts of ${estate.inventory.takenAt}. Nothing has been changed.`,
    ...(format === 'cli'
      ? [
          'Read it, then run it with bash. What takes something away, cannot be undone, or is yours to choose is a comment.',
        ]
      : []),
  ];
}

/** What a reader might take for granted and must not. */
function remarksOn(
  { estate, table }: FixRequest,
  results: readonly Result[],
  steps: readonly Step[],
): readonly string[] {
  const made = [...restoresOf(estate).restoredFrom.values()].flat();
  const beingRestored = new Set(made.flatMap((each) => (each.inProgress ? [each.table.arn] : [])));
  const running = results.some(
    ({ status, resource }) => status === 'not-applicable' && beingRestored.has(resource.arn),
  );
  const waived = results.filter(({ status }) => status === 'waived').length;
  const unknown = results.filter(
    (result) => result.status === 'unknown' && (table === undefined || !isSetting(result)),
  );
  const asked = new Set(results.filter(isOfRestored).map(settingOf));
  const unasked = RESTORE_SETTINGS.filter((setting) => !asked.has(setting));
  const isRestored = table !== undefined && results.some(isOfRestored);
  return [
    ...(running ? ['The table is still being restored: run fix again when it is ACTIVE.'] : []),
    ...(steps.length === 0 && !running ? ['Nothing that was judged fails, so there is nothing to fix.'] : []),
    ...(isRestored && unasked.length > 0
      ? [`No policy asks for these settings, so nobody looked at them: ${unasked.map(sentenceOf).join(', ')}.`]
      : []),
    ...(unknown.length > 0 ? [`Not fixed: ${unknown.length} unknown results; \`holdfast check\` says why.`] : []),
    ...(waived > 0 ? [`Not fixed: ${waived} waived results.`] : []),
  ];
}

function afterwards(steps: readonly Step[], { checkIn }: FixRequest): readonly string[] {
  const regions = new Set(steps.map(({ region }) => region));
  return steps.length === 0 ? [] : [`Then check again: ${checkIn([...regions].toSorted())}`];
}
