import { FIX_FORMATS, type FixFormat } from '../../fix/formats.ts';
import { MODES } from '../../github/event.ts';
import { FRAMEWORK_IDS } from '../../model/framework-id.ts';
import { PERMISSIONS_FORMATS } from '../permissions/permissions-formats.ts';
import { trusted } from '../permissions/trust.ts';
import { SHELLS } from './shells.ts';
import * as as from './values.ts';

/** Who takes an option: a command of the command line, or the GitHub Action. */
export type Taker = (typeof TAKERS)[number];

const TAKERS = [
  'check',
  'collect',
  'validate',
  'test',
  'explain',
  'schedule',
  'simulate',
  'demo',
  'permissions',
  'schema',
  'fix',
  'merge',
  'init',
  'doctor',
  'completion',
  'frameworks',
  'import',
  'evidence',
  'restores',
  'history update',
  'history athena-table',
  'baseline',
  'drift',
  'action',
] as const;

export type CommandName = Exclude<Taker, 'action'>;

export const COMMAND_NAMES: readonly CommandName[] = TAKERS.filter((taker) => taker !== 'action');

export interface OptionSpec<T> {
  /** What stands for the value in help. Absent: the option is a switch. */
  readonly value?: string;
  /** `repeated`: may be given several times. `words`: takes all words up to the next option, too. */
  readonly many?: 'repeated' | 'words';
  /** An argument by place instead of by name. */
  readonly argument?: 'required' | 'optional';
  /** What the option is when it is left out, as the user would write it. */
  readonly fallback?: string;
  /** A phrase without a full stop; `input` replaces it where the Action needs other words. */
  readonly help: string;
  readonly input?: string;
  readonly takers: readonly Taker[];
  readonly read: as.Read<T>;
}

const SCOPE = [
  'check',
  'collect',
  'doctor',
  'explain',
  'fix',
  'restores',
  'history update',
  'baseline',
  'drift',
] as const;

const ORGANIZATION = [
  'check',
  'collect',
  'doctor',
  'fix',
  'permissions',
  'restores',
  'history update',
  'baseline',
  'drift',
  'action',
] as const;

/** Every option, once: the command line, its help, the inputs of the Action and the documentation come from here. */
export const OPTIONS = {
  paths: {
    argument: 'optional',
    value: 'path',
    many: 'words',
    fallback: 'policies',
    help: 'policy files, or folders that hold them',
    takers: ['validate'],
    read: as.paths,
  },
  tests: {
    argument: 'optional',
    value: 'path',
    many: 'words',
    fallback: 'policies',
    help: 'test files, or folders that hold files that end in .test.yaml',
    takers: ['test'],
    read: as.paths,
  },
  subject: {
    argument: 'required',
    value: 'control-or-table',
    help: 'id of a control, or name or ARN of a table',
    takers: ['explain'],
    read: as.text,
  },
  destroy: {
    help: 'instead: who could destroy the recovery points of the table and their copies today',
    takers: ['explain'],
    read: as.flag,
  },
  'framework-to-show': {
    argument: 'optional',
    value: 'id',
    help: 'id of a framework; default: a list of all',
    takers: ['frameworks'],
    read: as.optionalWordOf(FRAMEWORK_IDS),
  },
  'files-to-import': {
    argument: 'required',
    value: 'file',
    many: 'words',
    help: 'files of other tools: Audit Manager, AWS Config, cloud-custodian, Resilience Hub',
    takers: ['import'],
    read: as.paths,
  },
  'import-output': {
    value: 'file',
    help: 'where the policies go; default: stdout',
    takers: ['import'],
    read: as.optionalPath,
  },
  'frameworks-report': {
    value: 'format',
    fallback: 'text',
    help: 'text or json',
    takers: ['frameworks'],
    read: as.wordOf<'text' | 'json'>(['text', 'json']),
  },
  expression: {
    argument: 'required',
    value: 'expression',
    help: 'AWS schedule expression, such as "cron(0 5 ? * MON-FRI *)"',
    takers: ['schedule'],
    read: as.text,
  },
  document: {
    argument: 'optional',
    value: 'document',
    fallback: 'policy',
    help: 'policy, test, inventory or report',
    takers: ['schema'],
    read: as.wordOf<'policy' | 'test' | 'inventory' | 'report'>(['policy', 'test', 'inventory', 'report']),
  },
  shell: {
    argument: 'required',
    value: 'shell',
    help: 'bash, zsh or fish',
    takers: ['completion'],
    read: as.wordOf(SHELLS),
  },
  policies: {
    value: 'path',
    many: 'words',
    fallback: 'policies',
    help: 'policy files, or folders that hold them',
    input: 'Policy files, or folders that hold them; one a line.',
    takers: [
      'check',
      'collect',
      'doctor',
      'fix',
      'permissions',
      'restores',
      'history update',
      'baseline',
      'drift',
      'action',
    ],
    read: as.paths,
  },
  regions: {
    value: 'a,b|all',
    many: 'repeated',
    help: "Regions to read; default: the Region of AWS's own settings",
    input: "Regions to read, separated by commas, or `all`. Default: the Region of AWS's own settings.",
    takers: [...SCOPE, 'permissions', 'action'],
    read: as.regions,
  },
  profile: {
    value: 'name',
    help: 'profile of the AWS configuration files',
    takers: SCOPE,
    read: as.optionalText,
  },
  'role-arn': {
    value: 'arn',
    many: 'repeated',
    help: "role to read an account with; default: the caller's own account",
    input: "Roles to read accounts with, one a line. Default: the caller's own account.",
    takers: [...SCOPE, 'permissions', 'action'],
    read: as.roleArns,
  },
  organization: {
    help: "every account of the caller's organization, and its backup policies; needs organizations:ListAccounts and what `permissions` lists, and the role of --role-name in each",
    input:
      "With `true`, every account of the caller's organization, and its backup policies; needs `organizations:ListAccounts` and what `permissions` lists, and the role of `role-name` in each.",
    takers: ORGANIZATION,
    read: as.flag,
  },
  'role-name': {
    value: 'name',
    fallback: 'holdfast-reader',
    help: 'role to read each account of the organization with: a name, or an ARN with {account} in it',
    input: 'Role to read each account of the organization with: a name, or an ARN with `{account}` in it.',
    takers: ORGANIZATION,
    read: as.roleName,
  },
  'exclude-account': {
    value: 'id',
    many: 'repeated',
    help: 'account of the organization that is left out',
    input: 'Accounts of the organization that are left out, one a line or separated by commas.',
    takers: ORGANIZATION,
    read: as.accounts,
  },
  shard: {
    value: 'i/n',
    help: 'only the i-th of n parts of the accounts and Regions; `merge` puts the reports together',
    input:
      'Only a part of the accounts and Regions: `3/16` is the third of sixteen. `merge` puts the reports together.',
    takers: ['check', 'action'],
    read: as.shard,
  },
  'reports-to-merge': {
    argument: 'required',
    value: 'report',
    many: 'words',
    help: 'JSON reports (json or jsonl, packed or not), or folders that hold them',
    takers: ['merge'],
    read: as.paths,
  },
  merge: {
    value: 'path',
    many: 'words',
    help: '',
    input:
      'JSON reports of other runs (`json` or `jsonl`, packed or not), or folders that hold them, one a line: they are merged and shown; nothing is collected.',
    takers: ['action'],
    read: as.paths,
  },
  inventory: {
    value: 'file',
    help: 'judge a saved inventory, without a call to AWS',
    input: 'A saved inventory to judge, without a call to AWS.',
    takers: ['check', 'explain', 'fix', 'restores', 'baseline', 'drift', 'action'],
    read: as.optionalPath,
  },
  'terraform-plan': {
    value: 'file',
    many: 'words',
    help: 'judge what the account will be after these plans, one after the other; made by `terraform show -json`',
    input:
      'Terraform plans in JSON (`terraform show -json`), one a line, in the order in which they are applied: what the account will be after them is judged.',
    takers: ['check', 'action'],
    read: as.paths,
  },
  cloudformation: {
    value: 'path',
    many: 'words',
    help: 'judge what the account will be after these templates (YAML, JSON), or after all stacks of a folder that `cdk synth` wrote',
    input:
      'CloudFormation templates, or folders that `cdk synth` wrote, one a line: what the account will be after them, and after all stacks of a folder, is judged.',
    takers: ['check', 'action'],
    read: as.paths,
  },
  'change-set': {
    value: 'file',
    many: 'words',
    help: 'judge what the account will be after these change sets; printed by `aws cloudformation describe-change-set --include-property-values`',
    input:
      'Change sets as `aws cloudformation describe-change-set --include-property-values` prints them, those of nested stacks too, one file a line: what the account will be after them is judged.',
    takers: ['check', 'action'],
    read: as.paths,
  },
  'backup-policy': {
    value: 'name=file',
    many: 'words',
    help: 'judge what accounts will be after these backup policies of AWS Organizations, by name or p-… id; with --organization as merged down its tree, else what an account would get from the file alone',
    input:
      'Backup policies of AWS Organizations as they will be, `NAME=FILE` or `p-…=FILE`, one a line: the plans that they make, change and take away in each account are judged. With `organization`, as merged down its tree; else what an account would get from the file alone.',
    takers: ['check', 'action'],
    read: as.backupPolicies,
  },
  'base-policies': {
    value: 'path',
    many: 'words',
    help: 'former policies, such as those of the base branch: show which tables gain or lose which requirement',
    input:
      'Former policies, such as those of the base branch, one path a line: which tables gain or lose which requirement is shown.',
    takers: ['check', 'action'],
    read: as.paths,
  },
  parameters: {
    value: 'key=value',
    many: 'words',
    help: 'values of the parameters of --cloudformation, AWS::StackName too, or a JSON file of them; default: those of the templates',
    input:
      'Values of the parameters of `cloudformation`, `AWS::StackName` too: `KEY=VALUE`, or a JSON file of them; one a line. Default: those of the templates.',
    takers: ['check', 'action'],
    read: as.parameterWords,
  },
  stack: {
    value: 'name',
    many: 'words',
    help: 'the deployed stack that the template in the same place is for: what it owns and was deployed with is read; NAME=new: the template makes it',
    input:
      'The deployed stack that the template of `cloudformation` in the same place is for, one a line: what it owns and was deployed with is read. `NAME=new`: the template makes it.',
    takers: ['check', 'collect', 'permissions', 'action'],
    read: as.stacks,
  },
  'history-inventory': {
    value: 'file',
    help: 'take the restores from a saved inventory, without a call to AWS',
    takers: ['history update'],
    read: as.optionalPath,
  },
  history: {
    value: 'source',
    many: 'repeated',
    fallback: 'none',
    help: 'where CloudTrail events come from: lookup, none, a log file or folder, s3://BUCKET/PREFIX or athena:DATABASE.TABLE',
    input:
      'Where CloudTrail events come from, one a line: `lookup`, `none`, a log file or folder, `s3://BUCKET/PREFIX` or `athena:DATABASE.TABLE`.',
    takers: ['check', 'fix', 'restores', 'history update', 'action'],
    read: as.historyWords,
  },
  'history-to-read': {
    value: 'source',
    many: 'repeated',
    help: 'where CloudTrail events will be read: lookup, s3://BUCKET/PREFIX or athena:DATABASE.TABLE; default: none, lookup with --also drift, and lookup too with --also previous',
    takers: ['permissions'],
    read: as.historyWords,
  },
  also: {
    value: 'command',
    many: 'repeated',
    help: 'what will be run besides check and reads more than the policies need: drift (and baseline), restores, history update, or previous (check --previous)',
    takers: ['permissions'],
    read: as.wordsOf(['drift', 'restores', 'history update', 'previous']),
  },
  trust: {
    value: 'github:owner/repo',
    help: 'whose workflows may take the role: OWNER/REPO on GitHub, or OWNER@ID/REPO@ID; #BRANCH behind it where scans do not run on main. As JSON the trust policy is printed, in the other formats the whole role',
    takers: ['permissions'],
    read: trusted,
  },
  'trusting-account': {
    value: 'id',
    help: 'account of the role, for the trust policy as JSON',
    takers: ['permissions'],
    read: as.optionalAccount,
  },
  'permissions-format': {
    value: 'format',
    fallback: 'json',
    help: 'json, cloudformation or terraform',
    takers: ['permissions'],
    read: as.wordOf(PERMISSIONS_FORMATS),
  },
  'athena-print': {
    help: 'print the definition; Holdfast makes no table itself',
    takers: ['history athena-table'],
    read: as.flag,
  },
  'athena-logs': {
    value: 's3-prefix',
    fallback: 's3://amzn-s3-demo-bucket',
    help: 'bucket of the trail, and what stands before AWSLogs in it',
    takers: ['history athena-table'],
    read: as.text,
  },
  'athena-name': {
    value: 'database.table',
    fallback: 'default.cloudtrail_logs',
    help: 'name of the table',
    takers: ['history athena-table'],
    read: as.text,
  },
  'athena-regions': {
    value: 'a,b|all',
    many: 'repeated',
    fallback: 'all',
    help: 'Regions that the trail writes logs of; all: those that every account has without asking',
    takers: ['history athena-table'],
    read: as.regions,
  },
  'athena-organization': {
    value: 'id',
    help: 'organization whose trail it is, such as o-abc123def4',
    takers: ['history athena-table'],
    read: as.organizationId,
  },
  'athena-accounts': {
    value: 'id',
    many: 'repeated',
    help: 'accounts that queries without an account see; default: every query names accounts, as those of Holdfast do',
    takers: ['history athena-table'],
    read: as.accounts,
  },
  resume: {
    value: 'folder',
    help: 'keep what is collected there, and take up a run that was cut, if it asked the same and began within the last 24 h',
    takers: ['check', 'collect'],
    read: as.optionalPath,
  },
  previous: {
    value: 'inventory',
    help: 'carry over from what `collect` saved before what the event history of CloudTrail shows unchanged since',
    takers: ['check'],
    read: as.optionalPath,
  },
  ledger: {
    value: 'file',
    help: 'restores that `history update` recorded, beside those that AWS still lists',
    input: 'Restores that `holdfast history update` recorded, beside those that AWS still lists.',
    takers: ['check', 'fix', 'restores', 'action'],
    read: as.optionalPath,
  },
  'ledger-to-update': {
    value: 'file',
    help: 'the ledger to add to; made when there is none',
    takers: ['history update'],
    read: as.path,
  },
  output: {
    value: 'file',
    help: 'where the inventory goes; compressed when the name ends in .gz',
    takers: ['collect'],
    read: as.path,
  },
  report: {
    value: 'format[=file]',
    many: 'repeated',
    fallback: 'text',
    help: `${as.REPORT_FORMATS.join(', ')}; to stdout, or to a file`,
    takers: ['check', 'merge', 'drift'],
    read: as.reportTargets,
  },
  summary: {
    help: 'of text: only the conclusion, the worst causes and what to do next',
    takers: ['check', 'merge', 'drift'],
    read: as.flag,
  },
  'restores-report': {
    value: 'format[=file]',
    many: 'repeated',
    fallback: 'text',
    help: `${as.RESTORE_FORMATS.join(', ')}; to stdout, or to a file`,
    takers: ['restores'],
    read: as.restoreTargets,
  },
  'fail-on': {
    value: 'severity',
    fallback: 'low',
    help: 'least severity that counts for the exit code: low, medium, high or critical; none: report only',
    input:
      'Least severity that makes the step fail: `low`, `medium`, `high` or `critical`; `none`: the step only reports.',
    takers: ['check', 'merge', 'drift', 'action'],
    read: as.failOn,
  },
  'allow-unknown': {
    help: 'unknown results do not change the exit code; an account or Region of which nothing could be read still does',
    input:
      'With `true`, unknown results do not make the step fail; an account or Region of which nothing could be read still does.',
    takers: ['check', 'merge', 'drift', 'action'],
    read: as.flag,
  },
  'allow-empty': {
    help: 'that no policy matches any table, so that none was judged, is no reason for exit code 3',
    input: 'With `true`, that no table was judged, because no policy matches any, does not make the step fail.',
    takers: ['check', 'collect', 'restores', 'baseline', 'drift', 'merge', 'action'],
    read: as.flag,
  },
  'baseline-report': {
    value: 'file',
    help: 'a former JSON report: only new failures count for the exit code',
    input: 'A former JSON report: only failures that are not in it make the step fail.',
    takers: ['check', 'action'],
    read: as.optionalPath,
  },
  'former-report': {
    value: 'file',
    many: 'repeated',
    help: 'a former JSON report: the trend, and since when each result fails',
    input: 'Former JSON reports, one a line: the trend, and since when each result fails.',
    takers: ['check', 'action'],
    read: as.paths,
  },
  'owner-tag': {
    value: 'key',
    help: 'tag of the tables that names their owner: results are grouped by it, too',
    input: 'Tag of the tables that names their owner: results are grouped by it, too.',
    takers: ['check', 'collect', 'permissions', 'action'],
    read: as.optionalText,
  },
  now: {
    value: 'instant',
    help: 'judge as of this instant; default: when the inventory was taken',
    takers: ['check', 'explain', 'fix', 'restores'],
    read: as.optionalInstant,
  },
  debug: {
    help: 'say on stderr what was asked of AWS, how long it took, and which events could not be understood',
    takers: SCOPE,
    read: as.flag,
  },
  evidence: {
    value: 'folder',
    help: 'also write an evidence pack there: what was read and judged, with hashes; `holdfast evidence` verifies it',
    input:
      'Folder for an evidence pack: what was read and judged, with hashes; `holdfast evidence` verifies it. It must not exist, or be empty.',
    takers: ['check', 'action'],
    read: as.optionalPath,
  },
  'pack-folder': {
    argument: 'required',
    value: 'folder',
    help: 'evidence pack that `check --evidence` wrote',
    takers: ['evidence'],
    read: as.path,
  },
  framework: {
    value: 'id',
    many: 'repeated',
    help: 'only results that are evidence for this compliance framework, counted requirement by requirement; `holdfast frameworks` lists them',
    input:
      'Ids of compliance frameworks, one a line: only results that are evidence for them are reported, counted requirement by requirement. `holdfast frameworks` lists them.',
    takers: ['check', 'action'],
    read: as.wordsOf(FRAMEWORK_IDS),
  },
  'require-policy': {
    help: 'a table that no policy matches fails',
    input: 'With `true`, a table that no policy matches fails.',
    takers: ['check', 'action'],
    read: as.flag,
  },
  table: {
    value: 'table',
    help: 'name or ARN of one table, restored or not; default: every table that fails',
    takers: ['fix'],
    read: as.optionalText,
  },
  'plan-for': {
    value: 'table',
    help: 'name or ARN of a table: the commands that a restore of it will need, written beforehand',
    takers: ['fix'],
    read: as.optionalText,
  },
  format: {
    value: 'format',
    fallback: 'cli',
    help: 'cli (a script), cloudformation or terraform',
    takers: ['fix'],
    read: as.wordOf<FixFormat>(FIX_FORMATS),
  },
  timezone: {
    value: 'zone',
    fallback: 'UTC',
    help: 'time zone of the expression, such as Europe/Berlin',
    takers: ['schedule'],
    read: as.text,
  },
  from: {
    value: 'instant',
    help: 'first instant to look at; default: now',
    takers: ['schedule'],
    read: as.optionalInstant,
  },
  count: {
    value: 'n',
    fallback: '10',
    help: 'how many runs',
    takers: ['schedule'],
    read: as.wholeNumber(0, 10_000),
  },
  'start-window': {
    value: 'minutes',
    fallback: '480',
    help: 'how late a run may start',
    takers: ['schedule'],
    read: as.wholeNumber(0, 525_600),
  },
  'baseline-output': {
    value: 'file',
    fallback: 'holdfast.lock.json',
    help: 'where the baseline goes',
    takers: ['baseline'],
    read: as.path,
  },
  baseline: {
    value: 'file',
    fallback: 'holdfast.lock.json',
    help: 'what holdfast baseline recorded',
    takers: ['drift'],
    read: as.path,
  },
  'recorded-baseline': {
    value: 'file',
    help: 'what holdfast baseline recorded: each difference from it is a result of drift, and what that takes is collected, too; its Regions are read unless --regions names others',
    input:
      'What `holdfast baseline` recorded: each difference of the account from it fails, too. Its Regions are read unless `regions` names others.',
    takers: ['check', 'collect', 'action'],
    read: as.optionalPath,
  },
  former: {
    value: 'file',
    many: 'repeated',
    help: 'a baseline or saved inventory of before: it tells what the sources of restored tables were that are gone',
    input:
      'Baselines or saved inventories of before, one a line: they tell what the sources of restored tables were that are gone.',
    takers: ['check', 'fix', 'action'],
    read: as.paths,
  },
  'drift-history': {
    value: 'source',
    many: 'repeated',
    help: 'where CloudTrail events come from: lookup, none, a log file or folder, s3://BUCKET/PREFIX or athena:DATABASE.TABLE; default: lookup, and none with --inventory',
    takers: ['drift'],
    read: as.historyWords,
  },
  since: {
    value: 'duration',
    help: 'look this far back for what was switched off and on again, or deleted by hand, such as 90d; default: since the baseline',
    takers: ['drift'],
    read: as.optionalDuration,
  },
  config: {
    value: 'file',
    help: 'settings of the repository; default: holdfast.yaml, where there is one',
    input: 'Settings of the repository: whose changes are meant. Default: `holdfast.yaml`, where there is one.',
    takers: ['check', 'drift', 'action'],
    read: as.configFile,
  },
  'schedule-report': {
    value: 'format',
    fallback: 'text',
    help: 'text or json',
    takers: ['schedule'],
    read: as.wordOf<'text' | 'json'>(['text', 'json']),
  },
  port: {
    value: 'n',
    fallback: '0',
    help: 'port of the loopback address; 0 takes a free one',
    takers: ['simulate'],
    read: as.wholeNumber(0, 65_535),
  },
  scenario: {
    value: 'file',
    help: 'the state to start with; default: empty accounts; demo: the estate of the demo',
    takers: ['simulate'],
    read: as.optionalPath,
  },
  'working-directory': {
    value: 'path',
    fallback: '.',
    help: '',
    input:
      'Folder of the checkout in which the files and folders that the other inputs name are looked up, `policies` and `holdfast.yaml` too. What is reported names them from the root of the checkout; `output-dir` is not moved.',
    takers: ['action'],
    read: as.text,
  },
  reports: {
    value: 'formats',
    fallback: 'json,sarif,markdown',
    help: '',
    input: `Report files to write, separated by commas: ${as.REPORT_FORMATS.map((format) => `\`${format}\``).join(', ')}.`,
    takers: ['action'],
    read: as.reportFormats,
  },
  'output-dir': {
    value: 'path',
    help: 'where the report files go; default: the current folder',
    input:
      "Where the report files go. Default: a folder of this step's own in the runner's temporary folder; the outputs name the files.",
    takers: ['demo', 'action'],
    read: as.optionalText,
  },
  annotations: {
    value: 'n',
    fallback: '10',
    help: '',
    input: 'Most annotations of one kind; GitHub shows ten of each kind a step. `0`: none.',
    takers: ['action'],
    read: as.wholeNumber(0, 50),
  },
  mode: {
    value: 'mode',
    help: '',
    input:
      '`pull-request` comments, `scan` keeps the issue. Default: by the event, `pull-request` for `pull_request` and for a `workflow_run` of one.',
    takers: ['action'],
    read: as.optionalWordOf(MODES),
  },
  comment: {
    value: 'when',
    fallback: 'never',
    help: '',
    input:
      'One comment on the pull request, kept up to date: `never`, `on-failure` or `always`. With `on-failure` it begins with the first failure, and says so when that is resolved. Needs `pull-requests: write`.',
    takers: ['action'],
    read: as.wordOf(['never', 'on-failure', 'always']),
  },
  'comment-header': {
    value: 'text',
    fallback: 'default',
    help: '',
    input: 'Sets the comment and the issue of several jobs apart: each header has its own.',
    takers: ['action'],
    read: as.commentHeader,
  },
  category: {
    value: 'text',
    help: '',
    input:
      'Category of the SARIF file: code scanning keeps the alerts of each apart. Default: `holdfast/COMMENT-HEADER/`.',
    takers: ['action'],
    read: as.category,
  },
  issue: {
    value: 'when',
    fallback: 'never',
    help: '',
    input:
      'One issue, kept up to date by scans: `never` or `on-failure`. Opened when a scan fails, closed when one passes. Needs `issues: write`.',
    takers: ['action'],
    read: as.wordOf(['never', 'on-failure']),
  },
  token: {
    value: 'token',
    fallback: `\${{ github.token }}`,
    help: '',
    input: 'What comments and issues are written with.',
    takers: ['action'],
    read: as.token,
  },
  'job-summary': {
    fallback: 'true',
    help: '',
    input: 'With `false`, nothing is written to the job summary.',
    takers: ['action'],
    read: as.flag,
  },
} as const satisfies Record<string, OptionSpec<unknown>>;

export type OptionKey = keyof typeof OPTIONS;

/** What a command gets: the value of each option that it takes, by the option's name. */
export type Options<T extends Taker> = {
  readonly [K in OptionKey as T extends (typeof OPTIONS)[K]['takers'][number] ? K : never]: ReturnType<
    (typeof OPTIONS)[K]['read']
  >;
};

/** Two commands may know different options by one name. */
const SHOWN_NAMES: Partial<Record<OptionKey, string>> = {
  'schedule-report': 'report',
  'frameworks-report': 'report',
  'restores-report': 'report',
  'baseline-output': 'output',
  'import-output': 'output',
  'recorded-baseline': 'baseline',
  'drift-history': 'history',
  'history-inventory': 'inventory',
  'history-to-read': 'history',
  'athena-print': 'print',
  'athena-logs': 'logs',
  'athena-name': 'name',
  'athena-organization': 'organization',
  'athena-regions': 'regions',
  'athena-accounts': 'account',
  'trusting-account': 'account',
  'permissions-format': 'format',
  'ledger-to-update': 'ledger',
};

export interface NamedOption {
  readonly key: OptionKey;
  readonly name: string;
  readonly spec: OptionSpec<unknown>;
}

export function optionsOf(taker: Taker): readonly NamedOption[] {
  return (Object.keys(OPTIONS) as OptionKey[]).flatMap((key) => {
    const spec: OptionSpec<unknown> = OPTIONS[key];
    return spec.takers.includes(taker) ? [{ key, name: SHOWN_NAMES[key] ?? key, spec }] : [];
  });
}

/**
 * Words → values, for one taker. `wordsOf` gives the words of an option, none when it was left out; `labelOf` how the
 * user knows it; `placed` where the paths among them lie, which is as they are given if it is left out.
 */
export function readOptions<T extends Taker>(
  taker: T,
  wordsOf: (option: NamedOption) => readonly string[],
  labelOf: (option: NamedOption) => string,
  placed: as.Placed = (path) => path,
): Options<T> {
  const values = optionsOf(taker).map((option) => {
    const words = wordsOf(option);
    const { fallback } = option.spec;
    const given = words.length === 0 && fallback !== undefined ? [fallback] : words;
    return [option.key, option.spec.read(given, labelOf(option), placed)] as const;
  });
  // The mapped type says of each key what its `read` returns, which is what stands in the list.
  return Object.fromEntries(values) as Options<T>;
}
