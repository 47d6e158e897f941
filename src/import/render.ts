import type { Ask, Imported, Scope, Source } from './draft.ts';
import { quoted } from './rules.ts';

/** A source, and the file that it is in. */
export interface Read {
  readonly file: string;
  readonly sources: readonly Source[];
}

export interface Written {
  /** Policies, one YAML document each. */
  readonly text: string;
  readonly policies: number;
  /** What could not be carried over: `FILE:LINE:COLUMN: WHAT: WHY`. */
  readonly lost: readonly string[];
}

/** A key of a policy, and who asks for it. */
interface Line {
  readonly path: string;
  readonly value: string;
  readonly amount?: number;
  readonly objective?: Ask['objective'];
  readonly comments: readonly string[];
}

/** What was read → policies, commented with where each line is from. */
export function writtenPolicies(read: readonly Read[]): Written {
  const lost: string[] = [];
  const documents: string[] = [];
  const taken = new Set<string>();
  for (const { file, sources } of read) {
    for (const source of sources) {
      const own: string[] = [];
      const losing = (rule: { line: number; column: number; what: string }, why: string) =>
        own.push(oneLine(`${file}:${rule.line}:${rule.column}: ${rule.what}: ${why}`));
      for (const loss of source.losses) losing(loss, loss.why);
      for (const rule of source.rules) for (const why of rule.losses) losing(rule, why);
      const groups = new Map<string, Imported[]>();
      for (const rule of source.rules.filter(({ asks }) => asks.length > 0)) {
        const why = whyNoScope(rule.scope);
        if (why !== undefined) losing(rule, why);
        else {
          const key = JSON.stringify(rule.scope);
          groups.set(key, [...(groups.get(key) ?? []), rule]);
        }
      }
      // All of them before the first is written: what they lose stands above it.
      const drafts = [...groups.values()].map((rules) => ({
        scope: rules[0]?.scope ?? {},
        lines: linesOf(file, rules, losing),
      }));
      drafts.forEach((draft, index) => {
        documents.push(document(file, source, freeName(source.name, taken), draft, index === 0 ? own : []));
      });
      if (groups.size === 0) {
        documents.push(comments([`${file}: nothing of ${source.name} could be carried over`, ...own]).join('\n'));
      }
      lost.push(...own);
    }
  }
  const policies = documents.filter((text) => text.includes('\nkind: Policy\n')).length;
  return { text: `${documents.join('\n---\n')}\n`, policies, lost };
}

function whyNoScope({ names = [], tags = {}, without = [] }: Scope): string | undefined {
  if (names.some((name) => !/^[A-Za-z0-9_.*?-]{1,255}$/.test(name))) return 'it names what is no table';
  const keys = [...Object.keys(tags), ...without];
  const isTag = keys.every((key) => key.length > 0 && key.length <= 128 && !/\p{Cc}/u.test(key));
  const values = Object.values(tags).flat();
  return isTag && values.every((value) => value.length <= 256) ? undefined : 'its tags are none that a table can have';
}

function freeName(wanted: string, taken: Set<string>): string {
  const base = oneLine(wanted).trim().slice(0, 120) || 'imported';
  let free = base;
  for (let number = 2; taken.has(free); number++) free = `${base}-${number}`;
  taken.add(free);
  return free;
}

interface Draft {
  readonly scope: Scope;
  readonly lines: readonly Line[];
}

function document(
  file: string,
  source: Source,
  name: string,
  { scope, lines }: Draft,
  lost: readonly string[],
): string {
  return [
    ...comments([
      `Imported from ${file}: a draft. Each line says where it is from; see docs/import.md for what the tools mean by it.`,
      ...(lost.length === 0 ? [] : ['Not carried over:', ...lost.map((each) => `- ${each}`)]),
    ]),
    'apiVersion: holdfast/v1',
    'kind: Policy',
    `name: ${quoted(name)}`,
    ...(source.description.trim() === '' ? [] : [`description: ${JSON.stringify(oneLine(source.description))}`]),
    '',
    ...tableLines(scope),
    ...keyLines(lines),
  ].join('\n');
}

function tableLines({ names, tags, without = [] }: Scope): readonly string[] {
  if (!names && !tags && without.length === 0) return ['tables: {} # every table'];
  const list = (texts: readonly string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
  return [
    'tables:',
    ...(names ? [`  names: ${list(names)}`] : []),
    ...(tags
      ? ['  tags:', ...Object.entries(tags).map(([key, values]) => `    ${JSON.stringify(key)}: ${list(values)}`)]
      : []),
    ...(without.length === 0
      ? []
      : ['  except:', '    tags:', ...without.map((key) => `      ${JSON.stringify(key)}: ["*"]`)]),
  ];
}

/** Of two values of one key the stricter stands. */
function linesOf(
  file: string,
  rules: readonly Imported[],
  losing: (rule: Imported, why: string) => void,
): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const rule of rules) {
    for (const ask of rule.asks) {
      const key = ask.path.endsWith('[]') ? `${ask.path}${ask.value}` : ask.path;
      const before = lines.get(key);
      const own = commentOf(file, rule, ask);
      const { path, value, amount, objective } = ask;
      const line: Line = {
        path,
        value,
        ...(amount === undefined ? {} : { amount }),
        ...(objective ? { objective } : {}),
        comments: [own],
      };
      if (!before) lines.set(key, line);
      else if (before.value === ask.value) lines.set(key, { ...before, comments: [...before.comments, own] });
      else if (isStricter(ask, before)) lines.set(key, { ...line, comments: [...before.comments, own] });
      else if (ask.stricter !== undefined) lines.set(key, { ...before, comments: [...before.comments, own] });
      else losing(rule, `${ask.path}: ${ask.value} is asked, and ${before.value} by another; a policy asks for one`);
    }
  }
  return withPlan(withoutIncluded([...lines.values()])).toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** An objective asks nothing more where another is at least as frequent and keeps at least as long. */
function withoutIncluded(lines: readonly Line[]): readonly Line[] {
  return lines.reduce<readonly Line[]>((kept, line) => {
    const holder = kept.find((each) => includes(each, line));
    if (holder)
      return kept.map((each) => (each === holder ? { ...each, comments: [...each.comments, ...line.comments] } : each));
    const held = kept.filter((each) => includes(line, each));
    const comments = [...held.flatMap((each) => each.comments), ...line.comments];
    return [...kept.filter((each) => !held.includes(each)), { ...line, comments }];
  }, []);
}

function includes({ objective: one }: Line, { objective: other }: Line): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.frequencyMinutes <= other.frequencyMinutes &&
    one.retentionDays >= other.retentionDays
  );
}

/** In the order of docs and examples. */
const KEYS = ['objectives', 'copies', 'recoveryPoints', 'vault', 'pointInTimeRecovery', 'rto', 'measure'];

function placeOf({ path }: Line): number {
  return KEYS.indexOf(path.split('.')[1]?.replace('[]', '') ?? '');
}

function isStricter({ stricter, amount = 0 }: Ask, before: Line): boolean {
  if (stricter === undefined || before.amount === undefined) return false;
  return stricter === 'smaller' ? amount < before.amount : amount > before.amount;
}

/** A policy that asks for point-in-time recovery alone asks for no plan, and this one is to ask for one, too. */
function withPlan(lines: readonly Line[]): readonly Line[] {
  const plan = lines.find(({ path }) => path === 'backup');
  if (!plan) return lines;
  const others = lines.filter((line) => line !== plan);
  const below = others.filter(({ path }) => path.startsWith('backup.'));
  if (below.length === 0) return lines;
  const isSaid = below.some(({ path }) => path !== 'backup.pointInTimeRecovery');
  if (!isSaid) return [...others, { ...plan, path: 'backup.recoveryPoints' }];
  const [first, ...rest] = below;
  const noted = first ? [{ ...first, comments: [...plan.comments, ...first.comments] }] : [];
  return [...others.filter((line) => !below.includes(line)), ...noted, ...rest];
}

function commentOf(file: string, { line, what }: Imported, { note }: Ask): string {
  return oneLine(`${file.split(/[/\\]/).at(-1)}:${line} ${what}${note === undefined ? '' : `: ${note}`}`);
}

const ORDER = ['backup', 'restore', 'settings'];

function keyLines(lines: readonly Line[]): readonly string[] {
  return ORDER.flatMap((top) => {
    const own = lines.filter(({ path }) => path === top);
    const below = lines.filter(({ path }) => path.startsWith(`${top}.`));
    if (own.length + below.length === 0) return [];
    if (below.length === 0)
      return ['', ...own.flatMap(({ value, comments: by }) => [...comments(by), `${top}: ${value}`])];
    return ['', `${top}:`, ...nested(below, top, '  ')];
  });
}

function nested(lines: readonly Line[], above: string, indent: string): readonly string[] {
  const names = new Set(lines.map(({ path }) => path.slice(above.length + 1).split('.')[0] ?? ''));
  return [...names].flatMap((name) => {
    const path = `${above}.${name}`;
    const own = lines.filter((line) => line.path === path);
    const below = lines.filter((line) => line.path.startsWith(`${path}.`));
    if (name.endsWith('[]')) {
      const items = own.flatMap(({ value, comments: by }) => [...comments(by, `${indent}  `), `${indent}  - ${value}`]);
      return [`${indent}${name.slice(0, -2)}:`, ...items];
    }
    if (below.length > 0) return [`${indent}${name}:`, ...nested(below, path, `${indent}  `)];
    return own.flatMap(({ value, comments: by }) => [...comments(by, indent), `${indent}${name}: ${value}`]);
  });
}

function comments(texts: readonly string[], indent = ''): readonly string[] {
  return texts.map((text) => `${indent}# ${oneLine(text)}`);
}

const LONGEST = 400;

/** What a file names stands in comments, and on a terminal: one line, and nothing that steers. */
function oneLine(text: string): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
