import { isAbsolute } from 'node:path';
import { parseDuration } from '../../model/duration.ts';
import { type Instant, instant } from '../../model/instant.ts';
import type { Shard } from '../../model/report.ts';
import { FAIL_ON, type FailOn } from '../../model/severity.ts';
import type { NamedStack } from '../../model/stack.ts';
import { UserError } from '../../model/user-error.ts';
import { didYouMean } from '../../policy/nearest.ts';
import { historySource, historySources } from '../../sources/trail/history-source.ts';
import { requireRegion } from './region.ts';

/** A path as the user gave it → the same place, seen from the working directory. */
export type Placed = (path: string) => string;

/**
 * Words as the user gave them, none when the option was left out → a value. `label` is how the user knows the option; `placed`
 * says where the paths among the words lie.
 */
export type Read<T> = (words: readonly string[], label: string, placed: Placed) => T;

export const REPORT_FORMATS = [
  'text',
  'json',
  'jsonl',
  'sarif',
  'junit',
  'markdown',
  'html',
  'csv',
  'ocsf',
  'asff',
  'openmetrics',
  'oscal',
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What `restores` can be shown as. */
export const RESTORE_FORMATS = ['text', 'json', 'markdown'] as const;
export type RestoreFormat = (typeof RESTORE_FORMATS)[number];

/** Where one rendering goes; without a file, to stdout. */
export interface ReportTarget<F extends string = ReportFormat> {
  readonly format: F;
  readonly file?: string;
}

/** The words that YAML 1.2 has for it: those that GitHub's toolkit accepts. */
const TRUE = new Set(['true', 'True', 'TRUE']);
const FALSE = new Set(['false', 'False', 'FALSE']);

export const flag: Read<boolean> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined || FALSE.has(word)) return false;
  if (TRUE.has(word)) return true;
  throw new UserError(`${label} is ${quote(word)}`, 'write true or false');
};

export const optionalText: Read<string | undefined> = (words, label) => {
  const word = words.at(-1);
  return word === undefined ? undefined : filled(word, label);
};

export const text: Read<string> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined) throw new UserError(`${label} is missing`, 'give it a value');
  return filled(word, label);
};

export const path: Read<string> = (words, label, placed) => placed(text(words, label, placed));

export const optionalPath: Read<string | undefined> = (words, label, placed) => {
  const word = optionalText(words, label, placed);
  return word === undefined ? undefined : placed(word);
};

export const paths: Read<readonly string[]> = (words, label, placed) =>
  words.map((word) => placed(filled(word, label)));

/** A settings file; nobody need have the one that is looked for when none is named. */
export interface ConfigFile {
  readonly path: string;
  readonly isNamed: boolean;
}

export const DEFAULT_CONFIG: ConfigFile = { path: 'holdfast.yaml', isNamed: false };

export const configFile: Read<ConfigFile> = (words, label, placed) => {
  const named = optionalPath(words, label, placed);
  return named === undefined
    ? { ...DEFAULT_CONFIG, path: placed(DEFAULT_CONFIG.path) }
    : { path: named, isNamed: true };
};

/** Whether a word of `parameters` is `KEY=VALUE`; keys have no slash, and folders of a file may have a `=`. */
export function isPair(word: string): boolean {
  return /^[^/\\]*=/.test(word);
}

export const parameterWords: Read<readonly string[]> = (words, label, placed) =>
  words.map((word) => (isPair(filled(word, label)) ? word : amongWords(word, placed)));

/** A path among words of other kinds: what a folder is named makes it none of them. */
function amongWords(word: string, placed: Placed): string {
  const path = placed(word);
  return path === word || isAbsolute(path) ? path : `./${path}`;
}

/** `a,b` and repeated options are the same; blanks around commas do not count. */
const list = (words: readonly string[]): readonly string[] =>
  words.flatMap((word) => word.split(',').map((part) => part.trim())).filter((part) => part !== '');

export const regions: Read<readonly string[] | 'all'> = (words, label) => {
  const names = list(words);
  if (names.includes('all')) {
    if (names.length === 1) return 'all';
    throw new UserError(`${label} names ${quote('all')} and others`, 'write all, or the names of Regions');
  }
  for (const name of names) requireRegion(name, label);
  return [...new Set(names)];
};

/** `NAME`, or `NAME=new`. */
export const stacks: Read<readonly NamedStack[]> = (words, label) =>
  words.map((word) => {
    const [name = '', said, ...more] = word.split('=');
    if (name !== '' && more.length === 0 && (said === undefined || said === 'new'))
      return { name, isNew: said === 'new' };
    throw new UserError(
      `${label}: ${quote(word)} names no stack`,
      'write its name, or NAME=new for one that the template makes',
    );
  });

/** A backup policy of AWS Organizations as it will be, and which of those that are attached it takes the place of. */
export interface NamedBackupPolicy {
  /** Its name or id; absent: it is called as the file is. */
  readonly name?: string;
  readonly file: string;
}

/** `NAME=FILE`, `p-…=FILE`, or a file alone. */
export const backupPolicies: Read<readonly NamedBackupPolicy[]> = (words, label, placed) => {
  const policies = words.map((word): NamedBackupPolicy => {
    if (!isPair(filled(word, label))) return { file: placed(word) };
    const [name = ''] = word.split('=', 1);
    return {
      name: filled(name, `${label}: the name`),
      file: placed(filled(word.slice(name.length + 1), `${label} ${name}=`)),
    };
  });
  const twice = policies.find(
    ({ name }, index) => name !== undefined && policies.findIndex((each) => each.name === name) < index,
  );
  if (twice === undefined) return policies;
  throw new UserError(`${label}: ${quote(twice.name ?? '')} is given twice`, 'give each policy once');
};

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

export const roleArns: Read<readonly string[]> = (words, label) => {
  const arns = list(words);
  for (const arn of arns) {
    if (!ROLE_ARN.test(arn)) {
      throw new UserError(
        `${label}: ${quote(arn)} is not the ARN of a role`,
        'write an ARN such as arn:aws:iam::111122223333:role/holdfast',
      );
    }
  }
  return [...new Set(arns)];
};

const ROLE_NAME = /^(?:\/?(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}|arn:aws[a-z-]*:iam::\{account\}:role\/\S+)$/;

export const roleName: Read<string> = (words, label) => {
  const word = words.at(-1) ?? '';
  if (ROLE_NAME.test(word)) return word;
  throw new UserError(
    `${label}: ${quote(word)} is not a role`,
    'write a name such as holdfast-reader, or an ARN such as arn:aws:iam::{account}:role/holdfast-reader',
  );
};

export const accounts: Read<readonly string[]> = (words, label) => {
  const ids = list(words);
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong === undefined) return [...new Set(ids)];
  throw new UserError(`${label}: ${quote(wrong)} is not the id of an account`, 'write twelve digits');
};

export const optionalAccount: Read<string | undefined> = (words, label) =>
  accounts(words.slice(-1), label, (path) => path)[0];

export const shard: Read<Shard | undefined> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined) return undefined;
  const [, number, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(word) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (shard.number <= shard.of) return shard;
  throw new UserError(`${label} is ${quote(word)}`, 'write a part and a whole, such as 3/16');
};

export const failOn: Read<FailOn> = (words, label) => oneOf(words.at(-1) ?? '', FAIL_ON, label);

export function wholeNumber(least: number, most: number): Read<number> {
  return (words, label) => numberBetween(words.at(-1) ?? '', least, most, label);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

export const optionalInstant: Read<Instant | undefined> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined) return undefined;
  const milliseconds = INSTANT.test(word) ? Date.parse(word) : Number.NaN;
  // Date.parse rolls 30 February over to March.
  if (Number.isNaN(milliseconds) || !isDay(word.slice(0, 10))) {
    throw new UserError(
      `${label} is ${quote(word)}, which is not an instant`,
      'write it as 2026-11-22T08:00:00Z, with Z or an offset; a day alone begins at 00:00 UTC',
    );
  }
  return instant(milliseconds);
};

/** Minutes. */
export const optionalDuration: Read<number | undefined> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined) return undefined;
  const minutes = parseDuration(word);
  if (minutes !== undefined) return minutes;
  throw new UserError(`${label} is ${quote(word)}, which is not a duration`, 'write it as 90m, 24h, 35d, 2w or P35D');
};

function isDay(day: string): boolean {
  const parsed = Date.parse(day);
  return !Number.isNaN(parsed) && instant(parsed).startsWith(day);
}

export const reportTargets: Read<readonly ReportTarget[]> = (words, label) => targetsOf(words, REPORT_FORMATS, label);

export const restoreTargets: Read<readonly ReportTarget<RestoreFormat>[]> = (words, label) =>
  targetsOf(words, RESTORE_FORMATS, label);

function targetsOf<F extends string>(
  words: readonly string[],
  formats: readonly F[],
  label: string,
): readonly ReportTarget<F>[] {
  const targets = words.map((word) => targetOf(word, formats, label));
  const toStdout = targets.filter((target) => target.file === undefined);
  if (toStdout.length > 1) {
    throw new UserError(
      `${label}: ${toStdout.map((target) => target.format).join(' and ')} both go to stdout`,
      `give all but one a file, such as ${label} json=holdfast-report.json`,
    );
  }
  const files = targets.flatMap((target) => target.file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new UserError(`${label}: ${quote(twice)} is named twice`, 'give each report a file of its own');
  return targets;
}

function targetOf<F extends string>(word: string, formats: readonly F[], label: string): ReportTarget<F> {
  const [name = ''] = word.split('=', 1);
  const format = oneOf(name, formats, label);
  if (!word.includes('=')) return { format };
  return { format, file: filled(word.slice(name.length + 1), `${label} ${name}=`) };
}

export const reportFormats: Read<readonly ReportFormat[]> = (words, label) => [
  ...new Set(list(words).map((word) => oneOf(word, REPORT_FORMATS, label))),
];

/** One of a few words; the nearest is named when it is none of them. */
export function wordOf<T extends string>(words: readonly T[]): Read<T> {
  return (given, label) => oneOf(given.at(-1) ?? '', words, label);
}

export function wordsOf<T extends string>(words: readonly T[]): Read<readonly T[]> {
  return (given, label) => [...new Set(given.map((word) => oneOf(word, words, label)))];
}

export function optionalWordOf<T extends string>(words: readonly T[]): Read<T | undefined> {
  return (given, label) => (given.length === 0 ? undefined : oneOf(given.at(-1) ?? '', words, label));
}

/** Stands in an HTML comment, which ends at `--`. */
const HEADER = /^(?!.*--)[\w.][\w .-]{0,58}[\w.]$|^[\w.]$/;

export const commentHeader: Read<string> = (words, label) => {
  const word = words.at(-1) ?? '';
  if (HEADER.test(word)) return word;
  throw new UserError(
    `${label} is ${quote(word)}`,
    'write up to 60 letters, digits, blanks, dots, underscores and single hyphens',
  );
};

/** GitHub takes what stands before the last slash: a category that ends in none would be none. */
export const category: Read<string | undefined> = (words) => {
  const word = words.at(-1);
  return word === undefined || word.endsWith('/') ? word : `${word}/`;
};

/** The default of action.yml is an expression of GitHub's; where nothing evaluates it, there is no token. */
export const token: Read<string | undefined> = (words) => {
  const word = words.at(-1);
  return word === undefined || word.startsWith('${{') ? undefined : word;
};

/** Source: AWS Organizations API Reference, DescribeOrganization. */
export const organizationId: Read<string | undefined> = (words, label) => {
  const word = words.at(-1);
  if (word === undefined || /^o-[a-z0-9]{10,32}$/.test(word)) return word;
  throw new UserError(`${label}: ${quote(word)} is not the id of an organization`, 'write an id such as o-abc123def4');
};

/** Words that name no source are found before anything is read. */
export const historyWords: Read<readonly string[]> = (words, label, placed) => {
  historySources(words, label);
  return [
    ...new Set(words.map((word) => (historySource(word, label).kind === 'path' ? amongWords(word, placed) : word))),
  ];
};

function oneOf<T extends string>(word: string, known: readonly T[], label: string): T {
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  const hint = didYouMean(word, known);
  throw new UserError(
    `${label}: ${quote(word)} is not one of ${known.join(', ')}`,
    hint ?? `write one of ${known.join(', ')}`,
  );
}

function numberBetween(word: string, least: number, most: number, label: string): number {
  const number = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UserError(`${label} is ${quote(word)}`, `write a whole number from ${least} to ${most}`);
}

function filled(word: string, label: string): string {
  if (word !== '') return word;
  throw new UserError(`${label} is empty`, 'give it a value, or leave it out');
}

function quote(word: string): string {
  return JSON.stringify(word);
}
