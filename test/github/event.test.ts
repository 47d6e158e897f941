import { describe, expect, test } from 'vitest';
import { pullRequestOf } from '../../src/github/event.ts';

const run = {
  event: 'pull_request',
  head_branch: 'topic',
  head_sha: 'c0ffee',
  head_repository: { owner: { login: 'eve' } },
  pull_requests: [],
};

describe('the pull request of an event', () => {
  test.each([
    ['pull_request', { number: 12, pull_request: { number: 12 } }, { number: 12 }],
    ['pull_request_target', { pull_request: { number: 12 } }, { number: 12 }],
    ['pull_request_review', { pull_request: { number: 12 } }, { number: 12 }],
    ['workflow_run', { workflow_run: { ...run, pull_requests: [{ number: 12 }] } }, { number: 12 }],
    ['workflow_run', { workflow_run: run }, { owner: 'eve', branch: 'topic', commit: 'c0ffee' }],
    ['workflow_run', { workflow_run: { ...run, event: 'push' } }, undefined],
    ['workflow_run', { workflow_run: { event: 'pull_request' } }, undefined],
    ['schedule', { schedule: '0 6 * * *' }, undefined],
    ['push', { number: 12 }, undefined],
    ['pull_request', { pull_request: { number: '12; rm -rf /' } }, undefined],
    ['pull_request', null, undefined],
  ])('%s %j → %j', (name, payload, expected) => {
    expect(pullRequestOf(name, payload)).toEqual(expected);
  });
});
