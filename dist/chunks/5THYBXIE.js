import{b as f}from"./NADZWKWE.js";import"./2W6AGGDX.js";import"./FVWB5FQH.js";import"./ONH2ZVCL.js";import"./YBENZ2VZ.js";import"./WJNX73F3.js";import"./MDW6W4IZ.js";import"./D2VJD52T.js";import"./TIRBBZVD.js";import"./EUFVUBMF.js";import"./QHH4ZW7K.js";import"./SMXSHW6D.js";import"./2RJNPMBC.js";import"./VPUAXNR2.js";import"./2BSRVZLQ.js";import"./TRVVZAZ7.js";import"./ASEPNUIW.js";import"./SWY4IQ3I.js";import"./OLMMELNJ.js";import"./SYJ7OPZ2.js";import"./QPKBFNSG.js";import{a as c}from"./NVSDCH7M.js";import"./6BFJXWZG.js";import"./J5YM5NYM.js";import"./PGEPUDSN.js";import"./VAMD2GJA.js";import"./KSEGB5SQ.js";import"./24C423ZU.js";import"./HD4DLREW.js";import{dirname as b}from"node:path";import{join as w}from"node:path";var g=/^(?:https:\/\/(?:[^@/\s]*@)?|ssh:\/\/git@|git@)github\.com[/:](?<owner>[A-Za-z0-9][A-Za-z0-9-]{0,38})\/(?<name>[\w.-]{1,100}?)(?:\.git)?\/?$/;function i(t,e){let{owner:o,name:s}=g.exec(O(y(t,e))??"")?.groups??{};return o===void 0||s===void 0?void 0:{owner:o,name:s}}function y(t,e){let o=w(t,".git/config");return e.look(o).kind!=="file"?"":new TextDecoder().decode(e.readFile(o))}function O(t){let e="";for(let o of t.split(/\r?\n/)){e=/^\s*\[(.*)\]\s*$/.exec(o)?.[1]??e;let s=/^\s*url\s*=\s*(\S+)\s*$/.exec(o)?.[1];if(e==='remote "origin"'&&s!==void 0)return s}}var a=".holdfast/policy.schema.json",l="policies/tables.yaml",d=".github/workflows/holdfast.yml",u=`# yaml-language-server: $schema=../${a}
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
`;function p({repository:t,holdfast:e}){let o=e?.owner??"OWNER-OF-HOLDFAST";return`name: holdfast
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
          # holdfast permissions --trust ${`github:${t===void 0?"YOUR-ORGANIZATION/YOUR-REPOSITORY":`${t.owner}/${t.name}`}`} --format cloudformation prints the role
          role-to-assume: arn:aws:iam::YOUR-ACCOUNT-ID:role/holdfast-reader # put your account in
          aws-region: eu-west-1
      - uses: ${o}/holdfast@v1 # who has the Holdfast repository on GitHub; in production: the commit of a release
        id: holdfast
        with:
          comment: on-failure
          issue: on-failure
      - uses: github/codeql-action/upload-sarif@5d4e8d1aca955e8d8589aabd499c5cae939e33c7 # v4.31.9
        if: \${{ !cancelled() && steps.holdfast.outputs.sarif-file != '' }}
        with:
          sarif_file: \${{ steps.holdfast.outputs.sarif-file }}
`}async function _(t,e){let o=i(e.workingDirectory,e),s=i(e.packageFolder,e),h=[[l,u],[a,f("policy")],[d,p({repository:o,holdfast:s})]];for(let[n,m]of h){let r=R(n,e);r===void 0&&e.writeFile(n,m),e.stdout.write(r===void 0?`wrote ${n}
`:`left ${r} as it is
`)}return e.stdout.write(k(o,s)),c.compliant}function k(t,e){return`
Next:
  holdfast validate
  holdfast check
  holdfast permissions --trust github:${t===void 0?"YOUR-ORGANIZATION/YOUR-REPOSITORY":`${t.owner}/${t.name}`} --format cloudformation > reader.yaml   # the role of the workflow
In ${d} put your own in place of ${e===void 0?"OWNER-OF-HOLDFAST and YOUR-ACCOUNT-ID":"YOUR-ACCOUNT-ID"}.

If the first check fails: each failure names its cause, and \`holdfast fix\` prints what mends it. What is meant to be so gets a tag
that the policy leaves out, or a waiver with a reason and a last day. To begin with new failures only, keep the report of today
(holdfast check --report json=former.json) and give it to the next ones (--baseline-report former.json).
`}function R(t,e){let o=b(t);return e.look(t).kind!=="absent"?t:o==="policies"&&e.look(o).kind!=="absent"?o:void 0}export{_ as init};
