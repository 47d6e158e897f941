import { findInPages } from './pages.ts';
import { field, type Rest, textIn } from './rest.ts';

export const MODES = ['scan', 'pull-request'] as const;
export type Mode = (typeof MODES)[number];

/** What the event of a workflow says about a pull request. */
export type PullRequest =
  | { readonly number: number }
  /** Of a fork: GitHub leaves the number out of `workflow_run`, so it is looked up by branch and commit. */
  | { readonly owner: string; readonly branch: string; readonly commit: string };

/** The pull request behind an event; undefined when there is none. */
export function pullRequestOf(eventName: string | undefined, payload: unknown): PullRequest | undefined {
  if (eventName === 'workflow_run') return ofRun(field(payload, 'workflow_run'), field(payload, 'repository'));
  if (eventName !== undefined && !eventName.startsWith('pull_request')) return undefined;
  return numbered(field(field(payload, 'pull_request'), 'number'));
}

/**
 * The scheduled scan, which alone moves the issue: `schedule`, or one by hand on the default branch. A merge queue, a push and a
 * branch judge something else.
 */
export function isScheduledScan(eventName: string | undefined, ref: string | undefined, payload: unknown): boolean {
  if (eventName === 'schedule') return true;
  const branch = field(field(payload, 'repository'), 'default_branch');
  return eventName === 'workflow_dispatch' && typeof branch === 'string' && ref === `refs/heads/${branch}`;
}

/**
 * `pull_requests` lists pull requests of other repositories that share the branch, and of this one that have moved on: only one of
 * this repository with the commit of the run counts.
 */
function ofRun(run: unknown, repository: unknown): PullRequest | undefined {
  if (field(run, 'event') !== 'pull_request') return undefined;
  const commit = textIn(run, 'head_sha');
  const listed = field(run, 'pull_requests');
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const here = field(repository, 'id');
  const own = entries.find(
    (entry) =>
      here !== undefined &&
      field(field(field(entry, 'base'), 'repo'), 'id') === here &&
      commit !== undefined &&
      field(field(entry, 'head'), 'sha') === commit,
  );
  const found = numbered(field(own, 'number'));
  if (found) return found;
  const owner = textIn(field(field(run, 'head_repository'), 'owner'), 'login');
  const branch = textIn(run, 'head_branch');
  return owner === undefined || branch === undefined || commit === undefined ? undefined : { owner, branch, commit };
}

function numbered(value: unknown): PullRequest | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? { number: value } : undefined;
}

type NumberFound = { readonly number: number } | { readonly why: string };

/** The number of the pull request whose newest commit is the one that the workflow ran for. */
export async function numberOf(rest: Rest, repository: string, pullRequest: PullRequest): Promise<NumberFound> {
  if ('number' in pullRequest) return pullRequest;
  const { owner, branch, commit } = pullRequest;
  const head = encodeURIComponent(`${owner}:${branch}`);
  const found = await findInPages(rest, `/repos/${repository}/pulls?state=open&head=${head}`, (entry) =>
    field(field(entry, 'head'), 'sha') === commit ? numbered(field(entry, 'number')) : undefined,
  );
  if (found === undefined) return { why: 'no open pull request has the commit that the workflow ran for' };
  if ('number' in found) return found;
  return { why: 'why' in found ? found.why : 'no pull request was found' };
}
