import { type Fact, known, type Unknown, unknown } from '../model/fact.ts';
import type { BackupRule, CopyAction, Lifecycle, PlanBody } from '../model/plan.ts';
import { present } from '../model/present.ts';
import type { SelectionBody, SelectionRecord, TagCondition } from '../model/selection.ts';
import { EffectiveNode, shownValue } from './leaf.ts';
import { listOf, type Origin } from './merge.ts';
import { ALLOWED, type PolicyValue } from './policy.ts';
import { misplacedVariable, VARIABLE_PLACES } from './shape.ts';
import type { Effective } from './tree.ts';

/** A plan that an effective policy makes in each Region that it names, with `$account` and `$region` as they are written. */
export interface PolicyPlan {
  /** In lower case: so AWS showed it wherever its plans were recorded. */
  readonly name: string;
  readonly presence: EffectiveNode['presence'];
  /** Every place where the plan itself is: unknown, where the documents of AWS leave a value open. */
  readonly regions: Fact<readonly string[]>;
  /** Regions that it may be in, in order. */
  readonly mayBeIn: readonly string[];
  readonly body: Fact<PlanBody>;
  readonly selections: Fact<readonly SelectionRecord[]>;
  readonly node: EffectiveNode;
}

const FROM = 'the effective backup policy';

const derived = new WeakMap<Effective, readonly PolicyPlan[]>();

/** Worked out once for all accounts that share an effective policy. */
export function plansOf(effective: Effective): readonly PolicyPlan[] {
  const found = derived.get(effective) ?? EffectiveNode.of(effective).at('plans').members.map(sharedPlanOf);
  derived.set(effective, found);
  return found;
}

const ofNodes = new WeakMap<object, PolicyPlan>();

function sharedPlanOf(node: EffectiveNode): PolicyPlan {
  const { shared } = node;
  const plan = (shared && ofNodes.get(shared)) ?? planOf(node);
  if (shared) ofNodes.set(shared, plan);
  return plan;
}

function planOf(node: EffectiveNode): PolicyPlan {
  const regions = settled(() => listAt(node, 'regions').toSorted());
  return {
    name: node.key,
    presence: node.presence,
    regions,
    mayBeIn: regions.known ? regions.value : candidatesOf(node.at('regions')),
    body: settled(() => {
      requirePresent(node);
      return { rules: node.at('rules').members.map(ruleOf), preview: [] };
    }),
    selections: settled(() => {
      requirePresent(node);
      return [
        ...node.at('selections', 'tags').members.map((each) => selectionOf(each, tagSelection)),
        ...node.at('selections', 'resources').members.map((each) => selectionOf(each, resourceSelection)),
      ];
    }),
    node,
  };
}

function candidatesOf(node: EffectiveNode): readonly string[] {
  const { leaf } = node;
  const values = leaf.is === 'open' ? leaf.candidates.flatMap(({ value }) => listOf(value)) : [];
  return [...new Set(values)].toSorted();
}

function ruleOf(node: EffectiveNode): BackupRule {
  requirePresent(node);
  const airGapped = textAt(node, 'target_logically_air_gapped_backup_vault_arn');
  return present({
    name: node.key,
    vaultName: requiredAt(node, 'target_backup_vault_name'),
    airGappedVaultArn: airGapped,
    scheduleExpression: requiredAt(node, 'schedule_expression'),
    startWindowMinutes: numberAt(node, 'start_backup_window_minutes'),
    completionWindowMinutes: numberAt(node, 'complete_backup_window_minutes'),
    lifecycle: lifecycleAt(node),
    copyActions: node.at('copy_actions').members.map(copyOf),
  });
}

/** Without the vault's ARN AWS takes the key, which it has in lower case. Source: Organizations User Guide, backup policy syntax. */
function copyOf(node: EffectiveNode): CopyAction {
  requirePresent(node);
  const destinationVaultArn =
    textAt(node, 'target_backup_vault_arn') ?? String(asWritten(node, 'target_backup_vault_arn', node.key));
  return present({ destinationVaultArn, lifecycle: lifecycleAt(node) });
}

function lifecycleAt(node: EffectiveNode): Lifecycle | undefined {
  const lifecycle = node.at('lifecycle');
  if (lifecycle.presence === 'no') return undefined;
  return present({
    moveToColdStorageAfterDays: numberAt(lifecycle, 'move_to_cold_storage_after_days'),
    deleteAfterDays: numberAt(lifecycle, 'delete_after_days'),
  });
}

function selectionOf(node: EffectiveNode, read: (node: EffectiveNode) => Partial<SelectionBody>): SelectionRecord {
  const body = settled(() => {
    requirePresent(node);
    return {
      roleArn: requiredAt(node, 'iam_role_arn'),
      resources: [],
      notResources: [],
      listOfTags: [],
      conditions: conditionsAt(node),
      ...read(node),
    };
  });
  return { id: node.key, name: node.key, body };
}

/** One entry a value. Source: AWS Backup Developer Guide, logging-using-cloudtrail. */
function tagSelection(node: EffectiveNode): Partial<SelectionBody> {
  const key = requiredAt(node, 'tag_key');
  return { listOfTags: listAt(node, 'tag_value').map((value) => ({ key, value })) };
}

function resourceSelection(node: EffectiveNode): Partial<SelectionBody> {
  return {
    resources: listAt(node, 'resource_types').toSorted(),
    notResources: listAt(node, 'not_resource_types').toSorted(),
  };
}

function conditionsAt(node: EffectiveNode): SelectionBody['conditions'] {
  const of = (operator: string): readonly TagCondition[] =>
    node.at('conditions', operator).members.map((each) => {
      requirePresent(each);
      return { key: requiredAt(each, 'condition_key'), value: textAt(each, 'condition_value') ?? '' };
    });
  return {
    stringEquals: of('string_equals'),
    stringNotEquals: of('string_not_equals'),
    stringLike: of('string_like'),
    stringNotLike: of('string_not_like'),
  };
}

/** What is read of a plan hangs on what is open. */
class Open extends Error {
  readonly why: Unknown;

  constructor(why: Unknown) {
    super(why.detail);
    this.why = why;
  }
}

function settled<T>(read: () => T): Fact<T> {
  try {
    return known(read(), FROM);
  } catch (error) {
    if (error instanceof Open) return error.why;
    throw error;
  }
}

function requirePresent(node: EffectiveNode): void {
  if (node.presence === 'yes') return;
  throw new Open(
    unknown(
      'undocumented',
      `whether \`${node.key}\` comes into the effective policy hangs on what AWS does not document: what a lock (${ALLOWED}) on an object keeps out, or which of two policies on one node comes first (${toldBy(node.origins)})`,
    ),
  );
}

function valueAt(node: EffectiveNode, key: string): PolicyValue | undefined {
  const { leaf } = node.at(key);
  if (leaf.is === 'absent') return undefined;
  if (leaf.is === 'known') return asWritten(node, key, leaf.value);
  throw new Open(openLeaf(node, key, leaf.candidates));
}

function asWritten(node: EffectiveNode, key: string, value: PolicyValue): PolicyValue {
  for (const each of listOf(value)) {
    const variable = misplacedVariable(key, each);
    if (variable === undefined) continue;
    throw new Open(
      unknown(
        'undocumented',
        `what becomes of ${variable} in \`${key}\` of \`${node.key}\` is not documented: it is a variable ${VARIABLE_PLACES[variable]}`,
      ),
    );
  }
  return value;
}

function openLeaf(
  node: EffectiveNode,
  key: string,
  candidates: readonly { readonly value: PolicyValue | undefined; readonly from: readonly Origin[] }[],
): Unknown {
  const each = candidates.slice(0, 4).map(({ value, from }) => {
    const [first] = from;
    return first ? `${shownValue(value)} (${originText(first)})` : shownValue(value);
  });
  return unknown(
    'undocumented',
    `\`${key}\` of \`${node.key}\` is ${each.join(' or ')}: AWS does not document which of them holds; one value in all of them would settle it`,
  );
}

function textAt(node: EffectiveNode, key: string): string | undefined {
  const value = valueAt(node, key);
  if (value === undefined || typeof value === 'string') return value;
  const [only, ...more] = value;
  if (only !== undefined && more.length === 0) return only;
  throw new Open(unknown('undocumented', `\`${key}\` of \`${node.key}\` is a list, where AWS takes a text`));
}

function listAt(node: EffectiveNode, key: string): readonly string[] {
  return listOf(valueAt(node, key));
}

function requiredAt(node: EffectiveNode, key: string): string {
  const found = textAt(node, key);
  if (found !== undefined) return found;
  throw new Open(
    unknown('undocumented', `\`${node.key}\` has no \`${key}\` in the effective policy, which AWS asks for`),
  );
}

function numberAt(node: EffectiveNode, key: string): number | undefined {
  const text = textAt(node, key);
  if (text === undefined) return undefined;
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  throw new Open(
    unknown(
      'undocumented',
      `\`${key}\` of \`${node.key}\` is ${JSON.stringify(text.slice(0, 40))}, which is no whole number`,
    ),
  );
}

function toldBy(origins: readonly Origin[]): string {
  return [...new Set(origins.map(originText))].slice(0, 3).join('; ');
}

/** `policy base of root (r-abcd), policies/base.json:3` */
function originText({ policy, target, at }: Origin): string {
  const name = policy.id === undefined ? policy.name : `${policy.name} (${policy.id})`;
  const line = policy.placeOf(at).line;
  return `policy ${name} at ${target}, ${policy.file === undefined ? `line ${line}` : `${policy.file}:${line}`}`;
}

/** The same plan as it appears in one account and Region: variables are replaced in ARNs alone. */
export function inPlace<T>(value: T, { account, region }: { readonly account: string; readonly region: string }): T {
  if (typeof value === 'string') {
    return (/^arn:/i.test(value) ? value.replaceAll('$account', account).replaceAll('$region', region) : value) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => inPlace(item, { account, region })) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, inPlace(member, { account, region })]),
  ) as T;
}
