import { escapeTerminal } from './escape.ts';

/** SGR codes that every terminal knows (ECMA-48, 8.3.117). */
const SGR = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = keyof typeof SGR;

/** Text already escaped, with its style. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

export function painter(colour: boolean): Paint {
  if (!colour) return (text) => text;
  return (text, ...styles) =>
    text === '' || styles.length === 0
      ? text
      : `\u001b[${styles.map((style) => SGR[style]).join(';')}m${text}\u001b[0m`;
}

/**
 * Words on lines of at most `width` characters; later lines start under the text, not under the marker. A word that is
 * longer than a line (an ARN) stays whole, so that it can be copied.
 */
export function wrap(text: string, width: number, indent: string, marker = ''): readonly string[] {
  const hanging = indent + ' '.repeat(marker.length);
  const lines: string[] = [];
  let line = indent + marker;
  let empty = true;
  for (const word of escapeTerminal(text).split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = hanging + word;
    } else {
      line += empty ? word : ` ${word}`;
    }
    empty = false;
  }
  lines.push(line);
  return lines.map((done) => done.trimEnd());
}
