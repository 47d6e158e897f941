/** Payloads in the shape that GitHub sends, cut to what is of interest to somebody who reads or attacks them. */

const REPOSITORY = {
  id: 35129377,
  name: 'payments',
  full_name: 'octo-org/payments',
  private: false,
  owner: { login: 'octo-org', id: 6811672, type: 'Organization' },
  default_branch: 'main',
};

export function pullRequestEvent(number: number, branch = 'topic', fork = false): object {
  const owner = fork ? 'eve' : 'octo-org';
  return {
    action: 'synchronize',
    number,
    pull_request: {
      id: 1934,
      number,
      state: 'open',
      title: `Change ${branch}`,
      user: { login: owner, type: 'User' },
      head: {
        label: `${owner}:${branch}`,
        ref: branch,
        sha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
        repo: { full_name: `${owner}/payments`, fork },
      },
      base: { label: 'octo-org:main', ref: 'main', sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e', repo: REPOSITORY },
      author_association: fork ? 'FIRST_TIME_CONTRIBUTOR' : 'MEMBER',
    },
    repository: REPOSITORY,
    sender: { login: owner, type: 'User' },
  };
}

/** After a workflow of a pull request from a fork: GitHub leaves `pull_requests` empty. */
export function workflowRunEvent(commit: string, event = 'pull_request'): object {
  return {
    action: 'completed',
    workflow_run: {
      id: 30433642,
      name: 'holdfast',
      event,
      status: 'completed',
      conclusion: 'failure',
      head_branch: 'topic',
      head_sha: commit,
      head_repository: { full_name: 'eve/payments', fork: true, owner: { login: 'eve', type: 'User' } },
      pull_requests: [],
      repository: REPOSITORY,
    },
    repository: REPOSITORY,
    sender: { login: 'eve', type: 'User' },
  };
}

export function scheduleEvent(): object {
  return { schedule: '0 6 * * *', workflow: '.github/workflows/holdfast.yml', repository: REPOSITORY };
}

export function pushEvent(branch: string): object {
  return { ref: `refs/heads/${branch}`, commits: [], repository: REPOSITORY };
}
