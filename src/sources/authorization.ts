import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import { type Fact, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import type { AccountNeed } from '../model/need.ts';
import type { BackupRoleBody } from '../model/role.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { required } from './answer.ts';
import { list } from './ask.ts';
import { rolesByArn } from './backup-roles.ts';
import type { Connection } from './connection.ts';
import { identityPolicies } from './identity-policies.ts';

const PAGE = 1_000;

export interface Authorization {
  readonly identityPolicies: Fact<readonly IdentityPolicy[]>;
  /** Every role of the account, by ARN. */
  readonly roles: Fact<ReadonlyMap<string, BackupRoleBody>>;
}

/** One list for both needs: it brings a role with all its policies, where asking role by role takes several calls each. */
export async function collectAuthorization(
  connection: Connection,
  needs: ReadonlySet<AccountNeed>,
): Promise<Authorization> {
  const ofEverybody = needs.has('identity-policies');
  const ofRoles = needs.has('backup-roles');
  if (!ofEverybody && !ofRoles) return { identityPolicies: NOT_COLLECTED, roles: NOT_COLLECTED };
  const found = await list(
    connection,
    'iam:GetAccountAuthorizationDetails',
    {
      send: (Marker) =>
        connection.iam.send(
          new GetAccountAuthorizationDetailsCommand({
            ...(ofEverybody ? {} : { Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] }),
            MaxItems: PAGE,
            Marker,
          }),
        ),
      page: (output) => ({ items: [output], next: output.IsTruncated ? required(output.Marker, 'Marker') : undefined }),
    },
    (pages) => ({
      policies: ofEverybody ? identityPolicies(pages) : [],
      roles: ofRoles ? rolesByArn(pages) : new Map<string, BackupRoleBody>(),
    }),
  );
  return {
    identityPolicies: ofEverybody ? mapFact(found, ({ policies }) => policies) : NOT_COLLECTED,
    roles: ofRoles ? mapFact(found, ({ roles }) => roles) : NOT_COLLECTED,
  };
}
