import { changedLines, type IsChanged } from '../../github/changed-lines.ts';
import { type CommentText, type Kept, keepComment } from '../../github/comment.ts';
import { isScheduledScan, type Mode, numberOf, type PullRequest, pullRequestOf } from '../../github/event.ts';
import { keepIssue } from '../../github/issue.ts';
import type { Rest } from '../../github/rest.ts';
import { parseJson } from '../../model/json.ts';
import { EXIT } from '../exit/exit-codes.ts';
import type { Verdict } from '../exit/verdict.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import { type ActionTexts, COMMENT_MARKER_BYTES, ISSUE_HEAD_BYTES } from './texts.ts';

/** Where the run stands on GitHub. */
export interface Surroundings {
  readonly mode: Mode;
  readonly pullRequest: PullRequest | undefined;
  /** Whether the issue is this run's to move. */
  readonly isScheduledScan: boolean;
  /** `owner/name`; undefined outside of GitHub. */
  readonly repository: string | undefined;
  readonly apiUrl: string;
  readonly runUrl: string | undefined;
}

export function surroundingsOf(mode: Mode | undefined, { environment, readFile }: Host): Surroundings {
  const { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_REF } = environment;
  const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_API_URL = 'https://api.github.com' } = environment;
  const bytes = GITHUB_EVENT_PATH ? readFile(GITHUB_EVENT_PATH) : undefined;
  const payload = bytes && parsed(bytes);
  const pullRequest = bytes && pullRequestOf(event, payload);
  const repository = GITHUB_REPOSITORY && /^[\w.-]+\/[\w.-]+$/.test(GITHUB_REPOSITORY) ? GITHUB_REPOSITORY : undefined;
  const isRun = repository !== undefined && GITHUB_RUN_ID !== undefined && /^\d+$/.test(GITHUB_RUN_ID);
  return {
    mode: mode ?? (pullRequest ? 'pull-request' : 'scan'),
    pullRequest,
    isScheduledScan: isScheduledScan(event, GITHUB_REF, payload),
    repository,
    apiUrl: GITHUB_API_URL,
    runUrl: isRun ? `${GITHUB_SERVER_URL}/${repository}/actions/runs/${GITHUB_RUN_ID}` : undefined,
  };
}

/** A file of the runner's: what is no JSON tells of no pull request. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

export interface Published {
  readonly commentId?: number | undefined;
  readonly issueNumber?: number | undefined;
  /** What could not be said, and why. */
  readonly warnings: readonly string[];
  /** What was left as it is, and why. */
  readonly note?: string;
}

export type RestOf = (apiUrl: string, token: string) => Rest;

/** Brings comment and issue up to date, as far as they are asked for. A refusal is a warning: the verdict stands. */
export async function publish(
  options: Options<'action'>,
  { exit, failing }: Verdict,
  failures: string,
  around: Surroundings,
  texts: ActionTexts,
  restOf: RestOf,
): Promise<Published> {
  if (around.mode === 'pull-request') {
    const { comment, 'comment-header': header } = options;
    if (comment === 'never') return { warnings: [] };
    const listed = exit !== EXIT.compliant;
    const text = texts.comment(COMMENT_MARKER_BYTES, !listed && comment === 'on-failure');
    return publishComment(options, around, { header, text, create: listed || comment === 'always' }, restOf);
  }
  const { issue, 'comment-header': header } = options;
  if (issue === 'never') return { warnings: [] };
  if (!around.isScheduledScan) {
    const note = 'the issue is left as it is: only `schedule`, and `workflow_dispatch` on the default branch, move it';
    return { warnings: [], note };
  }
  const github = reachGithub('issue', options, around, restOf);
  if ('warnings' in github) return github;
  const kept = await keepIssue(github.rest, github.repository, {
    header,
    title: `Holdfast: the scheduled scan fails${header === 'default' ? '' : ` (${header})`}`,
    text: texts.comment(ISSUE_HEAD_BYTES, !failing),
    // A pull request is told of what is new; the issue stays open while anything stands.
    failing,
    failures,
  });
  const note =
    kept.kind === 'dismissed'
      ? { note: `issue ${kept.id} was closed as not planned: it stays closed until something else fails` }
      : {};
  return { issueNumber: numberIn(kept), warnings: refusals('issue', kept, 'issues: write'), ...note };
}

/** Brings the comment up to date, where the event has a pull request. */
export async function publishComment(
  options: Options<'action'>,
  around: Surroundings,
  text: CommentText,
  restOf: RestOf,
): Promise<Published> {
  const github = reachGithub('comment', options, around, restOf);
  if ('warnings' in github) return github;
  if (!around.pullRequest) return { warnings: ['no comment: the event tells of no pull request'] };
  const found = await numberOf(github.rest, github.repository, around.pullRequest);
  if ('why' in found) return { warnings: [`no comment: ${found.why}`] };
  const kept = await keepComment(github.rest, github.repository, found.number, text);
  return { commentId: numberIn(kept), warnings: refusals('comment', kept, 'pull-requests: write') };
}

function reachGithub(
  what: string,
  { token }: Options<'action'>,
  { repository, apiUrl }: Surroundings,
  restOf: RestOf,
): { readonly rest: Rest; readonly repository: string } | Published {
  if (repository === undefined) return { warnings: [`no ${what}: GITHUB_REPOSITORY names no repository`] };
  if (token === undefined) return { warnings: [`no ${what}: the input token is empty`] };
  return { rest: restOf(apiUrl, token), repository };
}

/** Which lines the pull request changes; undefined where there is none, or GitHub does not tell. */
export async function changedLinesOf(
  { token }: Options<'action'>,
  { pullRequest, repository, apiUrl }: Surroundings,
  restOf: RestOf,
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
  return [`no ${what}: ${kept.why}${hint(kept, permission)}; the text is in the job summary`];
}

/** GitHub refuses a comment with 403 and "Unable to create comment because issue is locked", too. */
function hint({ status, why, limited }: Kept & { readonly kind: 'refused' }, permission: string): string {
  if (limited || (status !== 403 && status !== 404)) return '';
  if (/\blocked\b/i.test(why))
    return '; somebody locked the conversation, and the token may write there once it is unlocked';
  return `; it needs the permission ${permission}, which a pull request from a fork never has`;
}
