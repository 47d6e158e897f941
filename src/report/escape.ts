/**
 * Escaping, one function a target. Names, tags and messages come from AWS accounts and policy files, so any of them may
 * be hostile. Every function first makes unseen characters visible, so that nothing vanishes and nothing is reordered.
 */

import { makeVisible } from '../model/visible.ts';

/** As `makeVisible`, but line feeds stay: for targets that hold several lines. */
function makeVisibleLines(text: string): string {
  return text.split('\n').map(makeVisible).join('\n');
}

/** For a terminal: no escape sequence, carriage return or bidi override reaches it. */
export function escapeTerminal(text: string): string {
  return makeVisible(text);
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function entity(character: string): string {
  return HTML_ENTITIES[character] ?? `&#${character.codePointAt(0)};`;
}

/** For HTML text and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return makeVisible(text).replace(/[&<>"']/g, entity);
}

/** Markdown's own syntax, HTML's, and the dollar that starts math. */
const MARKDOWN_SYNTAX = /[\\`*_[\]~|&<>"$]/;

/**
 * What GitHub would turn into a mention, an issue reference, a link or an emoji after Markdown was rendered. Entities
 * do not stop it, because it looks at the rendered text; a zero width space does, as Renovate and Dependabot use it.
 */
const AUTOLINK = /@|#(?=\d)|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)|:(?=(?:[a-z][\w+-]*|[+-]1|100|1234):)/;
const BREAK = '&#8203;';

const MARKDOWN = new RegExp(`${MARKDOWN_SYNTAX.source}|${AUTOLINK.source}`, 'gi');

/** For Markdown prose and table cells (GitHub's flavour, math included). */
export function escapeMarkdown(text: string): string {
  return makeVisible(text)
    .replace(MARKDOWN, inertMarkdown)
    .replace(/^(\s*)([-+=#]|\d+(?=[.)]))/, (_, space: string, marker: string) => `${space}${lineStart(marker)}`);
}

/** One pass over the text: a second one would take the first one's entities for text. */
function inertMarkdown(found: string): string {
  if (/^[&<>"$]$/.test(found)) return entity(found);
  return MARKDOWN_SYNTAX.test(found) ? `\\${found}` : found + BREAK;
}

function lineStart(marker: string): string {
  return /^\d/.test(marker) ? `&#${marker.codePointAt(0)};${marker.slice(1)}` : `\\${marker}`;
}

/**
 * For Markdown inline code, in a table cell too. GitHub makes no mentions or links in code. A pipe ends a cell even in
 * backticks, and a backslash before it shows outside a table, so such text becomes an HTML element; so does markup, for
 * readers that look for tags with less care.
 */
export function escapeMarkdownCode(text: string): string {
  const line = makeVisible(text);
  if (line !== '' && !/[`|<]|^\s|\s$/.test(line)) return `\`${line}\``;
  return `<code>${line.replace(/[&<>"'$\\`*_[\]~|:@#]/g, entity)}</code>`;
}

/** For XML text; line feeds stay. What XML 1.0 forbids is made visible (w3.org/TR/xml, Char). */
export function escapeXmlText(text: string): string {
  return makeVisibleLines(text).replace(/[&<>]/g, entity);
}

/** For quoted XML attribute values; a parser turns a raw line feed into a space, so it is a character reference. */
export function escapeXmlAttribute(text: string): string {
  return makeVisibleLines(text)
    .replace(/[&<>"']/g, entity)
    .replaceAll('\n', '&#10;');
}

/** For the message of a workflow command (`::error::…`); line feeds stay, and the toolkit of GitHub encodes what is syntax. */
export function escapeCommand(text: string): string {
  return makeVisibleLines(text);
}

/**
 * For SARIF message text; line feeds stay. `](` would be an embedded link (SARIF 2.1.0, 3.11.6), and viewers disagree
 * on its escape, so the two are set apart.
 */
export function escapeSarifText(text: string): string {
  return makeVisibleLines(text).replaceAll('](', '] (');
}

/** What spreadsheets take for a formula, their full width forms included (owasp.org, CSV Injection). */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** One CSV field (RFC 4180). A text that a spreadsheet would run is prefixed with an apostrophe; numbers are not. */
export function escapeCsv(text: string): string {
  const line = makeVisible(text);
  const inert = FORMULA.test(line) && !NUMBER.test(line) ? `'${line}` : line;
  return /[",;'\s]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** For a quoted label value of OpenMetrics; unseen characters are escapes already, so a line feed is none. */
export function escapeOpenMetrics(text: string): string {
  return text
    .split('\n')
    .map((line) => makeVisible(line).replace(/[\\"]/g, '\\$&'))
    .join('\\n');
}
