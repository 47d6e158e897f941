import { UserError } from '../model/user-error.ts';
import { custodianSource, isCustodian } from './custodian.ts';
import type { Source } from './draft.ts';
import { hclTree } from './hcl.ts';
import { isResiliencePolicy, resiliencePolicy } from './resilience-hub.ts';
import { configRules, framework, nothing, placeOf, templateSources } from './rule-sets.ts';
import { PROWLER_CHECKS } from './rules.ts';
import { Template } from './template.ts';
import { at, itemsOf, membersOf, type Tree, textOf, yamlTree } from './tree.ts';

const KINDS =
  'a framework of AWS Backup Audit Manager, rules or a conformance pack of AWS Config, policies of cloud-custodian or a policy of AWS Resilience Hub';

/** What a file asks, whatever tool it is written for. Throws where it is for none that is known. */
export function sourcesIn(text: string, file: string): readonly Source[] {
  const name = baseName(file);
  const tree = isTerraform(file) ? hclTree(text, file) : yamlTree(text, file);
  const found = sourcesOf(tree, name);
  if (found.length > 0) return found;
  const hint = at(tree, 'Frameworks')
    ? '`list-frameworks` does not print controls: give what `aws backup describe-framework` prints'
    : `the file has to be ${KINDS}`;
  throw new UserError(`${file}:${tree.line}:${tree.column}: it asks for nothing that a policy can ask for`, hint);
}

function isTerraform(file: string): boolean {
  return /\.(?:tf|tofu|hcl)$/i.test(file);
}

function baseName(file: string): string {
  const last = file.split(/[/\\]/).at(-1) ?? file;
  return last.replace(/(?:\.tf)?\.[A-Za-z0-9]+$/, '') || 'imported';
}

function sourcesOf(tree: Tree, name: string): readonly Source[] {
  const template = new Template(tree);
  if (isCustodian(tree)) return [custodianSource(tree, name)];
  if (at(tree, 'Resources')) return [...templateSources(tree, name), ...hubTemplates(tree, name)];
  if (at(tree, 'ConfigRules')) return [configRules(tree, name)];
  if (at(tree, 'FrameworkControls')) return [framework(template, tree, name)];
  if (at(tree, 'CheckID')) return [prowlerCheck(tree, name)];
  const policies = itemsOf(at(tree, 'resiliencyPolicies') ?? at(tree, 'policies'));
  const hub = [tree, at(tree, 'policy'), ...policies].find(isResiliencePolicy);
  if (hub)
    return [hub, ...policies.filter((each) => each !== hub)]
      .filter(isResiliencePolicy)
      .map((each) => resiliencePolicy(template, each, name));
  const terraform = terraformResources(tree);
  if (terraform.length > 0) return terraform;
  return tree.kind === 'list' ? quotedPolicies(tree.items, name) : [];
}

function hubTemplates(tree: Tree, name: string): readonly Source[] {
  return membersOf(at(tree, 'Resources')).flatMap(([id, resource]) => {
    const type = textOf(at(resource, 'Type')) ?? '';
    const isHub = /^AWS::ResilienceHub(?:V2)?::(?:ResiliencyPolicy|Policy)$/.test(type);
    return isHub ? [resiliencePolicy(new Template(tree), at(resource, 'Properties') ?? resource, `${name}-${id}`)] : [];
  });
}

/** A check of Prowler has no parameters. */
function prowlerCheck(tree: Tree, name: string): Source {
  const id = textOf(at(tree, 'CheckID')) ?? name;
  const rule = PROWLER_CHECKS.get(id);
  const place = placeOf(tree);
  const about = rule?.carry(() => undefined);
  return {
    name: id,
    description: textOf(at(tree, 'CheckTitle')) ?? `Check ${id} of Prowler`,
    rules: [
      about
        ? { ...place, what: id, scope: {}, asks: about.asks, losses: about.losses }
        : nothing(place, id, 'no key of a policy asks for the same of DynamoDB tables'),
    ],
    losses: [],
  };
}

/** Terraform as it is written, in HCL or JSON, and what `terraform show -json` prints. */
function terraformResources(tree: Tree): readonly Source[] {
  const written = itemsOf(at(tree, 'resource')).flatMap((block) =>
    membersOf(block).flatMap(([type, named]) =>
      itemsOf(named).flatMap((each) =>
        membersOf(each).flatMap(([id, bodies]) => itemsOf(bodies).map((body) => ({ type, id, body }))),
      ),
    ),
  );
  const planned = moduleResources(at(tree, 'planned_values', 'root_module') ?? at(tree, 'values', 'root_module'), 0);
  return [...written, ...planned].flatMap(({ type, id, body }) => {
    const template = new Template(body);
    if (type === 'aws_backup_framework') {
      const source = framework(template, body, id);
      const generated = itemsOf(at(body, 'dynamic'));
      const why = 'its blocks are worked out; give what `terraform show -json` prints of a plan';
      return [{ ...source, losses: generated.map((each) => ({ ...placeOf(each), what: `${id} dynamic`, why })) }];
    }
    if (type !== 'aws_resiliencehub_resiliency_policy') return [];
    const [levels] = itemsOf(at(body, 'policy'));
    return [resiliencePolicy(template, withBlock(body, levels), id)];
  });
}

/** Blocks that stand once, each as the map that it is. */
function withBlock(body: Tree, levels: Tree | undefined): Tree {
  if (body.kind !== 'group' || levels?.kind !== 'group') return body;
  const once = new Map([...levels.members].map(([key, value]) => [key, itemsOf(value)[0] ?? value]));
  return { ...body, members: new Map([...body.members, ['policy', { ...levels, members: once }]]) };
}

const DEEPEST = 50;

function moduleResources(
  module: Tree | undefined,
  depth: number,
): readonly { readonly type: string; readonly id: string; readonly body: Tree }[] {
  if (depth > DEEPEST) return [];
  const own = itemsOf(at(module, 'resources')).flatMap((resource) => {
    const body = at(resource, 'values');
    const id = textOf(at(resource, 'address')) ?? 'framework';
    return body ? [{ type: textOf(at(resource, 'type')) ?? '', id, body }] : [];
  });
  return [...own, ...itemsOf(at(module, 'child_modules')).flatMap((child) => moduleResources(child, depth + 1))];
}

/** A list of examples, each with the text of policies in it. */
function quotedPolicies(items: readonly Tree[], name: string): readonly Source[] {
  return items.flatMap((item, index) => {
    const text = textOf(at(item, 'yaml'));
    if (text === undefined) return [];
    const inner = yamlTree(text, `${name}[${index}].yaml`);
    const place = placeOf(at(item, 'yaml') ?? item);
    const source = custodianSource(inner, `${name}-${index + 1}`);
    // Lines within a text that stands in one line say nothing: the line of the text does.
    return [{ ...source, rules: source.rules.map((rule) => ({ ...rule, ...place })) }];
  });
}
