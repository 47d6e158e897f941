import { parseArn } from '../model/arn.ts';
import type { Report } from '../model/report.ts';
import type { ResultResource } from '../model/result.ts';
import type { Row } from './budget.ts';
import { escapeHtml, escapeMarkdown, escapeMarkdownCode } from './escape.ts';
import { whereabouts } from './summary.ts';

/** One row must never be what fills a comment. */
const LONGEST = 600;

/** A row of a section, and how many of the things counted it stands for. */
export function row(text: string, weight = 1): Row {
  return { text, weight };
}

/** A row of a table; the cells are escaped already. */
export function cells(...values: readonly string[]): string {
  return `| ${values.join(' | ')} |\n`;
}

/** ARNs are code, so that they can be copied as they are. */
export function prose(text: string): string {
  return clip(text)
    .split(/\b(arn:[^\s,;()]+)/)
    .map((part, index) => (index % 2 === 1 ? escapeMarkdownCode(part) : escapeMarkdown(part)))
    .join('');
}

/** Names, to be copied as they are. */
export function code(text: string): string {
  return escapeMarkdownCode(clip(text));
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** Account and Region after a table's name, where a report has several: names alone could be mistaken. */
export interface Placer {
  readonly of: (resource: ResultResource) => string;
  readonly ofArn: (arn: string) => string;
}

/** Of a report with one place, none is told. */
export function placer(report: Report): Placer {
  const places = [...report.scopes, ...report.results.map((result) => result.resource)];
  const several = new Set(places.map(({ account, region }) => `${account} ${region}`)).size > 1;
  const show = (place: readonly string[]) => (several ? ` (${escapeHtml(place.join(' '))})` : '');
  return {
    of: (resource) => show(whereabouts(resource)),
    ofArn: (arn) => {
      const parsed = parseArn(arn);
      return parsed === undefined ? '' : show([parsed.account, parsed.region]);
    },
  };
}
