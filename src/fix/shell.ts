/**
 * Stands for the name of the table in a runbook that is written before that name is known. A noncharacter, which Unicode
 * keeps for such uses and AWS takes in no name, tag, or policy.
 */
export const TARGET = '\uffff';

const PLAIN = /^[\w@%+=:,./-]+$/;

/** One argument of a command, as a POSIX shell reads it back to the letter. `TARGET` becomes the variable of that name. */
export function shellWord(text: string): string {
  const pieces = text.split(TARGET).map((piece) => (piece === '' ? '' : quoted(piece)));
  return text === '' ? "''" : pieces.join('"$TARGET"');
}

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Control and format characters move the cursor, end a line, or turn the reading direction. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Lines of a comment. Whatever the text holds, no line of it can become a command. */
export function shellComment(text: string, width = 100): readonly string[] {
  const shown = text.replaceAll(TARGET, '$TARGET').replace(HIDDEN, (character) => codeOf(character, '{', '}'));
  const lines: string[] = [];
  let line = '';
  for (const word of shown.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => `# ${each}`.trimEnd());
}

/** JSON on one line, without a character that a terminal would act on. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, (character) =>
    [...Array(character.length).keys()].map((at) => codeOf(character.slice(at, at + 1), '', '')).join(''),
  );
}

/** By UTF-16 units in JSON, which knows no others; by code point for people. */
function codeOf(character: string, open: string, close: string): string {
  const code = open === '' ? character.charCodeAt(0) : (character.codePointAt(0) ?? 0);
  return `\\u${open}${code.toString(16).padStart(4, '0')}${close}`;
}
