import{a as i}from"./NVSDCH7M.js";import"./24C423ZU.js";import"./HD4DLREW.js";import{dirname as a}from"node:path";var n={"policies/tables.yaml":`# What every table must have. \`holdfast schema policy\` prints all that can be asked, \`holdfast explain CONTROL\` what it means.
apiVersion: holdfast/v1
kind: Policy
name: tables
description: Every table can come back

tables:
  except:
    tags: { temporary: ["*"] } # leaves out what may be lost

backup:
  objectives:
    - frequency: 24h # longest gap between two scheduled backups
      retention: 35d
  recoveryPoints:
    newestWithin: 36h # one that exists, not one that is scheduled
    encrypted: true
  pointInTimeRecovery: {} # on, whatever its window

restore:
  rto: 8h
  measure: { statistic: p95, over: 180d, samples: 3 } # fewer restores than three prove nothing
  testedEvery: 180d
`,".github/workflows/holdfast.yml":`name: holdfast
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
          role-to-assume: arn:aws:iam::YOUR-ACCOUNT-ID:role/YOUR-READER-ROLE # made with the policy that \`holdfast permissions\` prints
          aws-region: eu-west-1
      - uses: OWNER-OF-HOLDFAST/holdfast@v1 # who has the Holdfast repository on GitHub; in production: the commit of a release
        id: holdfast
        with:
          comment: on-failure
          issue: on-failure
      - uses: github/codeql-action/upload-sarif@5d4e8d1aca955e8d8589aabd499c5cae939e33c7 # v4.31.9
        if: \${{ !cancelled() && steps.holdfast.outputs.sarif-file != '' }}
        with:
          sarif_file: \${{ steps.holdfast.outputs.sarif-file }}
`};async function f(s,e){for(let[t,r]of Object.entries(n)){let o=l(t,e);o===void 0&&e.writeFile(t,r),e.stdout.write(o===void 0?`wrote ${t}
`:`left ${o} as it is
`)}return e.stdout.write(`
Next: holdfast validate, then holdfast check; holdfast permissions prints the policy of the role that the workflow takes.
In the workflow put your own in place of OWNER-OF-HOLDFAST, YOUR-ACCOUNT-ID and YOUR-READER-ROLE.
`),i.compliant}function l(s,e){let t=a(s);return e.look(s).kind!=="absent"?s:t==="policies"&&e.look(t).kind!=="absent"?t:void 0}export{f as init};
