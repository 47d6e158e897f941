import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { Fact } from '../model/fact.ts';
import { required, sortedTexts } from './answer.ts';
import { list } from './ask.ts';
import type { Connection } from './connection.ts';
import type { OrganizationScope } from './request.ts';

/**
 * The accounts of the organization that are in use, sorted: a suspended or closed one lets nobody in. `State` replaces
 * `Status`, which AWS retires in September 2026.
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export function accountsOf(
  connection: Connection,
  { excludedAccounts }: OrganizationScope,
): Promise<Fact<readonly string[]>> {
  return list(
    connection,
    'organizations:ListAccounts',
    {
      send: (NextToken) => connection.organizations.send(new ListAccountsCommand({ NextToken })),
      page: (output) => ({ items: output.Accounts, next: output.NextToken }),
    },
    (accounts) =>
      sortedTexts(
        accounts
          .filter(({ State, Status }) => (State ?? Status) === 'ACTIVE')
          .map(({ Id }) => required(Id, 'Id'))
          .filter((id) => !excludedAccounts.includes(id)),
      ),
  );
}
