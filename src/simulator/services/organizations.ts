import { type Call, JSON_ERRORS, reads, type Service } from '../operation.ts';
import { POLICY_OPERATIONS } from './organization-policies.ts';
import { organizationOf, TREE_OPERATIONS } from './organization-tree.ts';

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
    ...TREE_OPERATIONS,
    ...POLICY_OPERATIONS,
  },
};

function organization(call: Call): object {
  const { id, managementAccount } = organizationOf(call);
  const { partition } = call.account;
  return {
    Id: id,
    Arn: `arn:${partition}:organizations::${managementAccount}:organization/${id}`,
    FeatureSet: 'ALL',
    MasterAccountArn: `arn:${partition}:organizations::${managementAccount}:account/${id}/${managementAccount}`,
    MasterAccountId: managementAccount,
    MasterAccountEmail: `aws-${managementAccount}@example.com`,
    AvailablePolicyTypes: [{ Type: 'BACKUP_POLICY', Status: 'ENABLED' }],
  };
}
