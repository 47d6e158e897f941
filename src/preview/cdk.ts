import { type Fact, type Unknown, unknown } from '../model/fact.ts';
import type { Scope } from '../model/inventory.ts';
import type { DeployedStack } from '../model/stack.ts';
import type { CdkAssembly, CdkStack } from './cdk-assembly.ts';
import type { Change, Edit } from './change.ts';
import { type AppSettings, readTemplate } from './cloudformation.ts';
import type { Target } from './place.ts';
import { deployedSettings, readStackTemplate } from './stack-change.ts';
import type { ParameterValues } from './template-parameters.ts';
import { TemplateSide } from './template-side.ts';
import { readTemplateText } from './template-text.ts';
import { partitionOf } from './terraform-places.ts';
import { Later, type Value } from './value.ts';

export interface CdkSettings {
  /** Stands for what an app leaves to whoever deploys it. */
  readonly target: Scope;
  /** What the user gives, before what the app does. */
  readonly parameters: ParameterValues;
  /** A stack that is deployed, by name and place; undefined: it was not read. */
  readonly deployed: (name: string, place: Scope) => Fact<DeployedStack | null> | undefined;
}

/** What `cdk deploy` makes of all stacks of a CDK folder, one change each. */
export function readCdkAssembly(assembly: CdkAssembly, settings: CdkSettings): readonly Change[] {
  const exports = new Exports();
  const { provisional } = assembly;
  return assembly.stacks.map((stack) => {
    const change = readStack(stack, settings, exports);
    if (provisional === undefined) return change;
    const incomplete = unknown('not-collected', provisional);
    return { ...change, incomplete: change.incomplete ?? incomplete, notes: [...change.notes, provisional] };
  });
}

function readStack(stack: CdkStack, settings: CdkSettings, exports: Exports): Change {
  const { file, text, name, tags, nested } = stack;
  const target = homeOf(stack, settings.target);
  const place = `${stack.account ?? ''} ${stack.region ?? ''}`;
  const app: AppSettings = { label: name, nested, imported: exports.importing(place), stackTags: tags };
  const parameters = parametersOf(stack, settings.parameters, target);
  const found = target.unknown ? undefined : settings.deployed(name, target);
  const live = found?.known ? found.value : undefined;
  const side = { target, parameters, stackName: name, ...(live ? deployedSettings(live) : {}), ...app };
  exports.add(place, new TemplateSide(readTemplateText(file, text), side));
  if (live === undefined) {
    const why = found?.known === false ? found : unreadStack(stack, target);
    return readTemplate(file, text, { target, parameters, app, unknownStack: { name, why } });
  }
  const change = readStackTemplate(file, text, { target, parameters, app, stackName: name, stack: live });
  return Object.keys(tags).length === 0 && Object.keys(live?.tags ?? {}).length > 0
    ? withOpenTags(change, name)
    : change;
}

/** What stands for what the app leaves open is never taken for told. */
function homeOf({ name, file, account, region }: CdkStack, target: Scope): Target {
  const unresolved = (what: string) =>
    unknown(
      'not-collected',
      `the app does not tell which ${what} stack ${name} is deployed to; an \`env\` of the stack does, or ${file} by itself, with --regions`,
    );
  const place = {
    partition: region === undefined ? target.partition : partitionOf(region),
    account: account ?? target.account,
    region: region ?? target.region,
  };
  if (account !== undefined && region !== undefined) return place;
  return {
    ...place,
    unknown: {
      ...(account === undefined ? { account: unresolved('account') } : {}),
      ...(region === undefined ? { region: unresolved('Region') } : {}),
    },
  };
}

function unreadStack({ name }: CdkStack, { account, region, unknown: open }: Target): Unknown {
  return (
    open?.account ??
    open?.region ??
    unknown(
      'not-collected',
      `what stack ${name} has in ${region} of account ${account} is not in the inventory; collect --stack ${name} reads it`,
    )
  );
}

/** Values that the app gives may hold the place. Source: AWS CDK, cxapi EnvironmentPlaceholders. */
function parametersOf(
  { parameters }: CdkStack,
  given: ParameterValues,
  { partition, account, region, unknown: open }: Target,
): ParameterValues {
  const own = Object.entries(parameters).map(([name, text]): readonly [string, string | Later] => {
    const why =
      (text.includes('${AWS::AccountId}') ? open?.account : undefined) ??
      (/\$\{AWS::(?:Region|Partition)\}/.test(text) ? open?.region : undefined);
    if (why) return [name, new Later(why.detail)];
    const places = { AccountId: account, Region: region, Partition: partition };
    return [
      name,
      text.replaceAll(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, part: keyof typeof places) => places[part]),
    ];
  });
  return new Map([...own, ...given]);
}

/** The CDK sends an empty list of tags, and AWS does not say whether a change set then keeps those of the stack. */
function withOpenTags(change: Change, name: string): Change {
  const why = unknown(
    'undocumented',
    `the app gives stack ${name} no tags, and AWS does not say whether those that it has stay`,
  );
  const opened = (edit: Edit): Edit =>
    edit.kind === 'table' ? { kind: 'table', table: { ...edit.table, tags: why } } : edit;
  return { ...change, resources: change.resources.map((each) => ({ ...each, edits: each.edits.map(opened) })) };
}

/** What stacks of one place export to one another. Source: CloudFormation User Guide, using-cfn-stack-exports. */
class Exports {
  readonly #sides = new Map<string, TemplateSide[]>();
  readonly #open = new Set<string>();

  add(place: string, side: TemplateSide): void {
    this.#sides.set(place, [...(this.#sides.get(place) ?? []), side]);
  }

  importing(place: string): (name: string) => Value | undefined {
    return (name) => {
      const found = (this.#sides.get(place) ?? []).flatMap((side) => {
        const output = side.exports().get(name);
        return output === undefined ? [] : [{ side, output }];
      });
      const [only, other] = found;
      const key = `${place} ${name}`;
      if (!only || other || this.#open.has(key)) return undefined;
      this.#open.add(key);
      try {
        return only.side.output(only.output);
      } finally {
        this.#open.delete(key);
      }
    };
  }
}
