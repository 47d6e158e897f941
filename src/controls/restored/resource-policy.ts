import { type Fact, known, unknown } from '../../model/fact.ts';
import { partsOf, type Scope, type Statement, scopeText, statementsOf } from './iam-statements.ts';
import { partsNamed, widened, withoutTable } from './table-resource.ts';
import { type TaggedTable, tagDoubt } from './tag-conditions.ts';

export interface PolicyDifference {
  /** Statements of the source's policy, in whole or in part, that the restored table's has not. */
  readonly missing: readonly string[];
  /** The other way round. */
  readonly added: readonly string[];
}

interface Place extends TaggedTable {
  /** The resource policy's JSON text; `null` when there is none. */
  readonly policy: string | null;
}

/** What the resource policies of a table and its source do not share, each table's own ARN taken for the other's. */
export function compareResourcePolicies(own: Place, source: Place): Fact<PolicyDifference> {
  const ownStatements = statementsIn(own);
  const sourceStatements = statementsIn(source);
  if (!ownStatements.known) return ownStatements;
  if (!sourceStatements.known) return sourceStatements;
  for (const [place, statements] of [
    [own, ownStatements.value],
    [source, sourceStatements.value],
  ] as const) {
    const tagged = statements.find((statement) => tagDoubt(statement, own, source) !== undefined);
    if (tagged) {
      const detail = `${tagged.name} of the resource policy of ${place.arn} ${tagDoubt(tagged, own, source)}`;
      return unknown('undocumented', detail);
    }
    const strange = statements.find((statement) => !isAboutWholeTable(statement, place.arn));
    if (strange) {
      return unknown(
        'undocumented',
        `${strange.name} of the resource policy of ${place.arn} names resources by a pattern, so it cannot be proven what it is for`,
      );
    }
  }
  const [ownParts, sourceParts] = [partsIn(ownStatements.value, own.arn), partsIn(sourceStatements.value, source.arn)];
  return known(
    { missing: lacking(sourceParts, ownParts), added: lacking(ownParts, sourceParts) },
    'dynamodb:GetResourcePolicy',
  );
}

function statementsIn({ arn, policy }: Place): Fact<readonly Statement[]> {
  if (policy === null) return known([], 'dynamodb:GetResourcePolicy');
  return statementsOf(policy, `the resource policy of ${arn}`);
}

/** Names the table by its own ARN or by `*`, or not at all; another pattern may fit one table and not the other. */
function isAboutWholeTable({ resources }: Statement, arn: string): boolean {
  return resources.values.every(
    (value) =>
      value === '*' || value === arn || value.startsWith(`${arn}/`) || partsNamed(widened(value), arn).length === 0,
  );
}

/** Text of each part → the name of its statement. */
function partsIn(statements: readonly Statement[], arn: string): ReadonlyMap<string, Statement> {
  const parts = new Map<string, Statement>();
  for (const statement of statements) {
    const { effect, actions, resources, principals, condition } = statement;
    const resourceParts = resources.values.length === 0 ? [resources] : partsOf(resources);
    for (const action of partsOf(actions)) {
      for (const resource of resourceParts) {
        for (const principal of principals ? partsOf(principals) : [undefined]) {
          const text = [effect, scopeKey(action), scopeKey(resource), principal ? scopeKey(principal) : '', condition];
          parts.set(withoutTable(JSON.stringify(text), arn), statement);
        }
      }
    }
  }
  return parts;
}

function scopeKey({ except, values }: Scope): string {
  return `${except ? '!' : ''}${values.join(' ')}`;
}

function lacking(from: ReadonlyMap<string, Statement>, against: ReadonlyMap<string, Statement>): readonly string[] {
  const statements = [...from].filter(([text]) => !against.has(text)).map(([, statement]) => statement);
  return [...new Set(statements)].map(describe);
}

function describe({ name, effect, actions, principals }: Statement): string {
  return `${name} (${effect} ${scopeText(actions)}${principals ? ` for ${scopeText(principals)}` : ''})`;
}
