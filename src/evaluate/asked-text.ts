import type { Requirement } from '../controls/requirements.ts';
import { formatMinutes } from '../model/duration.ts';

/** What a policy asks: of an object the fields alone that the control looks at. */
export function askedValues({ asked, fields }: Requirement): unknown {
  if (fields === undefined || typeof asked !== 'object' || asked === null || Array.isArray(asked)) return asked;
  return Object.fromEntries(Object.entries(asked).filter(([key]) => fields.includes(key)));
}

/** What a policy asks, in words: `frequency 24 h, retention 35 d`. Numbers without a name are minutes. */
export function askedText({ asked, fields }: Requirement): string {
  return wordsOf(asked, fields);
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
