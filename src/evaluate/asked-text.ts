import { formatMinutes } from '../model/duration.ts';

/** Of what a policy says at a place, only this matters to the controls that look at it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  frequency: ['region', 'account', 'frequencyMinutes', 'retentionMinutes'],
  rpo: ['region', 'account', 'rpoMinutes', 'retentionMinutes'],
  retention: ['region', 'account', 'retentionMinutes'],
  coldAfter: ['coldAfterMinutes', 'retentionMinutes'],
  copies: ['region', 'account'],
  rto: ['rtoMinutes', 'measure'],
};

/** What a policy asks at a path, in words: `frequency 24 h, retention 35 d`. Numbers without a name are minutes. */
export function askedText(path: string, asked: unknown): string {
  const leaf = /([A-Za-z]+)(?:\[\d+\])?$/.exec(path)?.[1] ?? '';
  return wordsOf(asked, Object.hasOwn(KEYS, leaf) ? KEYS[leaf] : undefined);
}

function wordsOf(asked: unknown, keys?: readonly string[]): string {
  if (asked === true) return '';
  if (typeof asked === 'number') return formatMinutes(asked);
  if (Array.isArray(asked)) return asked.map((each) => wordsOf(each)).join(', ');
  if (typeof asked !== 'object' || asked === null) return String(asked);
  return Object.entries(asked)
    .filter(([key, value]) => value !== undefined && (keys === undefined || keys.includes(key)))
    .map(([key, value]) => named(key, value))
    .join(', ');
}

function named(key: string, value: unknown): string {
  if (key.endsWith('Minutes')) return `${key.slice(0, -'Minutes'.length)} ${wordsOf(value)}`;
  return `${key} ${typeof value === 'number' ? value : wordsOf(value)}`;
}
