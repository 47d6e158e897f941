import { refusals } from '../constraints/refusals.ts';
import { unknown } from '../model/fact.ts';
import { EffectiveNode } from './leaf.ts';
import { listOf, type Origin } from './merge.ts';
import type { Effective } from './tree.ts';

/** Why AWS finds an effective policy invalid, in its words. Source: AWS Organizations User Guide, invalid-policy-alerts. */
export interface EffectiveFault {
  readonly code: string;
  /** `plans/daily/selections` */
  readonly path: string;
  readonly message: string;
  /** It hangs on what is open, or on what AWS does not document. */
  readonly mayBe: boolean;
  readonly from: readonly Origin[];
}

/** Source: AWS Backup Developer Guide, aws-backup-limits. */
const MOST = { rules: 10, selections: 100, tagSelections: 10, tags: 30, conditions: 30, copies: 5, pointTags: 10 };

const found = new WeakMap<Effective, readonly EffectiveFault[]>();

/**
 * What makes an effective policy invalid. An account whose effective policy is, goes on with the last valid one until all of
 * it is mended.
 */
export function faultsOf(effective: Effective): readonly EffectiveFault[] {
  const faults = found.get(effective) ?? EffectiveNode.of(effective).at('plans').members.flatMap(faultsOfPlan);
  found.set(effective, faults);
  return faults;
}

const ofPlans = new WeakMap<object, readonly EffectiveFault[]>();

function faultsOfPlan(plan: EffectiveNode): readonly EffectiveFault[] {
  const { shared } = plan;
  const known = shared && ofPlans.get(shared);
  if (known) return known;
  const faults = [...planFaults(plan, `plans/${plan.key}`), ...refusedBy(plan)];
  if (shared) ofPlans.set(shared, faults);
  return faults;
}

function* planFaults(plan: EffectiveNode, path: string): Iterable<EffectiveFault> {
  yield* missing(plan, path, ['regions', 'rules']);
  const regions = plan.at('regions').leaf;
  if (regions.is === 'known' && listOf(regions.value).length === 0) {
    yield fault('KEY_REQUIRED', `${path}/regions`, 'the plan names no Region any more', plan, true);
  }
  const rules = plan.at('rules').members;
  yield* tooMany(rules, MOST.rules, `${path}/rules`, 'rules', plan);
  for (const rule of rules) yield* ruleFaults(rule, `${path}/rules/${rule.key}`);

  const [tags, resources] = [plan.at('selections', 'tags'), plan.at('selections', 'resources')];
  if (tags.presence === 'no' && resources.presence === 'no') {
    yield fault(
      'KEY_REQUIRED',
      `${path}/selections`,
      'the plan selects nothing: neither tags nor resources',
      plan,
      false,
    );
  }
  if (tags.presence !== 'no' && resources.presence !== 'no') {
    const isOpen = tags.presence === 'maybe' || resources.presence === 'maybe';
    yield fault(
      'KEY_NOT_ALLOWED',
      `${path}/selections`,
      'tags and resources exclude each other in a plan',
      plan,
      isOpen,
    );
  }
  yield* tooMany(tags.members, MOST.tagSelections, `${path}/selections/tags`, 'selections by tags', plan);
  yield* tooMany([...tags.members, ...resources.members], MOST.selections, `${path}/selections`, 'selections', plan);
  for (const each of tags.members) {
    const here = `${path}/selections/tags/${each.key}`;
    yield* missing(each, here, ['iam_role_arn', 'tag_key', 'tag_value']);
    const values = each.at('tag_value').leaf;
    if (values.is === 'known' && listOf(values.value).length > MOST.tags) {
      yield fault(
        'ELEMENTS_TOO_MANY',
        `${here}/tag_value`,
        `${listOf(values.value).length} tags; a selection has ${MOST.tags} at most`,
        each,
        false,
      );
    }
    yield* conditionFaults(each, here);
  }
  for (const each of resources.members) {
    const here = `${path}/selections/resources/${each.key}`;
    yield* missing(each, here, ['iam_role_arn']);
    if (each.at('resource_types').presence === 'no') {
      yield fault('KEY_REQUIRED', `${here}/resource_types`, 'the selection names no resource types', each, true);
    }
    yield* conditionFaults(each, here);
  }
}

const OPEN = unknown('not-collected', 'hangs on the account');

/**
 * What AWS Backup refuses of a plan. Whether a policy whose lifecycle it refuses becomes invalid, or is taken and fails at every
 * job, nobody recorded.
 */
function* refusedBy(plan: EffectiveNode): Iterable<EffectiveFault> {
  const rules = plan.at('rules').members;
  const thing = {
    backupPlanName: plan.key,
    rules: rules.map((rule) => ({
      ruleName: rule.key,
      targetBackupVaultName: OPEN,
      scheduleExpression: rule.textAt('schedule_expression') ?? OPEN,
      startWindowMinutes: rule.numberAt('start_backup_window_minutes') ?? OPEN,
      completionWindowMinutes: rule.numberAt('complete_backup_window_minutes') ?? OPEN,
      lifecycle: {
        moveToColdStorageAfterDays: rule.at('lifecycle').numberAt('move_to_cold_storage_after_days') ?? OPEN,
        deleteAfterDays: rule.at('lifecycle').numberAt('delete_after_days') ?? OPEN,
      },
    })),
  };
  if (rules.length === 0 || rules.length > MOST.rules) return;
  for (const { path, message, code, grade, quota } of refusals('backup-plan', thing, { forNew: true })) {
    const rule = rules[Number(/^rules\[(\d+)\]/.exec(path)?.[1] ?? 0)] ?? plan;
    const mayBe = grade === 'U' || quota || path.includes('lifecycle');
    yield {
      code,
      path: `plans/${plan.key}/rules/${rule.key}`,
      message,
      mayBe: mayBe || rule.presence !== 'yes',
      from: rule.origins,
    };
  }
}

function* ruleFaults(rule: EffectiveNode, path: string): Iterable<EffectiveFault> {
  yield* missing(rule, path, ['target_backup_vault_name']);
  if (rule.at('schedule_expression').presence === 'no') {
    yield fault('KEY_REQUIRED', `${path}/schedule_expression`, 'the rule has no schedule_expression', rule, true);
  }
  yield* tooMany(rule.at('copy_actions').members, MOST.copies, `${path}/copy_actions`, 'copy actions', rule);
  yield* tooMany(
    rule.at('recovery_point_tags').members,
    MOST.pointTags,
    `${path}/recovery_point_tags`,
    'tags of recovery points',
    rule,
  );
}

function* conditionFaults(selection: EffectiveNode, path: string): Iterable<EffectiveFault> {
  const conditions = selection.at('conditions').members.flatMap(({ members }) => members);
  yield* tooMany(conditions, MOST.conditions, `${path}/conditions`, 'conditions', selection);
}

function* missing(node: EffectiveNode, path: string, keys: readonly string[]): Iterable<EffectiveFault> {
  for (const key of keys) {
    const { presence } = node.at(key);
    if (presence !== 'yes') {
      yield fault('KEY_REQUIRED', `${path}/${key}`, `\`${node.key}\` has no \`${key}\``, node, presence === 'maybe');
    }
  }
}

function* tooMany(
  members: readonly EffectiveNode[],
  most: number,
  path: string,
  what: string,
  node: EffectiveNode,
): Iterable<EffectiveFault> {
  if (members.length <= most) return;
  const sure = members.filter(({ presence }) => presence === 'yes').length > most;
  yield fault('ELEMENTS_TOO_MANY', path, `${members.length} ${what}; ${most} at most`, node, !sure);
}

function fault(
  code: EffectiveFault['code'],
  path: string,
  message: string,
  node: EffectiveNode,
  mayBe: boolean,
): EffectiveFault {
  // Of a plan that may not be there, nothing is sure to be wrong.
  return { code, path, message, mayBe: mayBe || node.presence === 'maybe', from: node.origins };
}
