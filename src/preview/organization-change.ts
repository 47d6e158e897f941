import { count } from '../model/count.ts';
import { known, type Unknown, unknown } from '../model/fact.ts';
import type { AccountInventory, Inventory, RegionInventory } from '../model/inventory.ts';
import { OF_ORGANIZATION } from '../model/organization.ts';
import { type EffectiveFault, faultsOf } from '../organizations/faults.ts';
import { inPlace, type PolicyPlan, plansOf } from '../organizations/plans.ts';
import type { BackupPolicy } from '../organizations/policy.ts';
import type { Finding } from '../organizations/read-policy.ts';
import { signatureOf } from '../organizations/signature.ts';
import type { Effective } from '../organizations/tree.ts';
import type { Change, Edit, ResourceChange } from './change.ts';
import { isPlanOf } from './edit-organization.ts';
import { type AccountSides, type GivenPolicy, type Organizations, organizationsOf } from './organization-sides.ts';
import { placeAt, type Target } from './place.ts';

const POLICY_TYPE = 'AWS::Organizations::Policy';

/**
 * Backup policies as they will be → the plans that they make, change and take away in each account and Region that was read.
 * `target` is where there is no inventory.
 */
export function readBackupPolicies(
  given: readonly GivenPolicy[],
  target: Target,
  inventory: Inventory | undefined,
): readonly Change[] {
  if (given.length === 0) return [];
  const accepted = given.filter(({ problems }) => problems.length === 0);
  const organizations = organizationsOf(accepted, inventory);
  const changes =
    accepted.length === 0
      ? []
      : inventory
        ? inventory.accounts.map((account) => inAccount(account, inventory, organizations))
        : [alone(target, organizations)];
  return [
    {
      sources: given.flatMap(({ policy }) => policy.file ?? []),
      resources: [
        ...given.map((each) => itself(each, organizations, target)),
        ...changes.flatMap(({ resources }) => resources),
        ...invalid(changes, organizations, target),
      ],
      ...(organizations.filesAlone ? { filesAlone: organizations.filesAlone } : {}),
      notes: organizations.notes,
    },
  ];
}

interface AccountChange {
  readonly account: string;
  readonly resources: readonly ResourceChange[];
  /** Why the effective policy becomes invalid, or may. */
  readonly faults: readonly EffectiveFault[];
}

/** The policy itself: it is listed among the changes, and edits nothing where it stands. */
function itself(
  { policy, isNew, problems }: GivenPolicy,
  { managementAccount }: Organizations,
  target: Target,
): ResourceChange {
  const account = managementAccount ?? target.account;
  return {
    address: policy.name,
    type: POLICY_TYPE,
    action: isNew ? 'create' : 'update',
    ...atTop(policy, problems),
    place: placeAt({ partition: target.partition, account, region: target.region }),
    edits: [],
    ...(problems.length > 0 ? { refusals: problems.map(refusalOf) } : {}),
  };
}

function refusalOf({ line, column, message }: Finding) {
  return {
    id: 'ORG2',
    grade: 'B' as const,
    code: 'MalformedPolicyDocumentException',
    quoted: false,
    quota: false,
    source: 'AWS Organizations User Guide, backup policy syntax',
    path: `line ${line}, column ${column}`,
    message,
  };
}

function inAccount(account: AccountInventory, inventory: Inventory, organizations: Organizations): AccountChange {
  const sides = organizations.sidesOf(account);
  const regions = inventory.regions.filter((region) => region.account === account.account);
  const { after, before } = sides;
  const faults =
    !after.known || (before?.known && sameEffective(before.value, after.value))
      ? []
      : faultsIn(after.value, organizations);
  // An invalid effective policy changes nothing: the account goes on with the last valid one.
  const resources = faults.some(({ mayBe }) => !mayBe)
    ? []
    : regions.flatMap((region) => inRegion(region, withDoubt(sides, faults), organizations));
  const former = before?.known ? faultsOf(before.value) : [];
  const becoming = faults.filter((fault) => !former.some((each) => isAsBad(each, fault)));
  return { account: account.account, resources, faults: becoming };
}

/** What made the effective policy invalid before makes it so no more after. */
function isAsBad(before: EffectiveFault, after: EffectiveFault): boolean {
  const isSame = before.code === after.code && before.path === after.path;
  return isSame && (!before.mayBe || after.mayBe);
}

/** What the files lack, other policies may give, where it is not known which there are. */
function faultsIn(effective: Effective, { filesAlone }: Organizations): readonly EffectiveFault[] {
  const faults = faultsOf(effective);
  return filesAlone ? faults.map((fault) => ({ ...fault, mayBe: true })) : faults;
}

/** Where it is open whether AWS takes the effective policy, it is open what becomes of its plans. */
function withDoubt(sides: AccountSides, [fault]: readonly EffectiveFault[]): AccountSides {
  if (!fault) return sides;
  const detail = `whether the effective policy is valid is open: ${fault.message} (${fault.path})`;
  return { ...sides, doubt: unknown('undocumented', detail) };
}

function sameEffective(before: Effective, after: Effective): boolean {
  return before === after || signatureOf(before) === signatureOf(after);
}

function inRegion(
  region: RegionInventory,
  sides: AccountSides,
  organizations: Organizations,
): readonly ResourceChange[] {
  const live = region.plans.known ? region.plans.value.filter(({ id }) => id.startsWith(OF_ORGANIZATION)) : [];
  const edits = organizationEdits(
    region,
    sides,
    live.map(({ name }) => name.toLowerCase()),
  );
  const place = placeAt(region);
  return edits.map((edit): ResourceChange => {
    const { policy, at } = organizations.originOf(edit.name, sides);
    const isThere = live.some((plan) => isPlanOf(plan, edit.name));
    const gone = edit.plan.known && edit.plan.value === undefined;
    return {
      address: policy.name,
      type: POLICY_TYPE,
      action: gone ? (isThere ? 'delete' : 'none') : isThere ? 'update' : 'create',
      ...(at ? { at } : {}),
      place,
      edits: [edit],
    };
  });
}

type OrganizationEdit = Edit & { readonly kind: 'organization-plan' };

function organizationEdits(
  { account, region }: RegionInventory,
  { before, after, doubt, alone: isAlone }: AccountSides,
  live: readonly string[],
): readonly OrganizationEdit[] {
  const edit = (name: string, plan: OrganizationEdit['plan']): OrganizationEdit => ({
    kind: 'organization-plan',
    name,
    plan: doubt ?? plan,
  });
  if (!after.known) return [...new Set([...live, ...isAlone])].map((name) => edit(name, after));
  if (before && !before.known) return live.map((name) => edit(name, before));
  if (before && sameEffective(before.value, after.value)) return [];
  // What is in force is then an older policy, of which nothing tells: what AWS takes comes as a whole.
  const stale = before ? faultsOf(before.value) : [];
  const isStale = stale.some(({ mayBe }) => !mayBe);
  const [former, latter] = [before && !isStale ? plansOf(before.value) : [], plansOf(after.value)];
  const named = new Set([...former, ...latter].map(({ name }) => name));
  const changed = [...named].flatMap((name) => {
    const was = former.find((plan) => plan.name === name);
    const is = latter.find((plan) => plan.name === name);
    if (was && is && signatureOf(was.node) === signatureOf(is.node)) return [];
    const plan = planIn(region, account, is);
    const held = was?.mayBeIn.includes(region) || live.includes(name) || !before;
    return plan.known && plan.value === undefined && !held ? [] : [edit(name, plan)];
  });
  const unexplained = live.filter((name) => !named.has(name));
  const rest = (name: string) => (isStale ? known(undefined, FROM) : unexplainedPlan(name, before !== undefined));
  const all = [...changed, ...unexplained.map((name) => edit(name, rest(name)))];
  if (stale.length === 0 || isStale) return all;
  const [doubtful] = stale;
  const why = unknown(
    'undocumented',
    `whether the policies that are attached now are in force is open: ${doubtful?.message}`,
  );
  return [...named, ...unexplained].map((name) => edit(name, why));
}

/** What no policy that is known explains may go, or stay. */
function unexplainedPlan(name: string, isTree: boolean): Unknown {
  return unknown(
    'not-collected',
    isTree
      ? `no policy of the organization that was read makes plan ${name}, which is there: whether it goes with the change is not known`
      : `which policy makes plan ${name} is not known without the organization: it may be this one, or another; --organization reads it`,
  );
}

function planIn(region: string, account: string, plan: PolicyPlan | undefined): OrganizationEdit['plan'] {
  if (!plan) return known(undefined, FROM);
  if (!plan.mayBeIn.includes(region)) return plan.regions.known ? known(undefined, FROM) : plan.regions;
  if (!plan.regions.known) return plan.regions;
  if (plan.presence !== 'yes' && !plan.body.known) return plan.body;
  const { body, selections } = plan;
  return known(inPlace({ body, selections }, { account, region }), FROM);
}

const FROM = 'the effective backup policy after the change';

/** Without an inventory: one account, in which there is nothing yet. */
function alone(target: Target, organizations: Organizations): AccountChange {
  const { account, partition } = target;
  const sides = organizations.sidesAlone;
  const plans = sides.after.known ? plansOf(sides.after.value) : [];
  const faults = sides.after.known ? faultsIn(sides.after.value, organizations) : [];
  const resources = plans.flatMap((plan) =>
    plan.mayBeIn.map((region): ResourceChange => {
      const { policy, at } = organizations.originOf(plan.name, sides);
      const made = planIn(region, account, plan);
      return {
        address: policy.name,
        type: POLICY_TYPE,
        action: 'create',
        ...(at ? { at } : {}),
        place: placeAt({ partition, account, region }),
        edits: [{ kind: 'organization-plan', name: plan.name, plan: withDoubt(sides, faults).doubt ?? made }],
      };
    }),
  );
  return { account, resources, faults };
}

/** One refusal for all accounts of which the effective policy becomes invalid for the same reason. */
function invalid(
  changes: readonly AccountChange[],
  organizations: Organizations,
  target: Target,
): readonly ResourceChange[] {
  const groups = new Map<string, { readonly fault: EffectiveFault; readonly accounts: string[] }>();
  for (const { account, faults } of changes) {
    for (const fault of faults) {
      const key = `${fault.code} ${fault.path} ${fault.mayBe}`;
      const group = groups.get(key) ?? { fault, accounts: [] };
      group.accounts.push(account);
      groups.set(key, group);
    }
  }
  const byPolicy = new Map<BackupPolicy, ResourceChange>();
  for (const { fault, accounts } of groups.values()) {
    const { policy, at } = organizations.givenIn(fault.from);
    const shown = accounts.slice(0, 5).join(', ') + (accounts.length > 5 ? ` and ${accounts.length - 5} more` : '');
    const whose = accounts.some((account) => account !== target.account || organizations.managementAccount)
      ? ` of ${count(accounts.length, 'account')} (${shown})`
      : '';
    const refusal = {
      id: 'ORG1',
      grade: fault.mayBe ? ('U' as const) : ('B' as const),
      code: fault.code,
      quoted: false,
      quota: false,
      source: 'AWS Organizations User Guide, invalid-policy-alerts',
      path: fault.path,
      message: `the effective policy${whose} becomes invalid, and the last valid one stays in force: ${fault.message}`,
    };
    const so = byPolicy.get(policy) ?? {
      ...itself({ policy, isNew: false, problems: [] }, organizations, target),
      ...(at ? { at } : {}),
    };
    byPolicy.set(policy, { ...so, refusals: [...(so.refusals ?? []), refusal] });
  }
  return [...byPolicy.values()];
}

function atTop({ file }: BackupPolicy, [first]: readonly Finding[]): Pick<ResourceChange, 'at'> {
  return file === undefined ? {} : { at: { file, line: first?.line ?? 1, column: first?.column ?? 1 } };
}
