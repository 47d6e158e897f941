import { refusals } from '../constraints/refusals.ts';
import { type Unknown, unknown } from '../model/fact.ts';
import { didYouMean } from '../policy/nearest.ts';
import { listOf } from './merge.ts';
import { type BackupPolicy, OPERATORS, type PolicyNode } from './policy.ts';
import { type Finding, type PolicyText, readPolicy } from './read-policy.ts';
import { BACKUP_POLICY, type LeafShape, type MapShape, type ObjectShape, type Shape, wrongVariable } from './shape.ts';

/** What `validate` says of a backup policy by itself. */
export interface CheckedPolicy {
  readonly policy?: BackupPolicy;
  /** What AWS refuses, now or when the policy becomes effective. */
  readonly problems: readonly Finding[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Finding[];
}

/** The API and the command line count white space, the console does not. Source: AWS Organizations User Guide, limits. */
const MOST_CHARACTERS = 10_000;

/** Text → policy, every mistake in it, and what may not be meant. A child holds only what it changes: nothing is asked for. */
export function checkPolicy(given: PolicyText): CheckedPolicy {
  const { policy, problems } = readPolicy(given);
  if (!policy) return { problems, warnings: [] };
  const check = new Check(policy, given.text, problems);
  check.size();
  check.object(policy.root, BACKUP_POLICY, '');
  if (policy.root.members.size === 0) check.problem(policy.root.at, 'a backup policy has the key `plans`');
  const byPlace = (a: Finding, b: Finding) => a.line - b.line || a.column - b.column;
  return { policy, problems: check.problems.toSorted(byPlace), warnings: check.warnings.toSorted(byPlace) };
}

class Check {
  readonly problems: Finding[];
  readonly warnings: Finding[] = [];
  readonly #policy: BackupPolicy;
  readonly #text: string;
  readonly #lines: readonly string[];

  constructor(policy: BackupPolicy, text: string, found: readonly Finding[]) {
    this.#policy = policy;
    this.#text = text;
    this.#lines = text.split(/\r?\n/);
    this.problems = [...found];
  }

  problem(at: number, message: string, hint?: string): void {
    this.problems.push(this.#finding(at, message, hint));
  }

  warning(at: number, message: string, hint?: string): void {
    this.warnings.push(this.#finding(at, message, hint));
  }

  size(): void {
    const length = [...this.#text].length;
    if (length <= MOST_CHARACTERS) return;
    const bare = [...JSON.stringify(JSON.parse(this.#text.replace(/^\ufeff/, '')))].length;
    if (bare > MOST_CHARACTERS) {
      this.problem(0, `the policy has ${bare} characters without white space; AWS takes ${MOST_CHARACTERS}`);
    } else {
      this.warning(
        0,
        `the policy has ${length} characters, of which AWS takes ${MOST_CHARACTERS}; the console strips white space, the API and the command line do not`,
      );
    }
  }

  object(node: PolicyNode, shape: ObjectShape, path: string): void {
    this.#noValue(node, path);
    const keys = Object.keys(shape.members);
    for (const [lower, member] of node.members) {
      const found = keys.find((key) => key === lower);
      const known = found === undefined ? undefined : shape.members[found];
      if (!known) {
        const hint = didYouMean(member.key, keys) ?? `the keys are ${keys.join(', ')}`;
        this.problem(
          member.at,
          `${path === '' ? 'a backup policy' : `\`${path}\``} has no key \`${member.key}\``,
          hint,
        );
        continue;
      }
      if (member.key !== lower) this.warning(member.at, `\`${member.key}\` differs from \`${lower}\` in case alone`);
      this.#shape(member, known, path === '' ? lower : `${path}.${lower}`);
    }
    if (path.endsWith('.selections') && node.members.has('tags') && node.members.has('resources')) {
      const [, second] = [...node.members.values()];
      this.problem(second?.at ?? node.at, 'a plan selects by `tags` or by `resources`, not by both');
    }
  }

  #shape(node: PolicyNode, shape: Shape, path: string): void {
    if (shape.is === 'object') this.object(node, shape, path);
    else if (shape.is === 'map') this.#map(node, shape, path);
    else if (shape.is === 'leaf') this.#leaf(node, shape, path);
  }

  #map(node: PolicyNode, shape: MapShape, path: string): void {
    this.#noValue(node, path);
    if (shape.most !== undefined && node.members.size > shape.most) {
      this.problem(node.at, `\`${path}\` has ${node.members.size} entries; AWS takes ${shape.most}`);
    }
    for (const member of node.members.values()) {
      const bad = shape.badKey?.(member.key);
      if (bad !== undefined) this.problem(member.at, `\`${member.key}\` ${bad}`);
      this.#shape(member, shape.of, `${path}.${member.key}`);
      if (path.endsWith('.rules')) this.#rule(member);
      if (path.endsWith('.copy_actions')) this.#copy(member);
    }
  }

  #leaf(node: PolicyNode, { list, bad }: LeafShape, path: string): void {
    for (const member of node.members.values()) {
      this.problem(member.at, `\`${path}\` holds a value, and no key \`${member.key}\``);
    }
    for (const operator of OPERATORS) {
      const value = node.operators[operator];
      if (value === undefined) continue;
      if (!list && operator !== '@@assign') {
        this.problem(node.at, `\`${node.key}\` is no list, so it takes @@assign and not ${operator}`);
      }
      if (!list && operator === '@@assign' && typeof value !== 'string')
        this.problem(node.at, `\`${node.key}\` takes one value, not a list`);
      if (list && typeof value === 'string') {
        this.warning(node.at, `\`${node.key}\` takes a list`, `write ["${value}"]`);
      }
      for (const each of listOf(value)) {
        const wrong = bad?.(each) ?? wrongVariable(node.key.toLowerCase(), each);
        if (wrong !== undefined) this.problem(node.at, `\`${node.key}\`: ${JSON.stringify(each)} ${wrong}`);
      }
    }
    const isEmpty = Object.keys(node.operators).length === 0 && node.members.size === 0;
    if (isEmpty && node.allowed === undefined && !node.unread) {
      this.problem(node.at, `\`${node.key}\` says nothing`, 'write { "@@assign": … }');
    }
  }

  #noValue(node: PolicyNode, path: string): void {
    const [operator] = OPERATORS.filter((each) => node.operators[each] !== undefined);
    if (operator === undefined) return;
    this.problem(
      node.at,
      `${path === '' ? 'the policy' : `\`${path}\``} holds keys, and no value`,
      `${operator} stands on a leaf`,
    );
  }

  #copy({ key, at, members }: PolicyNode): void {
    if (members.has('target_backup_vault_arn') || key === key.toLowerCase()) return;
    this.warning(
      at,
      'without `target_backup_vault_arn` AWS copies to the vault of the key in lower case',
      `write "target_backup_vault_arn": { "@@assign": ${JSON.stringify(key)} }`,
    );
  }

  /** What AWS Backup refuses of a rule, by the rows of `constraints`. */
  #rule(node: PolicyNode): void {
    const lifecycle = node.members.get('lifecycle');
    const rule = {
      ruleName: INHERITED,
      targetBackupVaultName: INHERITED,
      scheduleExpression: textOf(node, 'schedule_expression'),
      startWindowMinutes: numberOf(node, 'start_backup_window_minutes'),
      completionWindowMinutes: numberOf(node, 'complete_backup_window_minutes'),
      lifecycle: lifecycle
        ? {
            moveToColdStorageAfterDays: numberOf(lifecycle, 'move_to_cold_storage_after_days'),
            deleteAfterDays: numberOf(lifecycle, 'delete_after_days'),
          }
        : INHERITED,
    };
    const thing = { backupPlanName: INHERITED, rules: [rule] };
    for (const { path, message, grade, quota } of refusals('backup-plan', thing, { forNew: true })) {
      const at = (PLACES[path.replace('rules[0].', '')] ?? []).reduce(
        (place: PolicyNode, key) => place.members.get(key) ?? place,
        node,
      ).at;
      // Whether AWS takes a policy with such a lifecycle, and each job fails, nobody recorded.
      if (grade === 'U' || quota || path.includes('lifecycle')) this.warning(at, message);
      else this.problems.push({ ...this.#finding(at, `AWS refuses it: ${message}`, undefined), ofAwsBackup: true });
    }
  }

  #finding(at: number, message: string, hint: string | undefined): Finding {
    const { line, column } = this.#policy.placeOf(at);
    return {
      file: this.#policy.file ?? this.#policy.id ?? this.#policy.name,
      line,
      column,
      message,
      ...(hint === undefined ? {} : { hint }),
      sourceLine: this.#lines[line - 1] ?? '',
    };
  }
}

const INHERITED: Unknown = unknown('not-collected', 'what a policy does not say, another one may');

function textOf(node: PolicyNode, key: string): string | Unknown {
  const value = node.members.get(key)?.operators['@@assign'];
  return typeof value === 'string' ? value : INHERITED;
}

function numberOf(node: PolicyNode, key: string): number | Unknown {
  const text = textOf(node, key);
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : INHERITED;
}

/** Paths of AWS Backup's API → keys of a rule. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  scheduleExpression: ['schedule_expression'],
  startWindowMinutes: ['start_backup_window_minutes'],
  completionWindowMinutes: ['complete_backup_window_minutes'],
  'lifecycle.deleteAfterDays': ['lifecycle', 'delete_after_days'],
  'lifecycle.moveToColdStorageAfterDays': ['lifecycle', 'move_to_cold_storage_after_days'],
};
