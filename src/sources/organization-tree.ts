import {
  DescribeEffectivePolicyCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListAccountsWithInvalidEffectivePolicyCommand,
  ListEffectivePolicyValidationErrorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  type Root,
} from '@aws-sdk/client-organizations';
import { parseArn } from '../model/arn.ts';
import { type Fact, known, mapFact, unknown } from '../model/fact.ts';
import { byText } from '../model/order.ts';
import type {
  InvalidEffectivePolicy,
  OrganizationInventory,
  OrganizationNode,
  OrganizationPolicy,
  OrganizationTree,
} from '../model/organization.ts';
import { present } from '../model/present.ts';
import { required, sortedTexts } from './answer.ts';
import { ask, list, listEach } from './ask.ts';
import type { Connection } from './connection.ts';

const TYPE = 'BACKUP_POLICY';

/**
 * The tree of the caller's organization and its backup policies, read by policy: an organization has far fewer of them than
 * accounts. Source: AWS Organizations API Reference.
 */
export async function collectOrganization(connection: Connection): Promise<OrganizationInventory> {
  const [tree, invalid] = await Promise.all([collectTree(connection), collectInvalid(connection)]);
  return { tree, invalid };
}

async function collectTree(connection: Connection): Promise<Fact<OrganizationTree>> {
  const roots = await list(
    connection,
    'organizations:ListRoots',
    {
      send: (NextToken) => connection.organizations.send(new ListRootsCommand({ NextToken })),
      page: (output) => ({ items: output.Roots, next: output.NextToken }),
    },
    (found) => found,
  );
  if (!roots.known) return roots;
  const [root] = roots.value;
  if (!root) return unknown('undocumented', 'the organization has no root');
  const [bare, policies] = await Promise.all([nodesOf(connection, root), policiesOf(connection)]);
  if (!bare.known) return bare;
  if (!policies.known) return policies;
  const attached = new Map<string, string[]>();
  for (const { policy, targets } of policies.value) {
    for (const target of targets) attached.set(target, [...(attached.get(target) ?? []), policy.id]);
  }
  const enabled = (root.PolicyTypes ?? []).some(({ Type, Status }) => Type === TYPE && Status === 'ENABLED');
  return known(
    {
      managementAccount: parseArn(root.Arn ?? '')?.account ?? '',
      enabled,
      nodes: bare.value.map((node) => ({ ...node, policies: (attached.get(node.id) ?? []).toSorted() })),
      policies: policies.value.map(({ policy }) => policy),
    },
    'organizations:ListRoots',
  );
}

/** Five today. Source: AWS Organizations User Guide, limits. */
const DEEPEST = 20;

type BareNode = Omit<OrganizationNode, 'policies'>;

async function nodesOf(connection: Connection, root: Root): Promise<Fact<readonly BareNode[]>> {
  const id = required(root.Id, 'Id');
  const below = await nodesBelow(connection, id, 0);
  return mapFact(below, (nodes) =>
    [{ id, kind: 'root' as const, name: root.Name ?? id }, ...nodes].toSorted(byText((node) => node.id)),
  );
}

/** Half a tree is none: where a unit is not listed, whose policies an account inherits is not known. */
async function nodesBelow(connection: Connection, parent: string, depth: number): Promise<Fact<readonly BareNode[]>> {
  if (depth > DEEPEST) return unknown('undocumented', `units of the organization nest deeper than ${DEEPEST}`);
  const [accounts, units] = await Promise.all([
    list(
      connection,
      'organizations:ListAccountsForParent',
      {
        send: (NextToken) =>
          connection.organizations.send(new ListAccountsForParentCommand({ ParentId: parent, NextToken })),
        page: (output) => ({ items: output.Accounts, next: output.NextToken }),
      },
      (found) =>
        found.map(({ Id, Name }) => ({ id: required(Id, 'Id'), kind: 'account' as const, name: Name ?? '', parent })),
    ),
    list(
      connection,
      'organizations:ListOrganizationalUnitsForParent',
      {
        send: (NextToken) =>
          connection.organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: parent, NextToken })),
        page: (output) => ({ items: output.OrganizationalUnits, next: output.NextToken }),
      },
      (found) =>
        found.map(({ Id, Name }) => ({ id: required(Id, 'Id'), kind: 'unit' as const, name: Name ?? '', parent })),
    ),
  ]);
  if (!accounts.known) return accounts;
  if (!units.known) return units;
  const inside = await Promise.all(units.value.map((unit) => nodesBelow(connection, unit.id, depth + 1)));
  const nodes: BareNode[] = [...accounts.value, ...units.value];
  for (const part of inside) {
    if (!part.known) return part;
    nodes.push(...part.value);
  }
  return known(nodes, 'organizations:ListAccountsForParent');
}

interface AttachedPolicy {
  readonly policy: OrganizationPolicy;
  readonly targets: readonly string[];
}

async function policiesOf(connection: Connection): Promise<Fact<readonly AttachedPolicy[]>> {
  const listed = await listEach(
    connection,
    'organizations:ListPolicies',
    {
      send: (NextToken) => connection.organizations.send(new ListPoliciesCommand({ Filter: TYPE, NextToken })),
      page: (output) => ({ items: output.Policies, next: output.NextToken }),
    },
    async ({ Id, Name }) => {
      const id = required(Id, 'Id');
      const [content, targets] = await Promise.all([contentOf(connection, id), targetsOf(connection, id)]);
      return mapFact(targets, (found) => ({ policy: { id, name: Name ?? id, content }, targets: found }));
    },
    (fact) => (fact.known ? fact.value.policy.id : ''),
  );
  if (!listed.known) return listed;
  const policies: AttachedPolicy[] = [];
  for (const policy of listed.value) {
    if (!policy.known) return policy;
    policies.push(policy.value);
  }
  return known(policies, listed.from);
}

function contentOf(connection: Connection, PolicyId: string): Promise<Fact<string>> {
  return ask(
    connection,
    'organizations:DescribePolicy',
    () => connection.organizations.send(new DescribePolicyCommand({ PolicyId })),
    ({ Policy }) => required(Policy?.Content, 'Content'),
  );
}

function targetsOf(connection: Connection, PolicyId: string): Promise<Fact<readonly string[]>> {
  return list(
    connection,
    'organizations:ListTargetsForPolicy',
    {
      send: (NextToken) => connection.organizations.send(new ListTargetsForPolicyCommand({ PolicyId, NextToken })),
      page: (output) => ({ items: output.Targets, next: output.NextToken }),
    },
    (targets) => sortedTexts(targets.map(({ TargetId }) => required(TargetId, 'TargetId'))),
  );
}

function collectInvalid(connection: Connection): Promise<Fact<readonly InvalidEffectivePolicy[]>> {
  return listEach(
    connection,
    'organizations:ListAccountsWithInvalidEffectivePolicy',
    {
      send: (NextToken) =>
        connection.organizations.send(
          new ListAccountsWithInvalidEffectivePolicyCommand({ PolicyType: TYPE, NextToken }),
        ),
      page: (output) => ({ items: output.Accounts, next: output.NextToken }),
    },
    async ({ Id }) => {
      const account = required(Id, 'Id');
      return { account, errors: await errorsOf(connection, account) };
    },
    ({ account }) => account,
  );
}

function errorsOf(connection: Connection, AccountId: string): Promise<InvalidEffectivePolicy['errors']> {
  return list(
    connection,
    'organizations:ListEffectivePolicyValidationErrors',
    {
      send: (NextToken) =>
        connection.organizations.send(
          new ListEffectivePolicyValidationErrorsCommand({ AccountId, PolicyType: TYPE, NextToken }),
        ),
      page: (output) => ({ items: output.EffectivePolicyValidationErrors, next: output.NextToken }),
    },
    (errors) =>
      errors.map(({ ErrorCode, ErrorMessage, PathToError, ContributingPolicies }) =>
        present({
          code: ErrorCode ?? '',
          message: ErrorMessage ?? '',
          path: PathToError,
          policies: sortedTexts(ContributingPolicies ?? []),
        }),
      ),
  );
}

/** What AWS itself says an account has; null: no backup policy. Any account may ask it for itself. */
export function effectivePolicyOf(connection: Connection): Promise<Fact<string | null>> {
  return ask(
    connection,
    'organizations:DescribeEffectivePolicy',
    () => connection.organizations.send(new DescribeEffectivePolicyCommand({ PolicyType: TYPE })),
    ({ EffectivePolicy }) => required(EffectivePolicy?.PolicyContent, 'PolicyContent'),
    { codes: ['EffectivePolicyNotFoundException'], value: null },
  );
}
