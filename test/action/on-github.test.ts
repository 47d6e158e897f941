import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restClient } from '../../src/github/rest.ts';
import { proxiedFetch } from '../../src/network/proxied-fetch.ts';
import { memoryHost } from '../app/memory-host.ts';
import { savedInventory } from '../app/saved-inventory.ts';
import { type GithubServer, githubServer, REPOSITORY, TOKEN } from '../github/github-server.ts';
import { pullRequestEvent, scheduleEvent, workflowRunEvent } from './event-payloads.ts';
import { DAILY, HOURLY } from './github-step.ts';
import { stepInMemory, type ToldStep } from './in-memory-step.ts';

const MARKER = '<!-- holdfast:default -->';
const INVENTORY = savedInventory();

let github: GithubServer;
let waited: number[];
beforeEach(async () => {
  github = await githubServer();
  waited = [];
});
afterEach(() => github.close());

interface Job {
  readonly policy?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly payload?: object;
  readonly temporary?: string;
}

function hostOf({ policy = HOURLY, event = 'pull_request', payload, temporary = '/runner' }: Job) {
  return memoryHost({
    files: {
      'policies/orders.yaml': policy,
      'event.json': JSON.stringify(payload ?? pullRequestEvent(7)),
    },
    environment: {
      RUNNER_TEMP: temporary,
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: 'event.json',
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: github.url,
    },
  });
}

/** One step; comment and issue are `on-failure` where nothing else is said. */
function step(job: Job, host = hostOf(job)): Promise<ToldStep> {
  const rest = restClient({
    apiUrl: github.url,
    token: TOKEN,
    userAgent: 'test',
    fetch: proxiedFetch({}),
    wait: async (milliseconds) => void waited.push(milliseconds),
    clock: Date.now,
  });
  const given = { inventory: INVENTORY, comment: 'on-failure', issue: 'on-failure', token: TOKEN, ...job.with };
  return stepInMemory(given, host, rest);
}

const COMMENTED = (number: number) => `POST /repos/${REPOSITORY}/issues/${number}/comments`;
const OPENED = `POST /repos/${REPOSITORY}/issues`;

describe('the pull request of a workflow_run', () => {
  const HERE = Reflect.get(Reflect.get(scheduleEvent(), 'repository'), 'id');
  const listed = (number: number, sha: string, repository: number) => ({
    number,
    head: { ref: 'topic', sha },
    base: { ref: 'main', repo: { id: repository } },
  });
  const runOf = (event: string, ...pulls: readonly object[]) => {
    const payload = workflowRunEvent('c0ffee', event);
    return { ...payload, workflow_run: { ...Reflect.get(payload, 'workflow_run'), pull_requests: pulls } };
  };

  test.each([
    ['of another repository is none of this one', runOf('pull_request', listed(318, 'badcafe', HERE + 1)), undefined],
    ['of another repository at the same commit', runOf('pull_request', listed(318, 'c0ffee', HERE + 1)), undefined],
    ['that has moved on', runOf('pull_request', listed(318, 'badcafe', HERE)), undefined],
    ['is that with the commit', runOf('pull_request', listed(41, 'badcafe', HERE), listed(42, 'c0ffee', HERE)), 42],
    ['of a push is none', runOf('push', listed(42, 'c0ffee', HERE)), undefined],
  ])('%s', async (_, payload, expected) => {
    // What a wrong guess would write to.
    github.pulls.push(github.entry({ number: 318, head: { sha: 'badcafe' } }));
    const { exit } = await step({ event: 'workflow_run', payload });
    expect(exit).toBe(1);
    expect(github.writes()).toEqual(expected === undefined ? [] : [COMMENTED(expected)]);
  });
});

describe('two runs at once', () => {
  test.each([
    ['leave one comment', {}, COMMENTED(7)],
    ['leave one open issue', { event: 'schedule', payload: scheduleEvent() }, OPENED],
  ])('%s', async (_, job, written) => {
    github.postMs = 300;
    await Promise.all([step(job), step(job)]);
    expect(github.writes().filter((write) => write === written)).toHaveLength(2);
    const standing = [...github.comments, ...github.issues].filter(({ state }) => state === 'open');
    expect(standing).toHaveLength(1);
  });
});

describe('what others wrote', () => {
  const SAID = `See:\n${MARKER}\nmy words`;
  test.each([
    ["a member's quotation", { body: SAID, user: { login: 'ann', type: 'User' }, author_association: 'MEMBER' }],
    ["another bot's quotation", { body: SAID, user: { login: 'renovate[bot]', type: 'Bot' } }],
    ["another bot's copy", { body: `${MARKER}\nmine`, user: { login: 'renovate[bot]', type: 'Bot' } }],
    ["the own bot's quotation, in another tool's words", { body: SAID }],
  ])('is left as it is: %s', async (_, entry) => {
    github.comments.push(github.entry(entry));
    await step({});
    await step({ policy: DAILY });
    expect(github.comments.map(({ body }) => body.split('\n', 2)[1])).toEqual([
      entry.body.split('\n')[1],
      '## ✅ Holdfast: resolved',
    ]);
    expect(github.comments[0]?.body).toBe(entry.body);
  });

  test('no twin says ❌ after a run that passes', async () => {
    for (let n = 0; n < 2; n += 1) github.comments.push(github.entry({ body: `${MARKER}\n## ❌ Holdfast` }));
    await step({ policy: DAILY });
    expect(github.comments.map(({ body }) => body).join()).not.toContain('❌');
  });
});

describe('an issue that a person closed as not planned', () => {
  test('stays closed for the same failures, and is opened for others', async () => {
    const scan = { event: 'schedule', payload: scheduleEvent() };
    await step(scan);
    Object.assign(github.issues[0] ?? {}, { state: 'closed', state_reason: 'not_planned' });
    const { log } = await step(scan);
    expect(log.join()).toContain('was closed as not planned');
    expect(github.issues).toMatchObject([{ state: 'closed' }]);
    await step({ ...scan, policy: HOURLY.replace('35d', '500d') });
    expect(github.issues).toMatchObject([{ state: 'open' }]);
  });
});

describe('an issue whose label a person removed', () => {
  const scan = { event: 'schedule', payload: scheduleEvent() };
  const unlabel = (change: object = {}) => Object.assign(github.issues[0] ?? {}, { labels: [], ...change });

  test.each([
    ['is kept up to date', {}, HOURLY.replace('35d', '500d'), 'open'],
    ['is closed when nothing fails', {}, DAILY, 'closed'],
    ['stays closed where a person closed it', { state: 'closed', state_reason: 'not_planned' }, HOURLY, 'closed'],
    ['is opened again', { state: 'closed', state_reason: 'completed' }, HOURLY, 'open'],
  ])('%s, and there is no second one', async (_, change, policy, state) => {
    await step(scan);
    unlabel(change);
    await step({ ...scan, policy });
    expect(github.issues).toMatchObject([{ state, labels: [] }]);
  });

  test("is found among those of the token's own user", async () => {
    github.viewer = 'ops';
    await step(scan);
    unlabel();
    await step(scan);
    expect(github.issues).toHaveLength(1);
  });

  test('is no more looked for where GitHub cannot list by writer', async () => {
    const byLabel = { method: 'GET', status: 200, body: [] };
    const byWriter = { method: 'GET', status: 422, body: { message: 'Validation Failed' } };
    github.faults.push(byLabel, byWriter);
    const { warnings } = await step(scan);
    expect(warnings).toEqual([]);
    expect(github.issues).toMatchObject([{ state: 'open' }]);
  });
});

describe('no ✅ stands', () => {
  test.each([
    ['a policy that is no policy', { policy: HOURLY.replace('tables:', 'tabels:') }, 2],
    ['an input that is wrong', { with: { 'fail-on': 'hihg' } }, 2],
    ['a file that is not there', { with: { inventory: 'none.json' } }, 2],
    ['a policy that matches no table', { policy: HOURLY.replace('"*"', 'odrers') }, 3],
  ])('after %s', async (_, job, expected) => {
    await step({ policy: DAILY, with: { comment: 'always' } });
    expect(github.comments[0]?.body).toContain('✅');
    const { exit, summary } = await step(job);
    expect(exit).toBe(expected);
    expect(github.comments).toHaveLength(1);
    for (const text of [github.comments[0]?.body, summary]) expect(text).not.toContain('✅');
  });

  test('after a wrong input the comment is written with no word that is wrong itself', async () => {
    await step({ with: { comment: 'sometimes', 'fail-on': 'hihg' } });
    await step({ with: { 'comment-header': '-->', 'fail-on': 'hihg' } });
    expect(github.requests).toEqual([]);
  });
});

test.each([
  ['policies', 'policies/orders.yaml', { file: 'policies/orders.yaml', line: 4, column: 1 }],
  ['/elsewhere/orders.yaml', '/elsewhere/orders.yaml', undefined],
])('a mistake of a policy is shown at its line where that is in the checkout: %s', async (policies, file, at) => {
  const host = hostOf({});
  host.files.set(file.startsWith('/') ? file : `/work/place/${file}`, HOURLY.replace('tables:', 'tabels:'));
  const { annotations } = await step({ with: { policies, comment: 'never' } }, host);
  expect(annotations[0]?.at).toEqual(at);
  if (at === undefined) expect(annotations[0]?.message).toContain(`${file}:4:1`);
});

test('two steps of one job keep their own files', async () => {
  const first = hostOf({});
  const { outputs } = await step({}, first);
  const second = hostOf({ policy: DAILY });
  const other = (await step({ policy: DAILY }, second)).outputs;
  const name = outputs['report-json'] ?? '';
  expect(name).toMatch(/^\/runner\//);
  expect(other['report-json']).toMatch(/^\/runner\//);
  expect(other['report-json']).not.toBe(name);
  expect(second.files.has(name)).toBe(false);
  expect(JSON.parse(first.files.get(name) ?? '')).toMatchObject({ conclusion: 'noncompliant' });
});

describe('a refusal of GitHub is a warning, and the verdict stands', () => {
  test.each([
    [{ status: 301, headers: { location: 'https://elsewhere.example/x' } }, /unexpected redirect/],
    [{ status: 401, body: { message: 'Bad credentials' } }, /401: Bad credentials/],
    [{ status: 403, body: { message: 'Resource not accessible' } }, /needs the permission pull-requests: write/],
    [{ status: 404, body: { message: 'Not Found' } }, /needs the permission pull-requests: write/],
    [
      { status: 403, body: { message: 'Unable to create comment because issue is locked.' } },
      /somebody locked the conversation/,
    ],
    [{ status: 410, body: { message: 'Gone' } }, /410: Gone; the text/],
    [{ status: 200, body: { message: 'Sorry' } }, /not a list/],
    [{ status: 200, body: 'null' }, /not a list/],
    [{ status: 200, body: '' }, /not a list/],
    [{ status: 429, headers: { 'retry-after': '3000' } }, /rate limit is used up until \d{4}/],
    [
      {
        status: 403,
        headers: { 'retry-after': '3000' },
        body: { message: 'You have exceeded a secondary rate limit' },
      },
      /rate limit is used up until .*secondary rate limit/,
    ],
    [
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999999999' } },
      /rate limit is used up \(/,
    ],
  ])('%j', async (fault, expected) => {
    github.faults.push(...Array.from({ length: 4 }, () => ({ method: 'GET', ...fault })));
    const { exit, warnings, summary } = await step({});
    expect(exit).toBe(1);
    expect(warnings).toEqual([expect.stringMatching(expected)]);
    if (!String(expected).includes('permission')) expect(warnings[0]).not.toContain('permission');
    expect(summary).toContain('❌');
    expect(github.writes()).toEqual([]);
  });
});

describe('the SARIF file', () => {
  test.each([
    [{}, 'holdfast/default/'],
    [{ 'comment-header': 'prod' }, 'holdfast/prod/'],
    [{ 'comment-header': 'prod', category: 'backups/eu' }, 'backups/eu/'],
  ])('has the category that keeps the alerts of jobs apart: %j', async (given, category) => {
    const host = hostOf({});
    const { outputs } = await step({ with: { comment: 'never', ...given } }, host);
    const { runs } = JSON.parse(host.files.get(outputs['sarif-file'] ?? '') ?? '');
    expect(runs[0].automationDetails).toEqual({ id: category });
    // upload-sarif computes this one, and warns of any other value.
    for (const each of runs[0].results) expect(each.partialFingerprints).not.toHaveProperty('primaryLocationLineHash');
  });
});
