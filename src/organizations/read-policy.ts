import type { Position } from '../model/policy.ts';
import { type JsonMember, type JsonNode, JsonTree } from '../yaml/json-tree.ts';
import { ALLOWED, type BackupPolicy, OPERATORS, type Operator, type PolicyNode, type PolicyValue } from './policy.ts';

/** A mistake in a policy, or what is legal there and seldom meant. */
export interface Finding extends Position {
  /** Without a full stop. */
  readonly message: string;
  readonly hint?: string;
  /** The whole line that the position is in. */
  readonly sourceLine?: string;
  /** AWS Backup refuses it, once it stands in a plan; not the policy itself. */
  readonly ofAwsBackup?: true;
}

/** A policy file as far as its operators go; what its keys mean is asked by `checkPolicy`. */
export interface ReadPolicy {
  /** Undefined where the text is no JSON object. */
  readonly policy?: BackupPolicy;
  readonly problems: readonly Finding[];
}

export interface PolicyText {
  readonly name: string;
  readonly id?: string;
  readonly file?: string;
  readonly text: string;
}

/** JSON text → a backup policy. */
export function readPolicy({ name, id, file, text }: PolicyText): ReadPolicy {
  const tree = new JsonTree(text.replace(/^\ufeff/, ''));
  const shown = file ?? id ?? name;
  const lines = text.split('\n');
  const finding = (place: { readonly line: number; readonly column: number }, message: string, hint?: string) => ({
    file: shown,
    line: place.line,
    column: place.column,
    message,
    ...(hint === undefined ? {} : { hint }),
    sourceLine: (lines[place.line - 1] ?? '').replace(/\r$/, ''),
  });
  const problems: Finding[] = tree.mistakes.map((mistake) => finding(mistake, mistake.message));
  if (!tree.root) return { problems };
  if (tree.root.kind !== 'object') {
    return { problems: [finding({ line: 1, column: 1 }, 'a backup policy is an object with the key `plans`')] };
  }
  const report = (at: number, message: string, hint?: string) =>
    problems.push(finding(tree.placeOf(at), message, hint));
  const root = nodeOf({ key: '', keyAt: 0, value: tree.root }, report);
  const policy: BackupPolicy = {
    ...(id === undefined ? {} : { id }),
    name,
    ...(file === undefined ? {} : { file }),
    root,
    placeOf: (at) => tree.placeOf(at),
  };
  return { policy, problems };
}

type Report = (at: number, message: string, hint?: string) => void;

function nodeOf({ key, keyAt, value }: JsonMember, report: Report): PolicyNode {
  const members = new Map<string, PolicyNode>();
  const operators: Partial<Record<Operator, PolicyValue>> = {};
  let allowed: ReadonlySet<Operator> | undefined;
  if (value.kind !== 'object') {
    const shown = key === '' ? 'it' : `\`${key}\``;
    report(value.at, `${shown} has a value without an operator`, 'write { "@@assign": … }');
    return { key, at: keyAt, members, operators, unread: true };
  }
  let isUnread = false;
  for (const member of value.members.values()) {
    const operator = OPERATORS.find((each) => each === member.key);
    if (operator) {
      const read = operandOf(member.value, operator, report);
      if (read === undefined) isUnread = true;
      else operators[operator] = read;
    } else if (member.key === ALLOWED) allowed = allowedOf(member.value, report);
    else if (member.key.startsWith('@@')) {
      isUnread = true;
      report(
        member.keyAt,
        `there is no operator ${member.key}`,
        `the operators are ${[...OPERATORS, ALLOWED].join(', ')}`,
      );
    } else {
      const node = nodeOf(member, report);
      const twin = members.get(node.key.toLowerCase());
      if (twin) {
        report(node.at, `\`${node.key}\` and \`${twin.key}\` differ in case alone, which AWS takes for one key`);
      }
      members.set(node.key.toLowerCase(), node);
    }
  }
  if (members.size > 0 && Object.keys(operators).length > 0) {
    report(keyAt, `\`${key}\` holds a value and other keys`, 'an operator stands on a leaf');
  }
  return {
    key,
    at: keyAt,
    members,
    operators,
    ...(allowed ? { allowed } : {}),
    ...(isUnread ? { unread: true } : {}),
  };
}

function operandOf(node: JsonNode, operator: Operator, report: Report): PolicyValue | undefined {
  if (node.kind === 'list') {
    const items = node.items.map((item) => scalarOf(item, operator, report));
    return items.every((item) => item !== undefined) ? [...new Set(items)] : undefined;
  }
  const scalar = scalarOf(node, operator, report);
  return scalar === undefined || operator === '@@assign' ? scalar : [scalar];
}

/** Numbers and flags are written as text in most policies, and as what they are in others. */
function scalarOf(node: JsonNode, operator: Operator, report: Report): string | undefined {
  if (node.kind === 'scalar' && node.value !== null) return String(node.value);
  report(node.at, `${operator} takes text, or a list of texts`);
  return undefined;
}

const WORDS: Readonly<Record<string, readonly Operator[]>> = {
  '@@all': OPERATORS,
  '@@none': [],
  '@@assign': ['@@assign'],
  '@@append': ['@@append'],
  '@@remove': ['@@remove'],
};

function allowedOf(node: JsonNode, report: Report): ReadonlySet<Operator> {
  const items = node.kind === 'list' ? node.items : [node];
  const words = items.flatMap((item) => {
    const word = item.kind === 'scalar' ? String(item.value) : '';
    if (Object.hasOwn(WORDS, word)) return [word];
    report(item.at, `${ALLOWED} takes a list of ${Object.keys(WORDS).join(', ')}`);
    return [];
  });
  if (words.length > 1 && (words.includes('@@all') || words.includes('@@none'))) {
    report(node.at, '@@all and @@none stand alone');
  }
  // What is not understood may lock all.
  return new Set(words.includes('@@none') ? [] : words.flatMap((word) => WORDS[word] ?? []));
}
