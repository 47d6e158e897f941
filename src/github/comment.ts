import { idOf, isOwn, markerOf, saysTheSame } from './marker.ts';
import { findInPages } from './pages.ts';
import { field, type Rest } from './rest.ts';

/** What became of a comment or an issue. */
export type Kept =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly id: number }
  /** There is none, and none was wanted. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly status?: number; readonly why: string };

export interface CommentText {
  readonly header: string;
  /** Without the marker. */
  readonly text: string;
  /** False: only a comment that is already there is brought up to date. */
  readonly create: boolean;
}

/** Brings the one comment of a pull request up to date. `repository` is `owner/name`. */
export async function keepComment(
  rest: Rest,
  repository: string,
  pullRequest: number,
  { header, text, create }: CommentText,
): Promise<Kept> {
  const marker = markerOf(header);
  const body = `${marker}\n${text}`;
  const comments = `/repos/${repository}/issues/${pullRequest}/comments`;
  // A second look after a failure whose effect is not known: two comments would be worse than none.
  for (let lastTry = false; ; lastTry = true) {
    const found = await findInPages(rest, comments, (entry) => (isOwn(entry, marker) ? ownComment(entry) : undefined));
    if (found !== undefined && 'ok' in found) return refused(found);
    if (found === undefined && !create) return { kind: 'absent' };
    if (found !== undefined && saysTheSame(found.body, body)) return { kind: 'unchanged', id: found.id };
    const answer =
      found === undefined
        ? await rest.request('POST', comments, { body })
        : await rest.request('PATCH', `/repos/${repository}/issues/comments/${found.id}`, { body });
    if (answer.ok) {
      const id = idOf(answer.body, 'id') ?? found?.id;
      if (id === undefined) return { kind: 'refused', why: 'GitHub answered without the id of the comment' };
      return { kind: found === undefined ? 'created' : 'updated', id };
    }
    if (lastTry || found !== undefined || !answer.maybeDone) return refused(answer);
  }
}

export function refused({ status, why }: { readonly status?: number; readonly why: string }): Kept {
  return { kind: 'refused', why, ...(status === undefined ? {} : { status }) };
}

function ownComment(entry: unknown): { readonly id: number; readonly body: unknown } | undefined {
  const id = idOf(entry, 'id');
  return id === undefined ? undefined : { id, body: field(entry, 'body') };
}
