import { Authorship, idOf, markerOf, saysTheSame } from './marker.ts';
import { pickInPages } from './pages.ts';
import { field, type Refusal, type Rest } from './rest.ts';

/** What became of a comment or an issue. */
export type Kept =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly id: number }
  /** There is none, and none was wanted. */
  | { readonly kind: 'absent' }
  /** A person closed it, and nothing has changed since. */
  | { readonly kind: 'dismissed'; readonly id: number }
  | { readonly kind: 'refused'; readonly status?: number; readonly why: string; readonly limited?: boolean };

export interface CommentText {
  readonly header: string;
  /** Without the marker. */
  readonly text: string;
  /** False: only a comment that is already there is brought up to date. */
  readonly create: boolean;
}

interface OwnComment {
  readonly id: number;
  readonly body: unknown;
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
  const single = (id: number) => `/repos/${repository}/issues/comments/${id}`;
  const author = new Authorship(rest, marker);
  let created: number | undefined;
  // A second look after each POST: its effect may be unknown, and another run may have written at the same time.
  for (let posts = 0; ; posts += 1) {
    const found = await ownComments(rest, comments, author);
    if ('ok' in found) return created === undefined ? refused(found) : { kind: 'created', id: created };
    const [first, ...twins] = found.toSorted((a, b) => a.id - b.id);
    if (first !== undefined) {
      const kept = await update(rest, single(first.id), first, body);
      for (const { id } of twins) await remove(rest, single(id), first.id);
      return kept.kind === 'unchanged' && first.id === created ? { kind: 'created', id: created } : kept;
    }
    // A list that is a moment old does not have what was written just now.
    if (created !== undefined) return { kind: 'created', id: created };
    if (!create) return { kind: 'absent' };
    const answer = await rest.request('POST', comments, { body });
    if (answer.ok) {
      author.learn(answer.body);
      created = idOf(answer.body, 'id');
      if (created === undefined) return { kind: 'refused', why: 'GitHub answered without the id of the comment' };
    } else if (posts > 0 || !answer.maybeDone) return refused(answer);
  }
}

async function ownComments(rest: Rest, comments: string, author: Authorship): Promise<readonly OwnComment[] | Refusal> {
  const marked = await pickInPages(rest, comments, (entry) => (author.begins(entry) ? entry : undefined));
  if ('ok' in marked) return marked;
  if (marked.length > 0 && !marked.some((entry) => author.isOwn(entry))) await author.ask();
  return marked.flatMap((entry) => {
    const id = idOf(entry, 'id');
    return id === undefined || !author.isOwn(entry) ? [] : [{ id, body: field(entry, 'body') }];
  });
}

async function update(rest: Rest, path: string, { id, body: old }: OwnComment, body: string): Promise<Kept> {
  if (saysTheSame(old, body)) return { kind: 'unchanged', id };
  const answer = await rest.request('PATCH', path, { body });
  return answer.ok ? { kind: 'updated', id } : refused(answer);
}

/** Where GitHub does not let it go, it says nothing any more that could be wrong, and bears no marker. */
async function remove(rest: Rest, path: string, first: number): Promise<void> {
  const answer = await rest.request('DELETE', path);
  if (answer.ok || answer.status === 404) return;
  await rest.request('PATCH', path, { body: `Holdfast: see comment ${first}.` });
}

export function refused({ status, why, limited }: Omit<Refusal, 'ok' | 'maybeDone'>): Kept {
  return {
    kind: 'refused',
    why,
    ...(status === undefined ? {} : { status }),
    ...(limited === undefined ? {} : { limited }),
  };
}
