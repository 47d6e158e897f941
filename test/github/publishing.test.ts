import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepComment } from '../../src/github/comment.ts';
import { numberOf } from '../../src/github/event.ts';
import { keepIssue } from '../../src/github/issue.ts';
import { type Rest, restClient } from '../../src/github/rest.ts';
import { proxiedFetch } from '../../src/network/proxied-fetch.ts';
import { type GithubServer, githubServer, REPOSITORY, TOKEN } from './github-server.ts';

const NOW = Date.UTC(2026, 10, 22, 8);
let github: GithubServer;
let rest: Rest;
let waited: number[];

beforeEach(async () => {
  github = await githubServer();
  waited = [];
  rest = client(TOKEN);
});
afterEach(() => github.close());

function client(token: string, apiUrl = github.url): Rest {
  const wait = async (milliseconds: number) => void waited.push(milliseconds);
  return restClient({ apiUrl, token, userAgent: 'test', fetch: proxiedFetch({}), wait, clock: () => NOW });
}

const FAILING = { header: 'default', text: 'two tables fail\n\n<sub>as of 08:00</sub>\n', create: true };
const CLEAN = { header: 'default', text: 'resolved\n', create: false };
const MARKER = '<!-- holdfast:default -->';

describe('the comment of a pull request', () => {
  test('is created once, left alone while it says the same, updated in place and resolved', async () => {
    const first = await keepComment(rest, REPOSITORY, 7, FAILING);
    expect(first).toEqual({ kind: 'created', id: github.comments[0]?.id });
    expect(github.comments[0]?.body).toBe(`${MARKER}\n${FAILING.text}`);
    const later = { ...FAILING, text: FAILING.text.replace('08:00', '09:00') };
    expect(await keepComment(rest, REPOSITORY, 7, later)).toMatchObject({ kind: 'unchanged' });
    expect(github.writes()).toHaveLength(1);
    expect(await keepComment(rest, REPOSITORY, 7, CLEAN)).toMatchObject({ kind: 'updated' });
    expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\nresolved\n`]);
    expect(github.requests.at(-1)).toBe(`PATCH /repos/${REPOSITORY}/issues/comments/${github.comments[0]?.id}`);
  });

  test('is not created when there is nothing to say', async () => {
    expect(await keepComment(rest, REPOSITORY, 7, CLEAN)).toEqual({ kind: 'absent' });
    expect(github.writes()).toEqual([]);
  });

  test('is found behind hundreds of others', async () => {
    for (let n = 0; n < 250; n += 1) github.comments.push(github.entry({ body: `comment ${n}` }));
    const own = github.entry({ body: `${MARKER}\r\nold` });
    github.comments.push(own);
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toEqual({ kind: 'updated', id: own.id });
    expect(github.requests.filter((request) => request.startsWith('GET'))).toHaveLength(3);
  });

  test.each([
    ['of another header', { body: '<!-- holdfast:other -->\nx' }],
    ['that quotes it', { body: `> ${MARKER}\n> two tables fail` }],
    ['of a passer-by who copied the marker', { body: `${MARKER}\nx`, user: { login: 'eve', type: 'User' } }],
    ['of a member who says something before', { body: `Look:\n${MARKER}\nmine`, author_association: 'MEMBER' }],
    ['of another bot', { body: `${MARKER}\nx`, user: { login: 'renovate[bot]', type: 'Bot' } }],
  ])('is never one %s', async (_, change) => {
    github.comments.push(github.entry(change));
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'created' });
    expect(github.comments[0]?.body).toBe(change.body);
  });

  test("may be a person's whose token it is", async () => {
    github.viewer = 'ann';
    github.comments.push(github.entry({ body: `${MARKER}\nx`, user: { login: 'ann', type: 'User' } }));
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'updated' });
    expect(github.comments).toHaveLength(1);
  });

  test('is one after two runs at once', async () => {
    github.postMs = 300;
    const kept = await Promise.all([1, 2].map(() => keepComment(rest, REPOSITORY, 7, FAILING)));
    expect(github.comments).toHaveLength(1);
    for (const each of kept) expect(each).toMatchObject({ id: github.comments[0]?.id });
  });

  test('has no twin afterwards, and where GitHub keeps it the twin says nothing', async () => {
    for (let n = 0; n < 3; n += 1) github.comments.push(github.entry({ body: `${MARKER}\n❌ old` }));
    github.faults.push({ method: 'DELETE', status: 403 });
    expect(await keepComment(rest, REPOSITORY, 7, CLEAN)).toMatchObject({ kind: 'updated' });
    const first = github.comments[0]?.id;
    expect(github.comments.map(({ body }) => body)).toEqual([
      `${MARKER}\nresolved\n`,
      `Holdfast: see comment ${first}.`,
    ]);
  });

  test.each([
    ['no list', { status: 200, body: { message: 'Sorry' } }, 'not a list'],
    ['no end', { status: 200, body: '["aaaa', endless: true }, 'longer than'],
  ])('is not written after an answer that is %s', async (_, fault, why) => {
    github.faults.push(fault);
    const kept = await keepComment(rest, REPOSITORY, 7, FAILING);
    expect(kept).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
    expect(github.writes()).toEqual([]);
  });

  test('is refused with what GitHub said', async () => {
    github.faults.push({ method: 'POST', status: 403, body: { message: 'Resource not accessible by integration' } });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toEqual({
      kind: 'refused',
      status: 403,
      why: 'GitHub answered 403: Resource not accessible by integration',
    });
    expect(waited).toEqual([]);
  });

  test('tells every error of a 422', async () => {
    const tooLong = { ...FAILING, text: 'x'.repeat(70_000) };
    expect(await keepComment(rest, REPOSITORY, 7, tooLong)).toMatchObject({
      status: 422,
      why: 'GitHub answered 422: Validation Failed; body is too long (maximum is 65536 characters)',
    });
  });

  test('is written in spite of 5xx answers and cut connections, and only once', async () => {
    github.faults.push(
      { method: 'GET', status: 502, body: '<html>Bad gateway</html>' },
      { method: 'GET', status: 0, cut: true },
      { method: 'POST', status: 502, after: true },
    );
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'unchanged' });
    expect(github.comments).toHaveLength(1);
    expect(waited).toEqual([500, 1000]);
  });

  test('is posted again when a 5xx had no effect', async () => {
    github.faults.push({ method: 'POST', status: 503 });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'created' });
    expect(github.comments).toHaveLength(1);
  });

  test('gives up when GitHub stays down', async () => {
    for (let n = 0; n < 9; n += 1) github.faults.push({ status: 500 });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'refused', status: 500 });
    expect(waited).toEqual([500, 1000, 2000]);
  });

  test('tells that nobody answers', async () => {
    const nobody = client(TOKEN, 'http://127.0.0.1:1');
    const kept = await keepComment(nobody, REPOSITORY, 7, FAILING);
    expect(kept).toMatchObject({ kind: 'refused', why: expect.stringContaining('no answer from http://127.0.0.1:1') });
  });
});

describe('rate limits', () => {
  test.each([
    ['retry-after', { status: 403, headers: { 'retry-after': '7' } }, 7_000],
    ['the reset of the primary limit', { status: 403, headers: reset(30) }, 31_000],
    ['a minute when nothing is said', { status: 429 }, 60_000],
    ['a minute for a secondary limit', { status: 403, body: { message: 'secondary rate limit' } }, 60_000],
  ])('are waited for: %s', async (_, fault, expected) => {
    github.faults.push({ method: 'POST', ...fault });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'created' });
    expect(waited).toEqual([expected]);
  });

  test.each([
    [429, {}, [60_000]],
    [403, { 'retry-after': '25' }, [25_000, 25_000]],
  ])('are waited for a minute in all, then it is a refusal: %d %j', async (status, headers, expected) => {
    for (let n = 0; n < 9; n += 1) github.faults.push({ status, headers });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'refused', limited: true });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toMatchObject({ kind: 'refused', limited: true });
    expect(waited).toEqual(expected);
  });

  test('are not waited for longer than a minute', async () => {
    github.faults.push({ status: 403, headers: reset(1_800), body: { message: 'API rate limit exceeded' } });
    expect(await keepComment(rest, REPOSITORY, 7, FAILING)).toEqual({
      kind: 'refused',
      status: 403,
      limited: true,
      why: "GitHub's rate limit is used up until 2026-11-22T08:30:01Z (GitHub answered 403: API rate limit exceeded)",
    });
    expect(waited).toEqual([]);
  });
});

function reset(seconds: number): Record<string, string> {
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 + seconds) };
}

describe('the issue of scans', () => {
  const scan = {
    header: 'default',
    title: 'Holdfast: the scheduled scan fails',
    text: 'two tables fail\n',
    failures: 'a1',
  };

  test('is opened, updated, closed and opened again', async () => {
    expect(await keepIssue(rest, REPOSITORY, { ...scan, failing: false })).toEqual({ kind: 'absent' });
    const opened = await keepIssue(rest, REPOSITORY, { ...scan, failing: true });
    expect(opened).toEqual({ kind: 'created', id: github.issues[0]?.number });
    expect(await keepIssue(rest, REPOSITORY, { ...scan, failing: true })).toMatchObject({ kind: 'unchanged' });
    expect(await keepIssue(rest, REPOSITORY, { ...scan, text: 'three', failing: true })).toMatchObject({
      kind: 'updated',
    });
    expect(await keepIssue(rest, REPOSITORY, { ...scan, text: 'resolved', failing: false })).toMatchObject({
      kind: 'updated',
    });
    expect(github.issues).toMatchObject([{ state: 'closed', body: `${MARKER}\n<!-- failures:a1 -->\nresolved` }]);
    expect(await keepIssue(rest, REPOSITORY, { ...scan, text: 'resolved', failing: false })).toMatchObject({
      kind: 'unchanged',
    });
    expect(await keepIssue(rest, REPOSITORY, { ...scan, failing: true })).toMatchObject({ kind: 'updated' });
    expect(github.issues).toMatchObject([
      { state: 'open', body: `${MARKER}\n<!-- failures:a1 -->\ntwo tables fail\n` },
    ]);
  });

  test('stays closed as not planned until something else fails', async () => {
    await keepIssue(rest, REPOSITORY, { ...scan, failing: true });
    Object.assign(github.issues[0] ?? {}, { state: 'closed', state_reason: 'not_planned' });
    const later = { ...scan, text: 'as before, a day later', failing: true };
    expect(await keepIssue(rest, REPOSITORY, later)).toEqual({ kind: 'dismissed', id: github.issues[0]?.number });
    expect(github.issues).toMatchObject([{ state: 'closed', state_reason: 'not_planned' }]);
    expect(await keepIssue(rest, REPOSITORY, { ...later, failures: 'b2' })).toMatchObject({ kind: 'updated' });
    expect(github.issues).toMatchObject([{ state: 'open' }]);
  });

  test('is one open one after two runs at once', async () => {
    github.postMs = 300;
    const kept = await Promise.all([1, 2].map(() => keepIssue(rest, REPOSITORY, { ...scan, failing: true })));
    expect(github.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
    for (const each of kept) expect(each).toMatchObject({ id: github.issues[0]?.number });
    await keepIssue(rest, REPOSITORY, { ...scan, failing: false });
    await keepIssue(rest, REPOSITORY, { ...scan, failing: true });
    expect(github.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  test('is never a pull request, and an open one is taken before a closed one', async () => {
    const labels = [{ name: 'holdfast' }];
    const body = `${MARKER}\nold`;
    github.pulls.push(github.entry({ body, labels }));
    github.issues.push(github.entry({ body, labels }), github.entry({ body, labels, state: 'closed' }));
    await keepIssue(rest, REPOSITORY, { ...scan, failing: true });
    expect(github.issues.map((issue) => issue.body === body)).toEqual([false, true]);
    expect(github.pulls[0]?.body).toBe(body);
  });
});

describe('the pull request of a workflow_run', () => {
  const fork = { owner: 'eve', branch: 'a&state=all#1', commit: 'c0ffee' };

  test('of a fork is the open one with the same commit', async () => {
    github.pulls.push(
      github.entry({ number: 3, head: { sha: '0ff1ce' } }),
      github.entry({ number: 4, head: { sha: 'c0ffee' } }),
    );
    expect(await numberOf(rest, REPOSITORY, fork)).toEqual({ number: 4 });
  });

  test('is none when the branch has moved on', async () => {
    github.pulls.push(github.entry({ number: 3, head: { sha: '0ff1ce' } }));
    expect(await numberOf(rest, REPOSITORY, fork)).toEqual({
      why: 'no open pull request has the commit that the workflow ran for',
    });
  });

  test('is unknown when GitHub refuses', async () => {
    expect(await numberOf(client('wrong'), REPOSITORY, fork)).toEqual({ why: 'GitHub answered 401: Bad credentials' });
  });
});
