import type { Imported, Loss, Scope, Source } from './draft.ts';
import { AUDIT_CONTROLS, CONFIG_RULES, type Rule } from './rules.ts';
import { Template } from './template.ts';
import { at, either, itemsOf, membersOf, type Place, type Tree, textOf } from './tree.ts';

const CONFIG_RULE = 'AWS::Config::ConfigRule';
const FRAMEWORK = 'AWS::Backup::Framework';

/** A conformance pack, or a template with rules of AWS Config and frameworks of Audit Manager. */
export function templateSources(root: Tree, name: string): readonly Source[] {
  const template = new Template(root);
  const resources = membersOf(at(root, 'Resources')).map(([id, resource]) => ({
    id,
    resource,
    type: textOf(at(resource, 'Type')) ?? '',
    isMade: template.isMade(textOf(at(resource, 'Condition'))),
  }));
  const losses: Loss[] = resources.flatMap(({ id, resource, type, isMade }) =>
    isMade === undefined && (type === CONFIG_RULE || type === FRAMEWORK)
      ? [{ ...placeOf(resource), what: id, why: 'nothing tells whether its condition holds' }]
      : [],
  );
  const made = resources.filter(({ isMade }) => isMade);
  const rules = made.filter(({ type }) => type === CONFIG_RULE);
  const frameworks = made.filter(({ type }) => type === FRAMEWORK);
  return [
    ...(rules.length > 0 || losses.length > 0
      ? [
          {
            name,
            description: `Rules of AWS Config in ${name}`,
            rules: rules.map(({ id, resource }) => configRule(template, id, at(resource, 'Properties') ?? resource)),
            losses,
          },
        ]
      : []),
    ...frameworks.map(({ id, resource }) => framework(template, at(resource, 'Properties') ?? resource, id)),
  ];
}

/** What `aws configservice describe-config-rules` prints. */
export function configRules(root: Tree, name: string): Source {
  const template = new Template(root);
  const rules = itemsOf(at(root, 'ConfigRules')).map((rule) => configRule(template, 'rule', rule));
  return { name, description: `Rules of AWS Config in ${name}`, rules, losses: [] };
}

function configRule(template: Template, id: string, rule: Tree): Imported {
  const named = template.text(at(rule, 'ConfigRuleName')) ?? id;
  const owner = template.text(at(rule, 'Source', 'Owner')) ?? 'AWS';
  const identifier = template.text(at(rule, 'Source', 'SourceIdentifier'));
  const place = placeOf(rule);
  const what = identifier === undefined || identifier === named ? named : `${named} (${identifier})`;
  if (owner !== 'AWS') return nothing(place, what, `a rule of your own (${owner}): what it asks cannot be read`);
  if (identifier === undefined) return nothing(place, named, 'it names no rule of AWS');
  const known = CONFIG_RULES.get(identifier.toUpperCase());
  if (!known) return nothing(place, what, whyUnknown(identifier));
  const input = at(rule, 'InputParameters');
  const written = template.isAbsent(input) ? undefined : template.resolved(input);
  if (input && !template.isAbsent(input) && !written) return nothing(place, what, 'nothing tells its InputParameters');
  const parameters = textOf(written) === undefined ? new Map(membersOf(written)) : parsed(written);
  if (!parameters) return nothing(place, what, 'its InputParameters are no JSON object');
  const scope = at(rule, 'Scope');
  const types = itemsOf(at(scope, 'ComplianceResourceTypes'));
  if (
    !known.isAboutBackups &&
    types.length > 0 &&
    !types.some((type) => template.text(type) === 'AWS::DynamoDB::Table')
  ) {
    return nothing(place, what, 'its scope names no DynamoDB tables');
  }
  const key = template.text(at(scope, 'TagKey'));
  const value = template.text(at(scope, 'TagValue')) ?? '*';
  const tableId = template.text(at(scope, 'ComplianceResourceId'));
  const asked: Scope = {
    ...(tableId === undefined ? {} : { names: [tableId] }),
    ...(key === undefined ? {} : { tags: { [key]: [value] } }),
  };
  return carried(template, known, { place, what }, parameters, asked);
}

/** Of a rule that its resources are about other things. */
function whyUnknown(identifier: string): string {
  const isNear = /DYNAMODB|^BACKUP|^DAX/.test(identifier);
  return isNear ? 'no key of a policy asks for the same' : 'it is not about backups of DynamoDB tables';
}

function parsed(tree: Tree | undefined): ReadonlyMap<string, Tree> | undefined {
  const text = textOf(tree) ?? '';
  if (text.trim() === '') return new Map();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const place = { line: tree?.line ?? 1, column: tree?.column ?? 1 };
    return new Map(
      Object.entries(value).map(([name, each]) => [
        name,
        { kind: 'leaf', ...place, text: typeof each === 'string' ? each : JSON.stringify(each) },
      ]),
    );
  } catch {
    return undefined;
  }
}

/** What `aws backup describe-framework` prints, or properties of a resource. */
export function framework(template: Template, tree: Tree, id: string): Source {
  const name = template.text(either(tree, 'FrameworkName', 'name')) ?? id;
  const about = template.text(either(tree, 'FrameworkDescription', 'description')) ?? '';
  const controls = itemsOf(either(tree, 'FrameworkControls', 'control'));
  const rules = controls.flatMap((control): Imported[] => {
    if (template.isAbsent(control)) return [];
    const found = template.resolved(control);
    return [
      found ? auditControl(template, found) : nothing(placeOf(control), name, 'nothing tells whether it is asked for'),
    ];
  });
  const description = about === '' ? `Framework ${name} of AWS Backup Audit Manager` : about;
  return { name, description, rules, losses: [] };
}

function auditControl(template: Template, control: Tree): Imported {
  const place = placeOf(control);
  const what = template.text(either(control, 'ControlName', 'name')) ?? '(a control without a name)';
  const known = AUDIT_CONTROLS.get(what);
  if (!known) return nothing(place, what, 'it is no control of AWS Backup Audit Manager that a policy has a key for');
  const pairs = itemsOf(either(control, 'ControlInputParameters', 'input_parameter')).flatMap((pair) => {
    const name = template.text(either(pair, 'ParameterName', 'name'));
    const value = either(pair, 'ParameterValue', 'value');
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const [scope] = itemsOf(either(control, 'ControlScope', 'scope'));
  const types = wordsIn(template, either(scope, 'ComplianceResourceTypes', 'compliance_resource_types'));
  if (!known.isAboutBackups && types.length > 0 && !types.includes('DynamoDB')) {
    return nothing(place, what, `it is about ${types.join(', ')}, not about DynamoDB`);
  }
  const names = wordsIn(template, either(scope, 'ComplianceResourceIds', 'compliance_resource_ids'));
  const tags = tagsOf(template, either(scope, 'Tags', 'tags'));
  const asked: Scope = {
    ...(names.length === 0 ? {} : { names: names.map((each) => each.split('/').at(-1) ?? each) }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  };
  return carried(template, known, { place, what }, new Map(pairs), asked);
}

function wordsIn(template: Template, tree: Tree | undefined): readonly string[] {
  return itemsOf(template.resolved(tree)).flatMap((item) => template.text(item) ?? []);
}

/** A map, or a list of `{ Key, Value }`; an empty value stands for any. */
function tagsOf(template: Template, tree: Tree | undefined): Readonly<Record<string, readonly string[]>> {
  const pairs =
    tree?.kind === 'list'
      ? tree.items.map((item) => [template.text(at(item, 'Key')) ?? '', template.text(at(item, 'Value'))] as const)
      : membersOf(tree).map(([key, value]) => [key, template.text(value)] as const);
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => (key === '' ? [] : [[key, [value === '' ? '*' : (value ?? '*')]]])),
  );
}

interface Named {
  readonly place: Place;
  readonly what: string;
}

function carried(
  template: Template,
  rule: Rule,
  { place, what }: Named,
  parameters: ReadonlyMap<string, Tree>,
  scope: Scope,
): Imported {
  if (rule.isAboutBackups && Object.keys(scope).length > 0) {
    return nothing(
      place,
      what,
      'its scope names plans, vaults or recovery points by tag or id, and a policy names tables',
    );
  }
  const given = [...parameters].filter(([, value]) => !template.isAbsent(value));
  const open = given.filter(([, value]) => template.text(value) === undefined).map(([name]) => name);
  if (open.length > 0) return nothing(place, what, `nothing tells the value of ${open.join(', ')}`);
  const texts = new Map(given.map(([name, value]) => [name, template.text(value) ?? '']));
  const {
    asks,
    losses,
    scope: named = {},
  } = rule.carry((name) => (texts.get(name) === '' ? undefined : texts.get(name)));
  return { ...place, what, scope: { ...scope, ...named }, asks, losses };
}

export function nothing(place: Place, what: string, why: string): Imported {
  return { ...place, what, scope: {}, asks: [], losses: [why] };
}

export function placeOf({ line, column }: Place): Place {
  return { line, column };
}
