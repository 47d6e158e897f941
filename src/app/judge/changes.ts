import { unknown } from '../../model/fact.ts';
import { type Inventory, isSamePlace, type Scope } from '../../model/inventory.ts';
import type { NamedStack, StackRecord } from '../../model/stack.ts';
import { UserError } from '../../model/user-error.ts';
import { didYouMean } from '../../policy/nearest.ts';
import { readCdkAssembly } from '../../preview/cdk.ts';
import type { CdkAssembly, CdkStack } from '../../preview/cdk-assembly.ts';
import type { Change } from '../../preview/change.ts';
import { readChangeSets } from '../../preview/change-set.ts';
import type { ChangeText } from '../../preview/change-set-text.ts';
import { readTemplate } from '../../preview/cloudformation.ts';
import { withDistinctStandIns } from '../../preview/distinct-stand-ins.ts';
import { readBackupPolicies } from '../../preview/organization-change.ts';
import type { Target } from '../../preview/place.ts';
import { readStackTemplate } from '../../preview/stack-change.ts';
import { type ParameterValues, parametersOf } from '../../preview/template-parameters.ts';
import { readTerraformPlans } from '../../preview/terraform.ts';
import { type BackupPolicyText, backupPolicyAt, givenPolicies } from '../files/backup-policy-files.ts';
import { cdkFolderAt, textOf } from '../files/cdk-folder.ts';
import { namedFile } from '../files/named-file.ts';
import { stackParameters } from '../files/stack-parameters.ts';
import type { Host } from '../host/host.ts';
import type { NamedBackupPolicy } from '../options/values.ts';
import { runAccount, UNRESOLVED } from './change-home.ts';

export interface PreviewOptions {
  readonly terraformPlans: readonly string[];
  readonly cloudFormation: readonly string[];
  readonly changeSets: readonly string[];
  /** Of AWS Organizations, as they will be. */
  readonly backupPolicies: readonly NamedBackupPolicy[];
  /** Of the templates: `KEY=VALUE`, or files. */
  readonly parameters: readonly string[];
  /** Deployed stacks, in the order of the templates. */
  readonly stacks: readonly NamedStack[];
  /** Regions that the user named: with one, that is where a stack is. */
  readonly regions: readonly string[] | 'all';
}

/** The files of a change, read. */
interface ChangeTexts {
  readonly plans: readonly ChangeText[];
  readonly templates: readonly ChangeText[];
  readonly assemblies: readonly CdkAssembly[];
  readonly changeSets: readonly ChangeText[];
  readonly backupPolicies: readonly BackupPolicyText[];
}

export function changeTexts(options: PreviewOptions, host: Host): ChangeTexts {
  const { terraformPlans, cloudFormation, changeSets, backupPolicies } = options;
  const given = cloudFormation.map((path) => cdkFolderAt(path, host) ?? textAt(path, host));
  return {
    plans: terraformPlans.map((file) => textAt(file, host)),
    templates: given.flatMap((each) => ('stacks' in each ? [] : [each])),
    assemblies: given.flatMap((each) => ('stacks' in each ? [each] : [])),
    changeSets: changeSets.map((file) => textAt(file, host)),
    backupPolicies: backupPolicies.map((named) => backupPolicyAt(named, host)),
  };
}

/** Those that do not say themselves where they go. */
export function placelessTexts({ plans, templates, assemblies }: ChangeTexts): readonly string[] {
  const open = stacksOf(assemblies).filter(({ account, region }) => account === undefined || region === undefined);
  return [...plans, ...templates, ...open].map(({ text }) => text);
}

/** Deployed stacks that CDK folders name themselves. */
export function stackNamesOf({ cloudFormation }: PreviewOptions, host: Host): readonly string[] {
  const assemblies = cloudFormation.flatMap((path) => cdkFolderAt(path, host) ?? []);
  return [...new Set(stacksOf(assemblies).map(({ name }) => name))];
}

function stacksOf(assemblies: readonly CdkAssembly[]): readonly CdkStack[] {
  return assemblies.flatMap(({ stacks }) => stacks);
}

export function readChanges(
  options: PreviewOptions,
  { plans, templates, assemblies, changeSets, backupPolicies }: ChangeTexts,
  target: Target,
  inventory: Inventory | undefined,
  host: Host,
): readonly Change[] {
  const parameters = stackParameters(options.parameters, host);
  requireTaken(parameters, [...templates, ...stacksOf(assemblies)]);
  if (options.stacks.length > templates.length) {
    throw new UserError(
      `--stack names ${options.stacks.length} stacks, and --cloudformation ${templates.length} templates`,
      'name the stacks in the order of the templates',
    );
  }
  const run = runAccount(target, inventory);
  return withDistinctStandIns([
    ...plans.flatMap(({ file, text }) => readTerraformPlans(file, text, run)),
    ...templates.map(({ file, text }, index) => {
      if (target.region === UNRESOLVED) {
        throw new UserError(
          'the inventory holds several places, and a template does not say which of them it is for',
          'name the Region of the stack with --regions, or give the inventory of one account',
        );
      }
      return readForStack({ file, text }, options.stacks[index], { target, parameters, inventory });
    }),
    ...assemblies.flatMap((assembly) =>
      readCdkAssembly(assembly, {
        target,
        parameters,
        deployed: (name, place) => recordOf(inventory, name, place)?.stack,
      }),
    ),
    ...readChangeSets(changeSets),
    ...readBackupPolicies(givenPolicies(backupPolicies, inventory), target, inventory),
  ]);
}

function recordOf(inventory: Inventory | undefined, stack: string, place: Scope): StackRecord | undefined {
  const there = inventory?.regions.find((region) => isSamePlace(region, place));
  return there?.stacks?.find(({ name }) => name === stack);
}

/** A template for the stack that is named, as far as the inventory tells of it. */
function readForStack(
  { file, text }: ChangeText,
  named: NamedStack | undefined,
  {
    target,
    parameters,
    inventory,
  }: { readonly target: Target; readonly parameters: ParameterValues; readonly inventory: Inventory | undefined },
): Change {
  if (named === undefined) return readTemplate(file, text, { target, parameters });
  const { name: stackName, isNew } = named;
  const found = recordOf(inventory, stackName, target)?.stack;
  if (found?.known && (found.value !== null || isNew)) {
    return readStackTemplate(file, text, { target, parameters, stackName, stack: found.value });
  }
  const why =
    found?.known === false ? found : unknown('not-collected', absentStack(stackName, target, found !== undefined));
  return readTemplate(file, text, { target, parameters, unknownStack: { name: stackName, why } });
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
  const bytes = namedFile(path, host);
  if (!bytes) throw new UserError(`no such file: ${path}`, 'name the file of the plan or template');
  return { file: path, text: textOf(path, bytes) };
}
