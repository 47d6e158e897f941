import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { builtPackage } from '../built-package.ts';
import { type GithubServer, githubServer, REPOSITORY, TOKEN } from '../github/github-server.ts';
import { pullRequestEvent, scheduleEvent, workflowRunEvent } from './event-payloads.ts';
import { DAILY, HEAD, HOURLY, type Job, stepOn } from './github-step.ts';
import type { Step } from './runner.ts';

const PACKAGE = builtPackage();
let github: GithubServer;
beforeEach(async () => {
  github = await githubServer();
});
afterEach(() => github.close());

const step = (job: Job) => stepOn(PACKAGE, github, job);

const warnings = ({ commands }: Step) =>
  commands.filter(({ name }) => name === 'warning').map(({ message }) => message);

describe('comment', () => {
  const onFailure = { comment: 'on-failure' };

  test('is never written unless that is asked', async () => {
    await step({});
    expect(github.requests).toEqual([]);
  });

  test('on-failure appears with the first failure, stays as it is, and is resolved', async () => {
    expect((await step({ policy: DAILY, with: onFailure })).outputs['comment-id']).toBe('');
    expect(github.comments).toEqual([]);

    const first = await step({ with: onFailure });
    expect(first.exit).toBe(1);
    expect(first.outputs['comment-id']).toBe(String(github.comments[0]?.id));
    expect(github.comments[0]?.body).toMatch(/^<!-- holdfast:default -->\n## ❌ Holdfast: noncompliant\n/);
    expect(github.comments[0]?.body).toContain('https://github.example/octo-org/payments/actions/runs/1234567890');
    expect(github.requests).toContain(`POST /repos/${REPOSITORY}/issues/7/comments`);

    await step({ with: onFailure });
    expect(github.writes()).toHaveLength(1);

    const clean = await step({ policy: DAILY, with: onFailure });
    expect(clean.exit).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('## ✅ Holdfast: resolved\n\nNothing failed.');
  });

  test('always tells of a compliant account, under its own header', async () => {
    await step({ policy: DAILY, with: { comment: 'always', 'comment-header': 'payments prod' } });
    expect(github.comments[0]?.body).toMatch(/^<!-- holdfast:payments prod -->\n## ✅ Holdfast: compliant\n/);
  });

  test('tells failures that are new, fixed, no longer evaluated and standing apart', async () => {
    const kept = (...days: readonly string[]) =>
      `${HOURLY}${days.map((each) => `    - { frequency: 31d, retention: ${each} }\n`).join('')}`;
    const before = await step({ policy: kept('400d', '500d') });
    const files = { 'before.json': readFileSync(before.outputs['report-json'] ?? '', 'utf8') };
    const policy = kept('35d').replace('  objectives', '  pointInTimeRecovery: { window: 35d }\n  objectives');
    const now = await step({ policy, files, with: { comment: 'always', 'baseline-report': 'before.json' } });
    const body = github.comments[0]?.body ?? '';
    const [, added = '', fixed = '', unasked = '', standing = ''] = body.split('\n### ');
    expect(added).toMatch(/^New failures\n[\s\S]*`point-in-time-recovery`/);
    expect(fixed).toMatch(/^Fixed\n[\s\S]*`backup-retention` \| passes now/);
    expect(unasked).toMatch(/^No longer evaluated\n[\s\S]*\| `orders` \| `backup-retention` \|/);
    expect(standing).toMatch(/^Failing as before\n[\s\S]*`backup-frequency`/);
    expect(now.outputs).toMatchObject({ new: '1', failed: '2', fixed: '2' });
    expect(body).toContain('1 new, 1 as before, 2 fixed, 2 no longer evaluated');
  });

  test('is a warning where the token of a fork may not write it, and the text is in the summary', async () => {
    github.faults.push({ method: 'POST', status: 403, body: { message: 'Resource not accessible by integration' } });
    const payload = pullRequestEvent(7, 'topic', true);
    const job = await step({ payload, with: { ...onFailure, 'job-summary': 'false' } });
    expect(job.exit).toBe(1);
    expect(warnings(job)).toEqual([expect.stringMatching(/^no comment: GitHub answered 403: Resource not accessible/)]);
    expect(job.summary).toContain('## ❌ Holdfast: noncompliant');
    expect(job.outputs['comment-id']).toBe('');
  });

  test('survives a gateway error and a rate limit', async () => {
    github.faults.push(
      { method: 'GET', status: 502, body: '<html>' },
      { method: 'POST', status: 403, headers: { 'retry-after': '1' } },
    );
    const job = await step({ with: onFailure });
    expect(warnings(job)).toEqual([]);
    expect(github.comments).toHaveLength(1);
  });

  test('is a warning when GitHub refuses the text', async () => {
    github.faults.push({ method: 'POST', status: 422, body: { message: 'Validation Failed' } });
    expect(warnings(await step({ with: onFailure }))).toEqual([
      'no comment: GitHub answered 422: Validation Failed; the text is in the job summary',
    ]);
  });

  test('finds the pull request of a fork by its commit', async () => {
    github.pulls.push(github.entry({ number: 31, head: { sha: 'c0ffee' } }));
    await step({ event: 'workflow_run', payload: workflowRunEvent('c0ffee'), with: onFailure });
    expect(github.requests).toContain(`POST /repos/${REPOSITORY}/issues/31/comments`);
  });

  test('is a warning outside of a pull request', async () => {
    const given = { ...onFailure, mode: 'pull-request' };
    const job = await step({ event: 'schedule', payload: scheduleEvent(), with: given });
    expect(warnings(job)).toEqual(['no comment: the event tells of no pull request']);
  });

  test('is a warning without a token, and no token is ever printed', async () => {
    expect(warnings(await step({ with: { ...onFailure, token: '' } }))).toEqual([
      'no comment: the input token is empty',
    ]);
    const { log } = await step({ with: onFailure });
    expect(log.replace(`::add-mask::${TOKEN}`, '')).not.toContain(TOKEN);
  });

  test.each([
    ['comment', 'sometimes', 'is not one of never, on-failure, always'],
    ['comment-header', 'a --> b', 'input comment-header is "a --> b"'],
    ['mode', 'audit', 'is not one of scan, pull-request'],
    ['issue', 'always', 'is not one of never, on-failure'],
  ])('refuses %s: %s', async (name, value, message) => {
    const { exit, commands } = await step({ with: { [name]: value } });
    expect(exit).toBe(2);
    expect(commands.at(-1)?.message).toContain(message);
    expect(github.requests).toEqual([]);
  });
});

describe('issue', () => {
  const scan = { event: 'schedule', payload: scheduleEvent(), with: { issue: 'on-failure', comment: 'always' } };

  test('is opened by a failing scan, closed by a passing one, and opened again', async () => {
    await step({ ...scan, policy: DAILY });
    expect(github.issues).toEqual([]);
    const failing = await step(scan);
    expect(failing.outputs['issue-number']).toBe(String(github.issues[0]?.number));
    expect(github.issues).toMatchObject([{ state: 'open', labels: [{ name: 'holdfast' }] }]);
    await step({ ...scan, policy: DAILY });
    expect(github.issues).toMatchObject([{ state: 'closed', body: expect.stringContaining('Holdfast: resolved') }]);
    await step(scan);
    expect(github.issues).toMatchObject([{ state: 'open', body: expect.stringContaining('noncompliant') }]);
    expect(github.comments).toEqual([]);
  });

  test('stays open while what failed before fails, although the step passes', async () => {
    const before = await step(scan);
    const files = { 'before.json': readFileSync(before.outputs['report-json'] ?? '', 'utf8') };
    const given = { ...scan.with, 'baseline-report': 'before.json' };
    const standing = await step({ ...scan, files, with: given });
    expect(standing.exit).toBe(0);
    expect(github.issues).toMatchObject([
      { state: 'open', body: expect.stringContaining('0 new, 1 as before, 0 fixed') },
    ]);
    await step({ ...scan, files, with: given, policy: DAILY });
    expect(github.issues).toMatchObject([{ state: 'closed' }]);
  });

  test('is left alone by pull requests', async () => {
    await step({ with: { issue: 'on-failure' } });
    expect(github.requests).toEqual([]);
  });
});

describe('annotations', () => {
  const HOURS = Array.from({ length: 12 }, (_, index) => `    - { frequency: ${index + 1}h, retention: 35d }\n`);
  const policy = `${HEAD}backup:\n  objectives:\n${HOURS.join('')}`;
  const linesOf = ({ commands }: Step) =>
    commands.flatMap(({ properties }) => (properties['line'] === undefined ? [] : [Number(properties['line'])]));

  test('go to the lines that the pull request changes, where there is not room for all', async () => {
    const patch =
      '@@ -15,2 +15,2 @@ backup:\n     - { frequency: 9h, retention: 35d }\n+    - { frequency: 10h, retention: 35d }';
    github.files.push(...Array.from({ length: 120 }, (_, index) => ({ filename: `docs/${index}.md` })));
    github.files.push({ filename: 'policies/orders.yaml', patch });
    const job = await step({ policy });
    expect(linesOf(job)).toHaveLength(9);
    expect(linesOf(job)[0]).toBe(16);
    expect(github.requests).toEqual(Array(2).fill(`GET /repos/${REPOSITORY}/pulls/7/files`));
    expect(job.log).toContain('and 3 more results without an annotation');
  });

  test('are for the worst where GitHub does not tell what is changed', async () => {
    github.faults.push({ status: 403, body: { message: 'Resource not accessible by integration' } });
    const job = await step({ policy });
    expect(linesOf(job)).toHaveLength(9);
    expect(linesOf(job)).not.toContain(16);
    expect(warnings(job)).toEqual([]);
  });
});

describe('merge', () => {
  test('shows the reports of other runs as one, and keeps the issue by it', async () => {
    const failing = await step({});
    const passing = await step({ policy: DAILY });
    const text = ({ outputs }: Step) => readFileSync(outputs['report-json'] ?? '', 'utf8');
    const part = (job: Step, number: number) => JSON.stringify({ ...JSON.parse(text(job)), shard: { number, of: 2 } });
    const files = { 'a.json': part(passing, 1), 'b.json': part(failing, 2) };
    const scan = { event: 'schedule', payload: scheduleEvent(), files };
    const both = await step({ ...scan, with: { merge: 'a.json\nb.json', issue: 'on-failure' } });
    expect(both).toMatchObject({ exit: 1, outputs: { conclusion: 'noncompliant', failed: '1', unknown: '0' } });
    expect(github.issues).toMatchObject([{ state: 'open', body: expect.stringContaining('backup-frequency') }]);

    const half = await step({ ...scan, with: { merge: 'a.json' } });
    expect(half).toMatchObject({ exit: 3, outputs: { conclusion: 'undetermined', unknown: '1' } });
    expect(half.summary).toContain('shard 2/2');
  });

  test('refuses what is no report in one plain line', async () => {
    const { exit, commands } = await step({ files: { 'a.json': '[]' }, with: { merge: 'a.json' } });
    expect(exit).toBe(2);
    expect(commands.at(-1)?.message).toContain('a.json is not a report of the schema holdfast/report/v1');
  });
});
