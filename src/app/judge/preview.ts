import { concluded } from '../../evaluate/conclusion.ts';
import { unknown } from '../../model/fact.ts';
import type { Instant } from '../../model/instant.ts';
import { type Inventory, isSamePlace, type Scope } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import type { NamedStack } from '../../model/stack.ts';
import { UserError } from '../../model/user-error.ts';
import { didYouMean } from '../../policy/nearest.ts';
import type { Change } from '../../preview/change.ts';
import { readTemplate } from '../../preview/cloudformation.ts';
import { compared } from '../../preview/compare.ts';
import { ASSUMPTIONS, emptyInventory } from '../../preview/empty-inventory.ts';
import { withAllDropped } from '../../preview/may-drop.ts';
import { overlay } from '../../preview/overlay.ts';
import { asAccepted, isRefused } from '../../preview/refused.ts';
import { readStackTemplate } from '../../preview/stack-change.ts';
import { type ParameterValues, parametersOf } from '../../preview/template-parameters.ts';
import { readTerraformPlans } from '../../preview/terraform.ts';
import { inStandIn, withUntoldPlace } from '../../preview/untold-place.ts';
import { namedFile } from '../files/named-file.ts';
import { stackParameters } from '../files/stack-parameters.ts';
import type { Host } from '../host/host.ts';
import { agreedResults } from './agreed.ts';
import { homeAlone, homeIn, placeNote, placesOf, runAccount, UNTOLD } from './change-home.ts';
import { withoutHistory, withoutPasses } from './less-sure.ts';
import { withRefusals } from './refusals.ts';

export interface PreviewOptions {
  readonly terraformPlans: readonly string[];
  readonly cloudFormation: readonly string[];
  /** Of the templates: `KEY=VALUE`, or files. */
  readonly parameters: readonly string[];
  /** Deployed stacks, in the order of the templates. */
  readonly stacks: readonly NamedStack[];
  /** Regions that the user named: with one, that is where a stack is. */
  readonly regions: readonly string[] | 'all';
}

export function isPreview({ terraformPlans, cloudFormation }: PreviewOptions): boolean {
  return terraformPlans.length > 0 || cloudFormation.length > 0;
}

/** Plans, templates and parameters that cannot be read are said before AWS is asked, which may take minutes. */
export function requireChange(options: PreviewOptions, host: Host): void {
  const { plans, templates } = textsOf(options, host);
  readChanges(
    options,
    { plans, templates },
    homeAlone(
      [...plans, ...templates].map(({ text }) => text),
      options,
      host,
    ),
    undefined,
    host,
  );
}

function textsOf(options: PreviewOptions, host: Host) {
  return {
    plans: options.terraformPlans.map((file) => textAt(file, host)),
    templates: options.cloudFormation.map((file) => textAt(file, host)),
  };
}

/**
 * Judges both sides of a change, by one and the same `judge`. Without an inventory the change is laid over places in which
 * there is nothing.
 */
export function previewReport(
  options: PreviewOptions,
  inventory: Inventory | undefined,
  now: Instant,
  host: Host,
  judge: (inventory: Inventory) => Report,
): { readonly report: Report; readonly after: Inventory } {
  const { plans, templates } = textsOf(options, host);
  const home = inventory
    ? homeIn(inventory, options, host)
    : homeAlone(
        [...plans, ...templates].map(({ text }) => text),
        options,
        host,
      );
  const read = readChanges(options, { plans, templates }, home, inventory, host);
  const alone = inventory === undefined;
  const changes = alone ? inStandIn(read, home) : read;
  const before = inventory ?? emptyInventory(placesOf(changes, home), now);
  const regions = options.regions === 'all' ? [] : options.regions;
  const laidOver = (laid: readonly Change[]) => {
    const { inventory: overlaid, notes } = overlay(before, laid, { withUntouched: alone, regions });
    const after = home.unknown ? withUntoldPlace(overlaid, home, home.unknown) : overlaid;
    return {
      after,
      notes,
      judged: alone ? withoutHistory(judge(after)) : judgedWithDrops(judge(after), before, laid, { regions, judge }),
    };
  };
  const { after, notes, judged: accepted } = laidOver(changes.map(asAccepted));
  const refused = changes.flatMap(({ resources }) => resources.filter(({ refusals }) => refusals !== undefined));
  const judged = refused.some(isRefused)
    ? withRefusals(accepted, laidOver(changes).judged, refused)
    : withRefusals(accepted, accepted, refused);
  const report = compared({
    before: judge(before),
    after: changes.reduce((found, { partial }) => (partial ? withoutPasses(found, partial) : found), judged),
    changes,
    alone,
    notes: [
      ...(alone ? [...ASSUMPTIONS, placeNote(home)] : []),
      ...changes.flatMap((change) => change.notes),
      ...(alone ? [] : changes.flatMap(({ mayDrop }) => mayDrop?.why.detail ?? [])),
      ...notes,
    ],
  });
  return { report, after };
}

/** Only what holds whether or not stacks of which nothing is known drop all that they may own. */
function judgedWithDrops(
  report: Report,
  before: Inventory,
  changes: readonly Change[],
  { regions, judge }: { readonly regions: readonly string[]; readonly judge: (inventory: Inventory) => Report },
): Report {
  const dropped = withAllDropped(before, changes, { withUntouched: false, regions });
  const [why] = changes.flatMap(({ mayDrop }) => mayDrop?.why ?? []);
  if (!dropped || !why) return report;
  const results = agreedResults(report, judge(dropped), why);
  return { ...report, ...concluded(results, report.nothingJudged) };
}

interface ChangeText {
  readonly file: string;
  readonly text: string;
}

function readChanges(
  options: PreviewOptions,
  { plans, templates }: { readonly plans: readonly ChangeText[]; readonly templates: readonly ChangeText[] },
  home: Scope,
  inventory: Inventory | undefined,
  host: Host,
): readonly Change[] {
  const parameters = stackParameters(options.parameters, host);
  requireTaken(parameters, templates);
  if (options.stacks.length > templates.length) {
    throw new UserError(
      `--stack names ${options.stacks.length} stacks, and --cloudformation ${templates.length} templates`,
      'name the stacks in the order of the templates',
    );
  }
  const run = runAccount(home, inventory);
  return [
    ...plans.flatMap(({ file, text }) => readTerraformPlans(file, text, run)),
    ...templates.map(({ file, text }, index) => {
      if (home.region === UNTOLD) {
        throw new UserError(
          'the inventory holds several places, and a template does not say which of them it is for',
          'name the Region of the stack with --regions, or give the inventory of one account',
        );
      }
      return readForStack({ file, text }, options.stacks[index], { home, parameters, inventory });
    }),
  ];
}

/** A template for the stack that is named, as far as the inventory tells of it. */
function readForStack(
  { file, text }: ChangeText,
  named: NamedStack | undefined,
  {
    home,
    parameters,
    inventory,
  }: { readonly home: Scope; readonly parameters: ParameterValues; readonly inventory: Inventory | undefined },
): Change {
  if (named === undefined) return readTemplate(file, text, { home, parameters });
  const { name: stackName, isNew } = named;
  const here = inventory?.regions.find((region) => isSamePlace(region, home));
  const record = here?.stacks?.find(({ name }) => name === stackName);
  const found = record?.stack;
  if (found?.known && (found.value !== null || isNew)) {
    return readStackTemplate(file, text, { home, parameters, stackName, stack: found.value });
  }
  const why =
    found?.known === false ? found : unknown('not-collected', absentStack(stackName, home, found !== undefined));
  return readTemplate(file, text, { home, parameters, unknownStack: { name: stackName, why } });
}

/** A name that AWS does not know is a slip of the pen as easily as a stack that is new. */
function absentStack(name: string, { account, region }: Scope, isRead: boolean): string {
  if (!isRead) return `stack ${name} is not in the inventory; collect --stack ${name} reads it`;
  return `there is no stack ${name} in ${region} of account ${account}, so what the stack of the template owns is not known; --stack names the one that is deployed, --stack ${name}=new says that the template makes it`;
}

const STACK_NAME = 'AWS::StackName';

/** A parameter that no template takes is a slip of the pen. */
function requireTaken(parameters: ParameterValues, templates: readonly ChangeText[]): void {
  if (parameters.has(STACK_NAME) && templates.length > 1) {
    throw new UserError(
      `--parameters: ${STACK_NAME} names one stack, and --cloudformation ${templates.length} templates`,
      'give one template, or leave the name out',
    );
  }
  const taken = [STACK_NAME, ...templates.flatMap(({ file, text }) => parametersOf(file, text))];
  for (const name of parameters.keys()) {
    if (taken.includes(name)) continue;
    throw new UserError(
      `--parameters: no template of --cloudformation takes ${name}`,
      didYouMean(name, taken) ?? 'name a parameter of a template',
    );
  }
}

function textAt(path: string, host: Host): ChangeText {
  return { file: path, text: textOf(path, host) };
}

function textOf(path: string, host: Host): string {
  const bytes = namedFile(path, host);
  if (!bytes) throw new UserError(`no such file: ${path}`, 'name the file of the plan or template');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${path} is not UTF-8 text`, 'give the plan or template as text', { cause });
  }
}
