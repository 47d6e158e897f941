import type { RepositoryName } from './repository-name.ts';

/** Who has what on GitHub, as far as git knows it. */
export interface Names {
  /** Where the files are written. */
  readonly repository: RepositoryName | undefined;
  /** Whose Holdfast this is. */
  readonly holdfast: RepositoryName | undefined;
}

export const SCHEMA_FILE = '.holdfast/policy.schema.json';
export const POLICY_FILE = 'policies/tables.yaml';
export const WORKFLOW_FILE = '.github/workflows/holdfast.yml';

/**
 * What `holdfast init` writes as a policy: what an account keeps that backs up every table each day and has point-in-time recovery on.
 * What must first have happened (restores, tests of them) stands in comments.
 */
export const STARTER_POLICY = `# yaml-language-server: $schema=../${SCHEMA_FILE}
# What every table must have. \`holdfast schema policy\` prints all that can be asked, \`holdfast explain CONTROL\` what it means.
apiVersion: holdfast/v1
kind: Policy
name: tables
description: Every table can come back

tables:
  except:
    tags: { temporary: ["*"] } # leaves out what may be lost

backup:
  objectives:
    - frequency: 25h # longest gap between two scheduled backups: a day, and the one with 25 hours where clocks go back
      retention: 35d
  recoveryPoints:
    newestWithin: 36h # one that exists, not one that is scheduled
    encrypted: true
  pointInTimeRecovery: {} # on, whatever its window

# How long restores take is known once there were some: AWS lists them for 30 days, and a ledger keeps them (holdfast history update).
# restore:
#   rto: 8h
#   measure: { statistic: p95, over: 180d, samples: 3 } # fewer restores than three prove nothing
#   testedEvery: 180d # a restore testing plan of AWS Backup is enough
`;

/** The workflow that only reads: it judges pull requests that change policies, and the account each morning. */
export function starterWorkflow({ repository, holdfast }: Names): string {
  const whose = holdfast?.owner ?? 'OWNER-OF-HOLDFAST';
  const trust = `github:${repository === undefined ? 'YOUR-ORGANIZATION/YOUR-REPOSITORY' : `${repository.owner}/${repository.name}`}`;
  return `name: holdfast
on:
  pull_request:
    paths: ["policies/**", ".github/workflows/holdfast.yml"]
  schedule:
    - cron: "17 6 * * *"
  workflow_dispatch:

permissions: {}

concurrency: # the newest commit has the last word
  group: holdfast-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  judge:
    # A fork has neither the role nor the right to comment.
    if: \${{ !github.event.pull_request.head.repo.fork }}
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      id-token: write # the role
      pull-requests: write # the comment
      issues: write # the issue of scheduled scans
      security-events: write # code scanning
      actions: read # code scanning, in a private repository
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0
        with:
          # holdfast permissions --trust ${trust} --format cloudformation prints the role
          role-to-assume: arn:aws:iam::YOUR-ACCOUNT-ID:role/holdfast-reader # put your account in
          aws-region: eu-west-1
      - uses: ${whose}/holdfast@v1 # who has the Holdfast repository on GitHub; in production: the commit of a release
        id: holdfast
        with:
          comment: on-failure
          issue: on-failure
      - uses: github/codeql-action/upload-sarif@5d4e8d1aca955e8d8589aabd499c5cae939e33c7 # v4.31.9
        if: \${{ !cancelled() && steps.holdfast.outputs.sarif-file != '' }}
        with:
          sarif_file: \${{ steps.holdfast.outputs.sarif-file }}
`;
}
