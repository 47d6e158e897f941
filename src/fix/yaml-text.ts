import { type Document, Scalar, visit } from 'yaml';
import { UNSEEN } from '../model/visible.ts';

/**
 * YAML takes DEL, C1 and format characters as they are, and so would a terminal: texts that hold one are quoted, and it
 * is written by its number. Source: YAML 1.2.2, 5.1 Character Set and 5.7 Escaped Characters.
 */
export function yamlText(document: Document): string {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && node.value.search(UNSEEN) !== -1) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text
    .split('\n')
    .map((line) => line.replace(UNSEEN, escaped))
    .join('\n');
}

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
