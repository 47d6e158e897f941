import { type Statement, scopeText, statementsOf } from '../controls/restored/iam-statements.ts';
import { partsNamed, widened } from '../controls/restored/table-resource.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { tableArn } from '../model/arn.ts';
import { unknown } from '../model/fact.ts';
import type { Json } from '../model/result.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { asSet, keyed, recorded, recordedUnknown } from './recorded.ts';

/** Policy → who has it and what it says of this very table; what it says of every table is no setting of this one. */
export function recordIdentityPolicies(estate: Estate, table: EstateTable): Json {
  const policies =
    estate.account(table.account)?.identityPolicies ??
    unknown(
      'not-collected',
      `the identity policies of account ${table.account} were not read`,
      'iam:GetAccountAuthorizationDetails',
    );
  return recorded(policies, (all) =>
    keyed(
      all.flatMap((policy): readonly (readonly [string, Json])[] => {
        if (policy.attachedTo.length === 0) return [];
        const statements = readStatements(policy);
        if (!statements.known) {
          return policy.document.includes(table.name) ? [[policy.id, recordedUnknown(statements)]] : [];
        }
        const own = statements.value.filter((statement) => namesAlone(statement, table));
        if (own.length === 0) return [];
        return [[policy.id, { attachedTo: asSet(policy.attachedTo), statements: asSet(own.map(statementText)) }]];
      }),
    ),
  );
}

const read = new WeakMap<IdentityPolicy, ReturnType<typeof statementsOf>>();

/** An account's policies are the same for all its tables. */
function readStatements(policy: IdentityPolicy): ReturnType<typeof statementsOf> {
  const found = read.get(policy) ?? statementsOf(policy.document, `policy ${policy.id}`);
  read.set(policy, found);
  return found;
}

/** DynamoDB takes no such name: names hold letters, digits, `_`, `-` and `.`. */
const NO_TABLE = '(any)';

function namesAlone({ resources }: Statement, table: EstateTable): boolean {
  const any = tableArn(table.partition, table.region, table.account, NO_TABLE);
  return resources.values.some(
    (value) =>
      table.arn.startsWith(literalStart(value)) &&
      partsNamed(widened(value), table.arn).length > 0 &&
      partsNamed(widened(value), any).length === 0,
  );
}

/** What a pattern says before its first wildcard or variable: it rules most patterns out at once. */
function literalStart(pattern: string): string {
  return /^[^*?$]*/.exec(pattern.replace(/(:table\/[^/]*)\/.*$/, '$1'))?.[0] ?? '';
}

function statementText({ effect, actions, resources, condition }: Statement): string {
  const when = condition === '' ? '' : ` when ${condition}`;
  return `${effect} ${scopeText(actions)} on ${scopeText(resources)}${when}`;
}
