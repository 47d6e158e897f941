import { escapeHtml } from './escape.ts';

/** HTML that is safe as it is. */
export interface Markup {
  readonly markup: string;
}

export type Part = string | number | Markup | readonly Markup[] | undefined;

/** A template in which every value is escaped, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, index) => text + written(parts[index])).join('') };
}

/** Text that was written for this very place: a style sheet, a script. */
export function trusted(markup: string): Markup {
  return { markup };
}

export const NOTHING: Markup = { markup: '' };

function written(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return part.toLocaleString('en-US');
  if (Array.isArray(part)) return part.map(({ markup }) => markup).join('');
  return 'markup' in part ? part.markup : '';
}
