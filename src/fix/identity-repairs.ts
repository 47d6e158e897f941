import { counterpartsOf } from '../controls/restored/identity-policies.ts';
import { hasVariable, partsNamed } from '../controls/restored/table-resource.ts';
import type { EstateTable } from '../estate/estate.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/result.ts';
import type { IdentityPolicy } from '../model/table.ts';
import { aws, type Command } from './command.ts';
import { NO_REPAIR, type Repair } from './part.ts';
import { isList, parsedObject, renamedArns } from './rename.ts';
import { compactJson, TARGET } from './shell.ts';

/**
 * For everybody who may use the source and not the restored table, an inline policy of its own that says so: no document
 * that somebody keeps elsewhere is touched. Proposals only.
 */
export function repairIdentities(own: EstateTable, source: EstateTable, policies: readonly IdentityPolicy[]): Repair {
  const principals = [...new Set(policies.flatMap(({ attachedTo }) => attachedTo))].toSorted();
  const proposals = principals.flatMap((principal) => proposalFor(principal, own, source, policies));
  if (proposals.length === 0) return NO_REPAIR;
  return {
    ...NO_REPAIR,
    proposals,
    notes: [
      own.account === source.account
        ? `identity policies belong to others: the inline policies below are proposals, not run${own.name === TARGET ? '; where a pattern takes the new name already, none is needed' : ''}`
        : `the principals below are those of account ${source.account}: name the right ones of account ${own.account}`,
    ],
  };
}

function proposalFor(
  principal: string,
  own: EstateTable,
  source: EstateTable,
  policies: readonly IdentityPolicy[],
): readonly Command[] {
  const held = policies.filter(({ attachedTo }) => attachedTo.includes(principal));
  const lacking = (added: readonly JsonObject[]) => {
    const proposal = { id: 'proposal', attachedTo: [principal], document: JSON.stringify({ Statement: added }) };
    return counterpartsOf([...held, proposal], source.record, own.record).missing.length;
  };
  const before = lacking([]);
  if (before === 0) return [];
  const statements = held
    .flatMap(({ document }) => statementsIn(document))
    .flatMap((statement) => restated(statement, own, source))
    .filter((statement) => lacking([statement]) < before);
  const [kind, name] = [principal.split('/')[0], principal.split('/').at(-1)];
  if (statements.length === 0 || name === undefined || !isHolder(kind)) return [];
  const call = aws('iam', `put-${kind}-policy`, {
    [`${kind}-name`]: name,
    'policy-name': `${own.name}-like-${source.name}`,
    'policy-document': compactJson({ Version: '2012-10-17', Statement: statements }),
  });
  return [{ call, proposed: true }];
}

function isHolder(kind: string | undefined): kind is 'role' | 'user' | 'group' {
  return kind === 'role' || kind === 'user' || kind === 'group';
}

function statementsIn(document: string): readonly JsonObject[] {
  const list = parsedObject(document)?.['Statement'];
  return (isList(list) ? list : [list]).filter(isObject);
}

/** The statement about the restored table alone; nothing where it does not name the source. */
function restated(statement: JsonObject, own: EstateTable, source: EstateTable): readonly JsonObject[] {
  const { Sid: _sid, Resource, Condition, ...rest } = statement;
  const named = textsOf(Resource)
    .filter((resource) => !hasVariable(resource))
    .flatMap((resource) => partsNamed(resource, source.arn).map((part) => own.arn + part));
  if (named.length === 0) return [];
  return [
    {
      ...rest,
      Resource: [...new Set(named)],
      ...(Condition === undefined ? {} : { Condition: renamedArns(Condition, source.arn, own.arn) }),
    },
  ];
}

function textsOf(value: Json | undefined): readonly string[] {
  return (isList(value) ? value : [value]).filter((each) => typeof each === 'string');
}
