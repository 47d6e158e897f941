import { changedLines, type IsChanged } from '../../github/changed-lines.ts';
import { type Kept, keepComment } from '../../github/comment.ts';
import { type Mode, numberOf, type PullRequest, pullRequestOf } from '../../github/event.ts';
import { keepIssue } from '../../github/issue.ts';
import type { Rest } from '../../github/rest.ts';
import { EXIT } from '../exit/exit-codes.ts';
import type { Verdict } from '../exit/verdict.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import { type ActionTexts, COMMENT_MARKER_BYTES } from './texts.ts';

/** Where the run stands on GitHub. */
export interface Surroundings {
  readonly mode: Mode;
  readonly pullRequest: PullRequest | undefined;
  /** `owner/name`; undefined outside of GitHub. */
  readonly repository: string | undefined;
  readonly apiUrl: string;
  readonly runUrl: string | undefined;
}

export function surroundingsOf(mode: Mode | undefined, { environment, readFile }: Host): Surroundings {
  const { GITHUB_EVENT_NAME, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
  const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_API_URL = 'https://api.github.com' } = environment;
  const bytes = GITHUB_EVENT_PATH ? readFile(GITHUB_EVENT_PATH) : undefined;
  const pullRequest = bytes && pullRequestOf(GITHUB_EVENT_NAME, parsed(bytes));
  const repository = GITHUB_REPOSITORY && /^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY) ? GITHUB_REPOSITORY : undefined;
  const isRun = repository !== undefined && GITHUB_RUN_ID !== undefined && /^\d+$/.test(GITHUB_RUN_ID);
  return {
    mode: mode ?? (pullRequest ? 'pull-request' : 'scan'),
    pullRequest,
    repository,
    apiUrl: GITHUB_API_URL,
    runUrl: isRun ? `${GITHUB_SERVER_URL}/${repository}/actions/runs/${GITHUB_RUN_ID}` : undefined,
  };
}

/** A file of the runner's: what is no JSON tells of no pull request. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

export interface Published {
  readonly commentId?: number | undefined;
  readonly issueNumber?: number | undefined;
  /** What could not be said, and why. */
  readonly warnings: readonly string[];
}

/** Brings comment and issue up to date, as far as they are asked for. A refusal is a warning: the verdict stands. */
export async function publish(
  options: Options<'action'>,
  { exit, failing }: Verdict,
  around: Surroundings,
  texts: ActionTexts,
  restOf: (apiUrl: string, token: string) => Rest,
): Promise<Published> {
  // A pull request is told of what is new; the issue stays open while anything stands.
  const told = around.mode === 'pull-request' ? exit !== EXIT.compliant : failing;
  const { comment, issue, token, 'comment-header': header } = options;
  const what =
    around.mode === 'pull-request' ? (comment !== 'never' ? 'comment' : 'none') : issue !== 'never' ? 'issue' : 'none';
  if (what === 'none') return { warnings: [] };
  const { repository } = around;
  if (repository === undefined) return { warnings: [`no ${what}: GITHUB_REPOSITORY names no repository`] };
  if (token === undefined) return { warnings: [`no ${what}: the input token is empty`] };
  const rest = restOf(around.apiUrl, token);
  if (what === 'issue') {
    const title = `Holdfast: the scheduled scan fails${header === 'default' ? '' : ` (${header})`}`;
    const kept = await keepIssue(rest, repository, {
      header,
      title,
      text: texts.comment(COMMENT_MARKER_BYTES, !told),
      failing: told,
    });
    return { issueNumber: numberIn(kept), warnings: refusals('issue', kept, 'issues: write') };
  }
  if (!around.pullRequest) return { warnings: ['no comment: the event tells of no pull request'] };
  const found = await numberOf(rest, repository, around.pullRequest);
  if ('why' in found) return { warnings: [`no comment: ${found.why}`] };
  const kept = await keepComment(rest, repository, found.number, {
    header,
    text: texts.comment(COMMENT_MARKER_BYTES, !told && comment === 'on-failure'),
    create: told || comment === 'always',
  });
  return { commentId: numberIn(kept), warnings: refusals('comment', kept, 'pull-requests: write') };
}

/** Which lines the pull request changes; undefined where there is none, or GitHub does not tell. */
export async function changedLinesOf(
  { token }: Options<'action'>,
  { pullRequest, repository, apiUrl }: Surroundings,
  restOf: (apiUrl: string, token: string) => Rest,
): Promise<IsChanged | undefined> {
  if (pullRequest === undefined || repository === undefined || token === undefined) return undefined;
  const rest = restOf(apiUrl, token);
  const found = await numberOf(rest, repository, pullRequest);
  return 'why' in found ? undefined : changedLines(rest, repository, found.number);
}

function numberIn(kept: Kept): number | undefined {
  return 'id' in kept ? kept.id : undefined;
}

function refusals(what: string, kept: Kept, permission: string): readonly string[] {
  if (kept.kind !== 'refused') return [];
  const denied = kept.status === 403 || kept.status === 404;
  const settled = denied ? `; it needs the permission ${permission}, which a pull request from a fork never has` : '';
  return [`no ${what}: ${kept.why}${settled}; the text is in the job summary`];
}
