import { ServiceError } from '../error.ts';
import { needText } from '../input.ts';
import { type Call, type Operation, reads, writes } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Account, Organization } from '../state.ts';
import { settlePlans } from './organization-plans.ts';

/** Source: AWS Organizations API Reference, MaxResults. */
export const PAGE = { size: 20, max: 20 } as const;

export const TREE_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListAccounts: reads((call) => {
    const organization = managed(call);
    const { items, next } = paginate(call, [...call.world.accounts.values()], PAGE);
    return { Accounts: items.map((account) => member(call, organization, account)), NextToken: next };
  }),
  ListRoots: reads((call) => {
    const organization = managed(call);
    const { rootId, backupPoliciesEnabled } = organization;
    const PolicyTypes = backupPoliciesEnabled ? [{ Type: 'BACKUP_POLICY', Status: 'ENABLED' }] : [];
    return { Roots: [{ Id: rootId, Arn: arnOf(call, organization, 'root', rootId), Name: 'Root', PolicyTypes }] };
  }),
  ListOrganizationalUnitsForParent: reads((call) => {
    const organization = managed(call);
    const parent = parentOf(call, organization, 'ParentId');
    const units = [...organization.units.values()].filter((unit) => unit.parent === parent);
    const { items, next } = paginate(call, units, PAGE);
    return {
      OrganizationalUnits: items.map(({ id, name }) => ({
        Id: id,
        Arn: arnOf(call, organization, 'ou', id),
        Name: name,
      })),
      NextToken: next,
    };
  }),
  ListAccountsForParent: reads((call) => {
    const organization = managed(call);
    const parent = parentOf(call, organization, 'ParentId');
    const accounts = [...call.world.accounts.values()].filter(({ id }) => placeOf(organization, id) === parent);
    const { items, next } = paginate(call, accounts, PAGE);
    return { Accounts: items.map((account) => member(call, organization, account)), NextToken: next };
  }),
  ListParents: reads((call) => {
    const organization = managed(call);
    const child = needText(call.input, 'ChildId');
    const id = organization.units.get(child)?.parent ?? placeOf(organization, child);
    return { Parents: [{ Id: id, Type: id === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
  }),
  MoveAccount: writes((call) => {
    const organization = managed(call);
    const account = needText(call.input, 'AccountId');
    if (!call.world.accounts.has(account)) {
      throw new ServiceError('AccountNotFoundException', "You specified an account that doesn't exist.");
    }
    if (parentOf(call, organization, 'SourceParentId') !== placeOf(organization, account)) {
      throw new ServiceError('SourceParentNotFoundException', 'The account is not in the source parent.');
    }
    organization.parents.set(account, parentOf(call, organization, 'DestinationParentId'));
    settlePlans(call.world);
    return {};
  }),
};

export function organizationOf(call: Call): Organization {
  const found = call.world.organization;
  if (found) return found;
  throw new ServiceError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

/** For the management account and delegated administrators only; the simulator has none of the latter. */
export function managed(call: Call): Organization {
  const organization = organizationOf(call);
  if (call.account.id === organization.managementAccount) return organization;
  throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
}

function parentOf(call: Call, { rootId, units }: Organization, name: string): string {
  const parent = needText(call.input, name);
  if (parent === rootId || units.has(parent)) return parent;
  throw new ServiceError('ParentNotFoundException', "You specified a root or OU that doesn't exist.");
}

function placeOf({ parents, rootId }: Organization, account: string): string {
  return parents.get(account) ?? rootId;
}

function arnOf(call: Call, { id, managementAccount }: Organization, kind: string, thing: string): string {
  return `arn:${call.account.partition}:organizations::${managementAccount}:${kind}/${id}/${thing}`;
}

function member(call: Call, organization: Organization, account: Account): object {
  return {
    Id: account.id,
    Arn: arnOf(call, organization, 'account', account.id),
    Email: `aws-${account.id}@example.com`,
    Name: account.name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(0),
  };
}
