import { shellQuoted } from '../model/shell-quoted.ts';
import { makeVisible, UNSEEN } from '../model/visible.ts';

/**
 * Stands for the name of the table in a runbook that is written before that name is known. A noncharacter, which Unicode
 * keeps for such uses and AWS takes in no name, tag, or policy.
 */
export const TARGET = '\uffff';

/** One argument of a command, as a POSIX shell reads it back to the letter. `TARGET` becomes the variable of that name. */
export function shellWord(text: string): string {
  const pieces = text.split(TARGET).map((piece) => (piece === '' ? '' : shellQuoted(piece)));
  return text === '' ? "''" : pieces.join('"$TARGET"');
}

/**
 * A comment, on one line: a shell, JSON or a name in it can then be copied as it is. Whatever the text holds, no line
 * of it can become a command.
 */
export function shellComment(text: string): string {
  return `# ${makeVisible(text.replaceAll(TARGET, '$TARGET'))}`.trimEnd();
}

/** A name in a raw string of JMESPath, the language of `--query`. */
export function queryText(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** JSON on one line, without a character that a terminal would act on. `TARGET` stays: a shell puts the name there. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, (character) =>
    character === TARGET
      ? character
      : Array.from({ length: character.length }, (_, at) => unitAt(character, at)).join(''),
  );
}

/** JSON knows UTF-16 units and no others. */
function unitAt(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}
