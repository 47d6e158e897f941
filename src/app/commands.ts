import type { ExitCode } from './exit/exit-codes.ts';
import type { Host } from './host/host.ts';
import type { CommandName, Options } from './options/options.ts';

export type Command<N extends CommandName> = (options: Options<N>, host: Host) => Promise<ExitCode>;

interface CommandSpec<N extends CommandName> {
  /** One line of the program's help. */
  readonly summary: string;
  /** What the command's own help says after the summary. */
  readonly details?: string;
  /** Each a command line and what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Loaded when it is run: no other command's code is, above all no AWS client for what needs none. */
  readonly load: () => Promise<Command<N>>;
}

export const COMMANDS: { readonly [N in CommandName]: CommandSpec<N> } = {
  check: {
    summary: 'judge the tables of an account, or of a saved inventory, by policies',
    details:
      'Exit code 0: compliant. 1: something at or above --fail-on fails. 2: wrong usage or policy, or nothing of AWS could be read; nothing was written. 3: nothing fails, but something needed is unknown, or no table was judged (--allow-empty accepts that).',
    examples: [
      ['holdfast check', 'the policies in policies/, the account and Region of the AWS settings'],
      ['holdfast check --regions all --report text --report json=report.json', 'every enabled Region, two reports'],
      ['holdfast check --inventory estate.json.gz --fail-on high', 'a saved inventory, serious failures only'],
      ['holdfast check --terraform-plan plan.json', 'the account as it will be after `terraform apply`'],
      [
        'holdfast check --inventory estate.json --cloudformation backup.yaml',
        'a saved inventory, after a stack is deployed',
      ],
      ['holdfast check --change-set changes.json', 'the account after what CloudFormation itself worked out'],
      ['holdfast check --ledger restores.jsonl', 'with restores that AWS has forgotten'],
      ['holdfast check --baseline holdfast.lock.json --history lookup', 'what drifted, too, and who made each change'],
    ],
    load: async () => (await import('./commands/check.ts')).check,
  },
  collect: {
    summary: 'save the facts that the policies need, judge nothing',
    details:
      'Exit code 0: all of them. 2: wrong usage, or nothing of AWS could be read. 3: saved, but some could not be read.',
    examples: [
      ['holdfast collect --output estate.json.gz', 'the account and Region of the AWS settings'],
      ['holdfast collect --regions eu-west-1,us-east-1 --output estate.json', 'two Regions'],
    ],
    load: async () => (await import('./commands/collect.ts')).collect,
  },
  validate: {
    summary: 'check policy files, and backup policies of AWS Organizations: every mistake at once, with positions',
    examples: [
      ['holdfast validate', 'all files in policies/'],
      ['holdfast validate policies/payments.yaml', 'one file'],
    ],
    load: async () => (await import('./commands/validate.ts')).validate,
  },
  test: {
    summary: 'run policy tests: an estate, and the results that judging it must give',
    details:
      'Reads files that end in .test.yaml; docs/testing.md has their format. No call to AWS: the estate is a saved inventory, or a scenario that runs in the embedded AWS. Exit code 0: all came as expected. 1: something did not. 2: wrong usage, test or policy.',
    examples: [
      ['holdfast test', 'all tests in policies/'],
      ['holdfast test policies/payments.test.yaml', 'one file'],
    ],
    load: async () => (await import('./commands/test.ts')).test,
  },
  explain: {
    summary: 'the page of a control, or why a table is covered by backup plans, or not',
    examples: [
      ['holdfast explain backup-frequency', 'what the control asks, and what it reads'],
      [
        'holdfast explain payments-orders --inventory estate.json',
        'plan, rule, selection and clause that cover the table',
      ],
    ],
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  schedule: {
    summary: 'next runs and longest gap of an AWS schedule',
    examples: [
      ['holdfast schedule "cron(0 5 ? * MON-FRI *)"', 'in UTC'],
      [
        'holdfast schedule "cron(30 2 ? * * *)" --timezone Europe/Berlin --start-window 60',
        'in a zone with summer time',
      ],
    ],
    load: async () => (await import('./commands/schedule.ts')).schedule,
  },
  restores: {
    summary: 'how long restores take: per table and per policy, against the RTO',
    details:
      'Shows what was measured; `check` judges it. Exit code 3: something that tells of restores could not be read. Failed, aborted and running restores are shown and not counted. Quantiles interpolate linearly (type 7 of Hyndman and Fan).',
    examples: [
      ['holdfast restores --ledger restores.jsonl', 'restores that AWS lists, and those that the ledger remembers'],
      [
        'holdfast restores --ledger restores.jsonl --inventory estate.json.gz --report markdown=restores.md',
        'without a call to AWS, as a Markdown file',
      ],
    ],
    load: async () => (await import('./commands/restores.ts')).restores,
  },
  'history update': {
    summary: 'record restores in a ledger, before AWS forgets them',
    details:
      'AWS lists restore jobs for about 30 days, so run it at least that often. Restores that are over and not yet in the ledger are added; what it holds is verified first. Exit code 0: recorded. 2: the ledger is broken, or wrong usage; nothing was written. 3: recorded, but something that tells of restores could not be read.',
    examples: [
      ['holdfast history update --ledger restores.jsonl', 'the account and Region of the AWS settings'],
      ['holdfast history update --ledger restores.jsonl --regions all', 'every enabled Region'],
      ['holdfast history update --ledger restores.jsonl --inventory estate.json.gz', 'without a call to AWS'],
    ],
    load: async () => (await import('./commands/history-update.ts')).historyUpdate,
  },
  'history athena-table': {
    summary: 'print the definition of an Athena table over CloudTrail logs',
    details:
      'Prints SQL; nothing is run. Partitions are projected, so that none is added by hand and --history athena:DATABASE.TABLE reads the days it needs only.',
    examples: [
      ['holdfast history athena-table --print --logs s3://trail-bucket', 'logs of one account or more in one bucket'],
      [
        'holdfast history athena-table --print --logs s3://trail-bucket/logs --organization o-abc123def4 --name audit.cloudtrail',
        'a trail of an organization',
      ],
    ],
    load: async () => (await import('./commands/history-athena-table.ts')).historyAthenaTable,
  },
  fix: {
    summary: 'print what fixes the failing results: AWS CLI, CloudFormation or Terraform',
    details:
      'Prints; changes nothing. What takes something away, cannot be undone or is a choice is printed as a comment, and so is what could not be read. With --table, what a restored table still lacks; with --plan-for, a runbook for a restore that is not needed yet.',
    examples: [
      ['holdfast fix > fix.sh', 'the failing results of a check; read it, then: bash fix.sh'],
      ['holdfast fix --table payments-orders-restored', 'what puts the settings of a restored table back'],
      ['holdfast fix --table payments-orders-restored --format terraform', 'the same, with the block that imports it'],
      ['holdfast fix --plan-for payments-orders > restore-payments-orders.sh', 'a restore runbook, before the bad day'],
    ],
    load: async () => (await import('./commands/fix.ts')).fix,
  },
  merge: {
    summary: 'merge the JSON reports of several runs',
    details:
      'Each answer counts once; of two different answers to the same question the more serious one counts. A shard whose report is missing is unknown. Exit codes are those of `check`.',
    examples: [
      ['holdfast merge reports/', 'every report in a folder, as text'],
      [
        'holdfast merge shard-1.json shard-2.json --report json=all.json --report html=all.html',
        'two reports, in two formats',
      ],
    ],
    load: async () => (await import('./commands/merge.ts')).merge,
  },
  permissions: {
    summary: 'the least-privilege IAM policy for exactly these policies',
    details:
      'Prints what `check` takes, and what the commands of --also and the sources of --history take beyond it. Whoever reads other accounts gets a statement for their roles. With --trust, who may take the role: workflows of one repository on GitHub, by OpenID Connect.',
    examples: [
      ['holdfast permissions > holdfast-reader.json', 'for the policies in policies/'],
      [
        'holdfast permissions --trust github:octo-org/payments --format cloudformation > reader.yaml',
        'the role, for the workflows of a repository',
      ],
      ['holdfast permissions --also drift --history lookup', 'for baseline and drift, too'],
      ['holdfast permissions --organization --history s3://trail-bucket', 'for the caller who reads an organization'],
    ],
    load: async () => (await import('./commands/permissions.ts')).permissions,
  },
  init: {
    summary: 'write a starter policy and a workflow',
    details: 'Into policies/ and .github/workflows/ of the current folder. What is there already stays as it is.',
    examples: [['holdfast init', 'in the folder of a repository']],
    load: async () => (await import('./commands/init.ts')).init,
  },
  doctor: {
    summary: 'say what works before the first check: versions, proxy, policies, credentials, Regions, rights',
    details:
      'Reads what a check by these policies reads, judges nothing and writes nothing. Exit code 0: all works. 2: the policies are wrong, or nothing of AWS could be read. 3: something could not be read.',
    examples: [
      ['holdfast doctor', 'the policies in policies/, the account and Region of the AWS settings'],
      ['holdfast doctor --profile audit --regions eu-west-1,us-east-1', 'another profile, two Regions'],
    ],
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  completion: {
    summary: 'print what a shell reads to complete commands and options',
    examples: [
      ['holdfast completion bash > ~/.local/share/bash-completion/completions/holdfast', 'for bash'],
      ['holdfast completion fish > ~/.config/fish/completions/holdfast.fish', 'for fish'],
    ],
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  schema: {
    summary: 'print a JSON Schema',
    examples: [['holdfast schema policy > schemas/policy.schema.json', 'for editors']],
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  evidence: {
    summary: 'verify an evidence pack, without AWS',
    details:
      'Hashes, the chain of the ledger, and the same reports from the same facts, byte by byte. Exit code 0: whole. 1: something differs, and is named.',
    examples: [['holdfast evidence pack/', 'the folder that holdfast check --evidence pack/ wrote']],
    load: async () => (await import('./commands/evidence.ts')).evidence,
  },
  frameworks: {
    summary: 'which controls give evidence for which requirement of a compliance framework, and how far',
    details:
      'full: the control tests the whole technical demand; part: some of it; supports: it corroborates what somebody else must show. The mapping is suggested, until your auditor has seen it.',
    examples: [
      ['holdfast frameworks', 'all of them, with their ids'],
      ['holdfast frameworks dora', 'one, requirement by requirement'],
      ['holdfast frameworks nist-800-53-r5 --report json', 'for other tools'],
    ],
    load: async () => (await import('./commands/frameworks.ts')).frameworks,
  },
  import: {
    summary: 'drafts of policies from what other tools ask: Audit Manager, AWS Config, cloud-custodian, Resilience Hub',
    details:
      'Each line says where it is from; what could not be carried over stands in the drafts and on stderr, with the reason. docs/import.md says what is read. No call to AWS. Exit code 0: read, whatever was carried over. 2: a file is for none of these tools, or broken; nothing is written.',
    examples: [
      ['holdfast import conformance-pack.yaml > policies/pack.yaml', 'a conformance pack of AWS Config'],
      ['holdfast import framework.json custodian.yml --output policies/imported.yaml', 'several files at once'],
    ],
    load: async () => (await import('./commands/import.ts')).importPolicies,
  },
  baseline: {
    summary: 'record plans, vaults, settings and tables for review in Git',
    details:
      'The file is sorted and stable: it changes where the account does. What could not be read is recorded as unknown, with its reason, and exit code 3; a file that records more stays as it is.',
    examples: [
      ['holdfast baseline', 'writes holdfast.lock.json, for the account and Region of the AWS settings'],
      ['holdfast baseline --regions eu-west-1,eu-central-1 --output payments.lock.json', 'two Regions, another name'],
    ],
    load: async () => (await import('./commands/baseline.ts')).baseline,
  },
  drift: {
    summary: 'compare the account with its baseline, and name who made each change',
    details:
      'Reads the Regions of the baseline unless --regions says otherwise. What weakens the protection is of high severity, all else of low. Exit code 0: no drift. 1: drift at or above --fail-on. 2: wrong usage, or no baseline. 3: no such drift, but something is unknown. Actors whose changes are meant are named in holdfast.yaml: drift: { expectedActors: [deploy] }.',
    examples: [
      ['holdfast drift', 'against holdfast.lock.json, with the events of the last 90 days'],
      ['holdfast drift --history logs/ --since 90d', 'events from log files; what was off for a while, too'],
      [
        'holdfast drift --fail-on high --report text --report json=drift.json',
        'only what weakens the protection fails',
      ],
    ],
    load: async () => (await import('./commands/drift.ts')).drift,
  },
  simulate: {
    summary: 'run the embedded AWS until it is interrupted',
    examples: [
      ['holdfast simulate --port 4599', 'empty accounts, on a port of your choice'],
      ['holdfast simulate --scenario demo', 'the estate of the demo'],
    ],
    load: async () => (await import('./commands/simulate.ts')).simulate,
  },
  demo: {
    summary: 'the main job on the embedded AWS, no account needed',
    details: 'Leaves holdfast-report.json, .sarif and .md in the current folder, or in --output-dir.',
    examples: [['holdfast demo', 'judges the estate of the demo']],
    load: async () => (await import('./commands/demo.ts')).demo,
  },
};
