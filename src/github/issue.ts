import { type Kept, refused } from './comment.ts';
import { idOf, isOwn, markerOf, saysTheSame } from './marker.ts';
import { findInPages } from './pages.ts';
import { field, type Rest } from './rest.ts';

/** Finds the issue again without reading all of a repository's; GitHub makes the label when it is first used. */
const LABEL = 'holdfast';

export interface IssueText {
  readonly header: string;
  readonly title: string;
  /** Without the marker. */
  readonly text: string;
  /** Whether the scan failed: the issue stands open exactly while it does. */
  readonly failing: boolean;
}

/** Keeps one issue up to date: opened when scans begin to fail, closed when they pass, opened again when they fail again. */
export async function keepIssue(
  rest: Rest,
  repository: string,
  { header, title, text, failing }: IssueText,
): Promise<Kept> {
  const marker = markerOf(header);
  const body = `${marker}\n${text}`;
  const issues = `/repos/${repository}/issues`;
  for (let lastTry = false; ; lastTry = true) {
    const found = await findIssue(rest, issues, marker);
    if (found !== undefined && 'ok' in found) return refused(found);
    if (found === undefined && !failing) return { kind: 'absent' };
    if (found !== undefined && found.isOpen === failing && (!failing || saysTheSame(found.body, body))) {
      return { kind: 'unchanged', id: found.number };
    }
    const state = failing ? { state: 'open' } : { state: 'closed', state_reason: 'completed' };
    const answer =
      found === undefined
        ? await rest.request('POST', issues, { title, body, labels: [LABEL] })
        : await rest.request('PATCH', `${issues}/${found.number}`, { title, body, ...state });
    if (answer.ok) {
      const id = idOf(answer.body, 'number') ?? found?.number;
      if (id === undefined) return { kind: 'refused', why: 'GitHub answered without the number of the issue' };
      return { kind: found === undefined ? 'created' : 'updated', id };
    }
    if (lastTry || found !== undefined || !answer.maybeDone) return refused(answer);
  }
}

interface OwnIssue {
  readonly number: number;
  readonly isOpen: boolean;
  readonly body: unknown;
}

/** An open one first; among closed ones the newest. GitHub lists the newest first, and pull requests among issues. */
async function findIssue(rest: Rest, issues: string, marker: string) {
  const own = (entry: unknown): OwnIssue | undefined => {
    const number = idOf(entry, 'number');
    if (number === undefined || field(entry, 'pull_request') !== undefined || !isOwn(entry, marker)) return undefined;
    return { number, isOpen: field(entry, 'state') === 'open', body: field(entry, 'body') };
  };
  const open = await findInPages(rest, `${issues}?state=open&labels=${LABEL}`, own);
  return open === undefined ? findInPages(rest, `${issues}?state=closed&labels=${LABEL}`, own) : open;
}
