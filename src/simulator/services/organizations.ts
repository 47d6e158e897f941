import { ServiceError } from '../error.ts';
import { type Call, JSON_ERRORS, reads, type Service } from '../operation.ts';
import { paginate } from '../page.ts';
import type { Account, Organization } from '../state.ts';

export const ORGANIZATIONS: Service = {
  scope: 'organizations',
  actions: 'organizations',
  eventSource: 'organizations.amazonaws.com',
  errors: {
    ...JSON_ERRORS,
    invalid: 'InvalidInputException',
    missing: 'InvalidInputException',
    throttled: 'TooManyRequestsException',
    unavailable: 'ServiceException',
  },
  operations: {
    DescribeOrganization: reads((call) => ({ Organization: organization(call) })),
    ListAccounts: reads(listAccounts),
  },
};

function organizationOf(call: Call): Organization {
  const found = call.world.organization;
  if (!found) {
    throw new ServiceError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  return found;
}

function organization(call: Call): object {
  const { id, managementAccount } = organizationOf(call);
  const { partition } = call.account;
  return {
    Id: id,
    Arn: `arn:${partition}:organizations::${managementAccount}:organization/${id}`,
    FeatureSet: 'ALL',
    MasterAccountArn: accountArn(call, id, managementAccount),
    MasterAccountId: managementAccount,
    MasterAccountEmail: email(managementAccount),
    AvailablePolicyTypes: [{ Type: 'BACKUP_POLICY', Status: 'ENABLED' }],
  };
}

/** For the management account and delegated administrators only; the simulator has none of the latter. */
function listAccounts(call: Call): object {
  const { id, managementAccount } = organizationOf(call);
  if (call.account.id !== managementAccount) {
    throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
  }
  const { items, next } = paginate(call, [...call.world.accounts.values()], { size: 20, max: 20 });
  return { Accounts: items.map((account) => members(call, id, account)), NextToken: next };
}

function members(call: Call, id: string, account: Account): object {
  return {
    Id: account.id,
    Arn: accountArn(call, id, account.id),
    Email: email(account.id),
    Name: account.name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(0),
  };
}

function accountArn(call: Call, id: string, account: string): string {
  const manager = call.world.organization?.managementAccount ?? account;
  return `arn:${call.account.partition}:organizations::${manager}:account/${id}/${account}`;
}

function email(account: string): string {
  return `aws-${account}@example.com`;
}
