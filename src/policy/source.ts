import type { Position } from '../model/policy.ts';
import { type Problem, problem } from './problem.ts';

/** A policy file as text, and where its lines start. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** 1 MiB: some ten thousand lines of policy. */
const MAX_BYTES = 1024 * 1024;

/** What no YAML file may hold (YAML 1.2.2 §5.1), bar the C1 range, which is harmless once escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Bytes → text: UTF-8, a byte order mark allowed and dropped. */
export function readSource(file: string, bytes: Uint8Array): { readonly source?: Source; readonly problem?: Problem } {
  if (bytes.length > MAX_BYTES) {
    const found = `the file has ${bytes.length} bytes; a policy file has at most ${MAX_BYTES}`;
    return { problem: problem({ file, line: 1, column: 1 }, found, 'split it: any number of files can be given') };
  }
  const text = decode(bytes);
  if (text === undefined) return { problem: badEncoding(file, bytes) };
  const source = sourceOf(file, text);
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden === null) return { source };
  const code = forbidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { source, problem: problem(positionAt(source, forbidden.index), `control character U+${code} in the file`) };
}

export function positionAt(source: Source, offset: number): Position {
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file: source.file, line: low + 1, column: offset - (source.lineStarts[low] ?? 0) + 1 };
}

export function lineText(source: Source, line: number): string {
  const text = source.text.slice(source.lineStarts[line - 1] ?? source.text.length, source.lineStarts[line]);
  return text.replace(/\r?\n$/, '');
}

function sourceOf(file: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

function decode(bytes: Uint8Array, stream = false): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

function badEncoding(file: string, bytes: Uint8Array): Problem {
  // The longest prefix that decodes ends before the first bad byte; `stream` forgives a character cut in two.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decode(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  const text = decode(bytes.subarray(0, good), true) ?? '';
  const before = sourceOf(file, text);
  const position = positionAt(before, text.length);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const first = bytes[mark + new TextEncoder().encode(text).length] ?? 0;
  const byte = first.toString(16).toUpperCase().padStart(2, '0');
  const utf16 = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0;
  return problem(
    position,
    `byte 0x${byte} is not UTF-8`,
    utf16 ? 'the file looks like UTF-16: save it as UTF-8' : 'save the file as UTF-8',
  );
}
