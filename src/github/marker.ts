import { field } from './rest.ts';

/** Hidden at the top of what Holdfast writes, so that the next run finds it. A header cannot hold `--` or `>`. */
export function markerOf(header: string): string {
  return `<!-- holdfast:${header} -->`;
}

/** Everybody else (`NONE`, `CONTRIBUTOR` …) is a passer-by. */
const INSIDERS = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/**
 * Whether an entry (a comment or an issue) is Holdfast's own: the marker stands on a line of its own, so that a quotation
 * is none. The token may edit what others wrote, and a copy of the marker must not turn a passer-by's text into Holdfast's.
 */
export function isOwn(entry: unknown, marker: string): boolean {
  const body = field(entry, 'body');
  if (typeof body !== 'string' || !body.split(/\r?\n/).includes(marker)) return false;
  const association = field(entry, 'author_association');
  const isBot = field(field(entry, 'user'), 'type') === 'Bot';
  return isBot || typeof association !== 'string' || INSIDERS.has(association);
}

/** Whether two texts say the same: the line at the end, with time and run, does not count. */
export function saysTheSame(a: unknown, b: string): boolean {
  return typeof a === 'string' && lasting(a) === lasting(b);
}

function lasting(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .replace(/\n<sub>[^\n]*<\/sub>$/, '')
    .trimEnd();
}

export function idOf(entry: unknown, name: 'id' | 'number'): number | undefined {
  const id = field(entry, name);
  return typeof id === 'number' ? id : undefined;
}
