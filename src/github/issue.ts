import { type Kept, refused } from './comment.ts';
import { Authorship, idOf, markerOf, saysTheSame } from './marker.ts';
import { pickInPages } from './pages.ts';
import { field, type Refusal, type Rest } from './rest.ts';

/** Finds the issue again without reading all of a repository's; GitHub makes the label when it is first used. */
const LABEL = 'holdfast';

export interface IssueText {
  readonly header: string;
  readonly title: string;
  /** Without the marker. */
  readonly text: string;
  /** Whether the scan failed: the issue stands open exactly while it does. */
  readonly failing: boolean;
  /** Stands for the set of what fails: another one, and an issue that a person closed is opened again. */
  readonly failures: string;
}

interface OwnIssue {
  readonly number: number;
  readonly isOpen: boolean;
  /** Closed by somebody who does not want to hear of it: Holdfast itself closes as completed only. */
  readonly isDismissed: boolean;
  readonly body: unknown;
}

/** Keeps one issue up to date: opened when scans begin to fail, closed when they pass, opened again when they fail again. */
export async function keepIssue(
  rest: Rest,
  repository: string,
  { header, title, text, failing, failures }: IssueText,
): Promise<Kept> {
  const marker = markerOf(header);
  const body = `${marker}\n${failuresLine(failures)}\n${text}`;
  const issues = `/repos/${repository}/issues`;
  const author = new Authorship(rest, marker);
  let created: number | undefined;
  // A second look after each POST, as for comments.
  for (let posts = 0; ; posts += 1) {
    const found = await findIssues(rest, issues, author);
    if ('ok' in found) return created === undefined ? refused(found) : { kind: 'created', id: created };
    const { first, twins } = found;
    if (first !== undefined) {
      const kept = await update(rest, issues, first, { title, body, failing, failures });
      for (const { number } of twins) await rest.request('PATCH', `${issues}/${number}`, asTwin(first.number));
      return kept.kind === 'unchanged' && first.number === created ? { kind: 'created', id: created } : kept;
    }
    if (created !== undefined) return { kind: 'created', id: created };
    if (!failing) return { kind: 'absent' };
    const answer = await rest.request('POST', issues, { title, body, labels: [LABEL] });
    if (answer.ok) {
      author.learn(answer.body);
      created = idOf(answer.body, 'number');
      if (created === undefined) return { kind: 'refused', why: 'GitHub answered without the number of the issue' };
    } else if (posts > 0 || !answer.maybeDone) return refused(answer);
  }
}

function failuresLine(failures: string): string {
  return `<!-- failures:${failures} -->`;
}

type Wanted = Pick<IssueText, 'title' | 'failing' | 'failures'> & { readonly body: string };

async function update(rest: Rest, issues: string, issue: OwnIssue, wanted: Wanted): Promise<Kept> {
  const { title, body, failing, failures } = wanted;
  const { number } = issue;
  if (issue.isOpen === failing && (!failing || saysTheSame(issue.body, body))) return { kind: 'unchanged', id: number };
  if (failing && issue.isDismissed && knowsNoOther(issue.body, failures)) return { kind: 'dismissed', id: number };
  const state = failing ? { state: 'open' } : { state: 'closed', state_reason: 'completed' };
  const answer = await rest.request('PATCH', `${issues}/${number}`, { title, body, ...state });
  return answer.ok ? { kind: 'updated', id: number } : refused(answer);
}

/** An issue without the line is one that a person has edited, too: it is left to them. */
function knowsNoOther(body: unknown, failures: string): boolean {
  const lines = typeof body === 'string' ? body.split(/\r?\n/) : [];
  return lines.includes(failuresLine(failures)) || !lines.some((line) => line.startsWith('<!-- failures:'));
}

/** GitHub deletes no issue for a token. Without the marker it is nobody's any more. */
function asTwin(first: number): object {
  return {
    state: 'closed',
    state_reason: 'not_planned',
    body: `Holdfast opened #${first} at the same time: see there.`,
  };
}

interface Found {
  /** The oldest open one; without an open one the newest closed one. */
  readonly first: OwnIssue | undefined;
  /** The other open ones. */
  readonly twins: readonly OwnIssue[];
}

async function findIssues(rest: Rest, issues: string, author: Authorship): Promise<Found | Refusal> {
  const open = await ownIssues(rest, `${issues}?state=open&labels=${LABEL}`, author);
  if ('ok' in open) return open;
  if (open.length > 0) return standing(open);
  const unlabelled = await withoutLabel(rest, issues, author);
  if ('ok' in unlabelled) return unlabelled;
  const closed = await ownIssues(rest, `${issues}?state=closed&labels=${LABEL}`, author);
  return 'ok' in closed ? closed : standing([...unlabelled, ...closed]);
}

function standing(found: readonly OwnIssue[]): Found {
  const [first, ...twins] = found.filter(({ isOpen }) => isOpen).toSorted((a, b) => a.number - b.number);
  if (first !== undefined) return { first, twins };
  return { first: found.toSorted((a, b) => b.number - a.number)[0], twins: [] };
}

/** A person may take the label away; who wrote the issue stays. Where GitHub cannot list by writer, the label has to do. */
async function withoutLabel(rest: Rest, issues: string, author: Authorship): Promise<readonly OwnIssue[] | Refusal> {
  for await (const login of author.logins()) {
    const found = await ownIssues(rest, `${issues}?state=all&creator=${encodeURIComponent(login)}`, author);
    if ('ok' in found) {
      if (found.status !== NO_SUCH_WRITER && !found.tooLong) return found;
    } else if (found.length > 0) return found;
  }
  return [];
}

const NO_SUCH_WRITER = 422;

/** GitHub lists pull requests among issues. */
async function ownIssues(rest: Rest, path: string, author: Authorship): Promise<readonly OwnIssue[] | Refusal> {
  const marked = await pickInPages(rest, path, (entry) =>
    field(entry, 'pull_request') === undefined && author.begins(entry) ? entry : undefined,
  );
  if ('ok' in marked) return marked;
  if (marked.length > 0 && !marked.some((entry) => author.isOwn(entry))) await author.ask();
  return marked.flatMap((entry) => {
    const number = idOf(entry, 'number');
    if (number === undefined || !author.isOwn(entry)) return [];
    const isOpen = field(entry, 'state') === 'open';
    const reason = field(entry, 'state_reason');
    const isDismissed = !isOpen && typeof reason === 'string' && reason !== 'completed';
    return [{ number, isOpen, isDismissed, body: field(entry, 'body') }];
  });
}
