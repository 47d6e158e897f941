import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtPackage } from '../built-package.ts';
import { type GithubServer, githubServer, REPOSITORY } from '../github/github-server.ts';
import { pushEvent, scheduleEvent, workflowRunEvent } from './event-payloads.ts';
import { DAILY, HOURLY, type Job, stepOn } from './github-step.ts';

const PACKAGE = builtPackage();
const MARKER = '<!-- holdfast:default -->';

let github: GithubServer;
beforeEach(async () => {
  github = await githubServer();
});
afterEach(() => github.close());

const step = (job: Job) => stepOn(PACKAGE, github, job);
const both = { comment: 'on-failure', issue: 'on-failure' };

describe('a run that judged nothing', () => {
  test('says so in the comment that stands, and what is wrong in the summary', async () => {
    await step({ policy: DAILY, with: { comment: 'always' } });
    expect(github.comments[0]?.body).toContain('✅');
    const job = await step({ policy: HOURLY.replace('tables:', 'tabels:'), with: both });
    expect(job.exit).toBe(2);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain(`${MARKER}\n## ❌ Holdfast: nothing could be judged`);
    for (const text of [github.comments[0]?.body, job.summary]) {
      expect(text).not.toContain('✅');
      expect(text).toContain('`policies/orders.yaml:4:1`');
      expect(text).toContain('did you mean \\`tables\\`?');
    }
  });

  test('writes no comment where none stands, and leaves the issue alone', async () => {
    expect(await step({ policy: 'kind: [', with: both })).toMatchObject({ exit: 2 });
    await step({ policy: 'kind: [', with: both, event: 'schedule', payload: scheduleEvent() });
    expect(github.writes()).toEqual([]);
  });

  test('speaks of inputs', async () => {
    const job = await step({
      with: { parameters: 'nowhere.json', cloudformation: 'template.yaml' },
      files: { 'template.yaml': '{}' },
    });
    expect(job.exit).toBe(2);
    expect(job.commands.at(-1)?.message).toMatch(/^input parameters: nowhere\.json is neither/);
    expect(job.log).not.toContain('--parameters');
  });
});

describe('the headline', () => {
  test.each([
    ['what is below fail-on', { 'fail-on': 'critical' }],
    ['what failed before', { 'baseline-report': 'before.json' }],
  ])('is no failure for %s, which is told all the same', async (_, given) => {
    const before = await step({});
    const files = { 'before.json': readFileSync(before.outputs['report-json'] ?? '', 'utf8') };
    const job = await step({ files, with: { comment: 'always', ...given } });
    expect(job.exit).toBe(0);
    const file = readFileSync(job.outputs['report-markdown'] ?? '', 'utf8');
    for (const text of [github.comments[0]?.body ?? '', job.summary, file]) {
      expect(text).toContain('## ⚠️ Holdfast: passed, with failures');
      expect(text).not.toMatch(/❌|✅/);
      expect(text).toContain('backup-frequency');
    }
  });
});

describe('events', () => {
  test("a push's run writes nothing", async () => {
    const payload = workflowRunEvent('c0ffee', 'push');
    github.pulls.push(github.entry({ number: 31, head: { sha: 'c0ffee' } }));
    const job = await step({ event: 'workflow_run', payload, with: both });
    expect(job.log).toContain('the issue is left as it is');
    expect(github.writes()).toEqual([]);
  });

  test.each(['push', 'workflow_dispatch', 'merge_group'])(
    '%s on a branch neither opens nor closes the issue',
    async (event) => {
      const job = { event, payload: pushEvent('topic'), with: both, environment: { GITHUB_REF: 'refs/heads/topic' } };
      await step(job);
      expect(github.issues).toEqual([]);
      github.issues.push(github.entry({ body: `${MARKER}\nold`, labels: [{ name: 'holdfast' }] }));
      await step({ ...job, policy: DAILY });
      expect(github.issues).toMatchObject([{ state: 'open', body: `${MARKER}\nold` }]);
    },
  );

  test('a dispatch on the default branch moves it', async () => {
    const environment = { GITHUB_REF: 'refs/heads/main' };
    await step({ event: 'workflow_dispatch', payload: pushEvent('main'), with: both, environment });
    expect(github.issues).toMatchObject([{ state: 'open' }]);
  });
});

describe('a spent rate limit', () => {
  test('is told with its end, at once, and not as a missing permission', async () => {
    const reset = Math.floor(Date.now() / 1_000) + 3_000;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    github.faults.push({ method: 'GET', status: 403, headers, body: { message: 'API rate limit exceeded' } });
    const { commands } = await step({ with: both });
    const [warning] = commands.filter(({ name }) => name === 'warning');
    expect(warning?.message).toMatch(/^no comment: GitHub's rate limit is used up until \d{4}-\d\d-\d\dT[\d:]{8}Z /);
    expect(warning?.message).not.toContain('permission');
    expect(github.requests).toEqual([`GET /repos/${REPOSITORY}/issues/7/comments`]);
  });
});
