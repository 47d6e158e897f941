import { describe, expect, test } from 'vitest';
import { isScheduledScan, pullRequestOf } from '../../src/github/event.ts';

const run = {
  event: 'pull_request',
  head_branch: 'topic',
  head_sha: 'c0ffee',
  head_repository: { owner: { login: 'eve' } },
  pull_requests: [],
};

const BY_BRANCH = { owner: 'eve', branch: 'topic', commit: 'c0ffee' };

function listed(number: number, sha: string, repository: number): object {
  return { number, head: { sha }, base: { repo: { id: repository } } };
}

function listing(...pullRequests: readonly object[]): object {
  return { workflow_run: { ...run, pull_requests: pullRequests }, repository: { id: 8 } };
}

describe('the pull request of an event', () => {
  test.each([
    ['pull_request', { number: 12, pull_request: { number: 12 } }, { number: 12 }],
    ['pull_request_target', { pull_request: { number: 12 } }, { number: 12 }],
    ['pull_request_review', { pull_request: { number: 12 } }, { number: 12 }],
    ['workflow_run', listing(listed(11, 'badcafe', 8), listed(12, 'c0ffee', 8)), { number: 12 }],
    ['workflow_run', listing(listed(12, 'c0ffee', 9)), BY_BRANCH],
    ['workflow_run', listing({ number: 12 }), BY_BRANCH],
    ['workflow_run', { ...listing(listed(12, 'c0ffee', 8)), repository: undefined }, BY_BRANCH],
    [
      'workflow_run',
      {
        ...listing(listed(12, 'c0ffee', 8)),
        workflow_run: { ...run, event: 'push', pull_requests: [listed(12, 'c0ffee', 8)] },
      },
      undefined,
    ],
    ['workflow_run', { workflow_run: run }, BY_BRANCH],
    ['workflow_run', { workflow_run: { ...run, event: 'push' } }, undefined],
    ['workflow_run', { workflow_run: { event: 'pull_request' } }, undefined],
    ['workflow_run', { workflow_run: { ...run, head_branch: 'half \ud800' } }, undefined],
    ['schedule', { schedule: '0 6 * * *' }, undefined],
    ['push', { number: 12 }, undefined],
    ['pull_request', { pull_request: { number: '12; rm -rf /' } }, undefined],
    ['pull_request', { pull_request: { number: 0 } }, undefined],
    ['pull_request', { pull_request: { number: 0.5 } }, undefined],
    ['pull_request', { pull_request: { number: 2 ** 53 } }, undefined],
    ['pull_request', { pull_request: { number: 1e308 } }, undefined],
    ['pull_request', null, undefined],
  ])('%s %j → %j', (name, payload, expected) => {
    expect(pullRequestOf(name, payload)).toEqual(expected);
  });
});

describe('the scheduled scan', () => {
  const payload = { repository: { default_branch: 'trunk' } };
  test.each([
    ['schedule', undefined, undefined, true],
    ['workflow_dispatch', 'refs/heads/trunk', payload, true],
    ['workflow_dispatch', 'refs/heads/topic', payload, false],
    ['workflow_dispatch', 'refs/tags/trunk', payload, false],
    ['workflow_dispatch', 'refs/heads/undefined', {}, false],
    ['push', 'refs/heads/trunk', payload, false],
    ['merge_group', 'refs/heads/gh-readonly-queue/trunk/pr-7-c0ffee', payload, false],
    ['repository_dispatch', 'refs/heads/trunk', payload, false],
    [undefined, 'refs/heads/trunk', payload, false],
  ])('%s on %s: %j → %j', (event, ref, of, expected) => {
    expect(isScheduledScan(event, ref, of)).toBe(expected);
  });
});
