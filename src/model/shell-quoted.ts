import { UNSEEN } from './visible.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;

/** One argument of a command, as a POSIX shell reads it back to the letter, on one line and without a character that nobody sees. */
export function shellQuoted(text: string): string {
  if (text === '') return "''";
  if (PLAIN.test(text)) return text;
  if (text.search(UNSEEN) === -1) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${text.replace(/[\\']/g, '\\$&').replace(UNSEEN, bytesOf)}'`;
}

/** By byte, which every locale takes alike. No argument can hold a NUL, and what stands behind one would be cut off. */
function bytesOf(character: string): string {
  if (character === '\0') return String.raw`\\x00`;
  return Array.from(new TextEncoder().encode(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
