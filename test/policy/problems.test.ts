import { describe, expect, it } from 'vitest';
import { listed, load, loadOne } from './loading.ts';

/** Bad text in, exact problems out. The text goes below a header of three lines. */
const ROWS: readonly (readonly [name: string, below: string, problems: readonly string[]])[] = [
  [
    'a misspelt key is one problem, though the right key is missing too',
    'backup:\n  objectives:\n    - frequencey: 24h\n      retention: 35d',
    [
      '6:7 unknown key "frequencey" in backup.objectives[0], expected frequency, rpo, retention or coldAfter | did you mean `frequency`?',
    ],
  ],
  [
    'a key in the wrong place is told where it belongs',
    'backup:\n  rto: 4h',
    [
      '5:3 unknown key "rto" in backup, expected objectives, maximumRetention, copies, recoveryPoints, vault or pointInTimeRecovery | `rto` is a key of `restore`',
    ],
  ],
  [
    'a key that is like no other is told without a guess',
    'zebra: 1',
    [
      '4:1 unknown key "zebra", expected apiVersion, kind, name, description, extends, tables, backup, restore, settings, frameworks, severity or waivers',
    ],
  ],
  [
    'the table itself has no source to be like',
    'settings:\n  deletionProtection: same-as-source\n  tags: same-as-source\n  globalSecondaryIndexes: same-as-source\n  timeToLive: on',
    [
      '5:23 expected enabled or disabled, found "same-as-source"',
      '6:9 expected a map of tag keys and values, found "same-as-source"',
      '7:27 expected a list of index names such as [by-day], found "same-as-source"',
      '8:15 expected disabled or a map with attribute, found "on"',
    ],
  ],
  [
    'settings of the table itself that nothing can meet',
    'settings: { pointInTimeRecovery: { window: 40d }, autoScaling: { read: { min: 9, max: 5 } } }',
    ['4:44 expected a window of 1 to 35 whole days, found 40d', '4:87 expected a max of at least the min 9, found 5'],
  ],
  [
    'a duplicate key is told at the second',
    'backup: {}\nbackup: {}',
    ['5:1 duplicate key "backup"; the first is on line 4'],
  ],
  [
    'a duration in words',
    'restore: { rto: 4 hours }',
    ['4:17 expected a duration such as 4h, found "4 hours" | did you mean `4h`?'],
  ],
  [
    'a duration without a unit',
    'restore: { rto: 4 }',
    ['4:17 expected a duration such as 4h, found the number 4 | a duration has a unit: 4m, 4h, 4d or 4w'],
  ],
  [
    'a duration in capitals',
    'restore: { rto: 4H }',
    ['4:17 expected a duration such as 4h, found "4H" | did you mean `4h`?'],
  ],
  [
    'a duration in months',
    'restore: { rto: P1M }',
    [
      '4:17 expected a duration such as 4h, found "P1M" | months and years have no fixed length: write days, such as 365d',
    ],
  ],
  [
    'a duration in ISO weeks',
    'restore: { rto: P2W }',
    ['4:17 expected a duration such as 4h, found "P2W" | did you mean `2w`?'],
  ],
  [
    'a duration of zero',
    'restore: { rto: 0h }',
    ['4:17 expected a duration such as 4h, found "0h" | a duration is longer than zero and at most 36500d'],
  ],
  [
    'a duration beyond a hundred years',
    'restore: { rto: 36501d }',
    ['4:17 expected a duration such as 4h, found "36501d" | a duration is longer than zero and at most 36500d'],
  ],
  [
    'a key without a value is told at the key',
    'restore:\n  rto:',
    ['5:3 expected a duration such as 4h, found nothing'],
  ],
  [
    'a text where a list belongs',
    'tables:\n  names: orders-*',
    [
      '5:10 expected a list of table names such as ["payments-*"], found "orders-*" | a list has brackets: ["orders-*"]',
    ],
  ],
  [
    'a list where a map belongs',
    'backup: []',
    [
      '4:9 expected a map with objectives, maximumRetention, copies, recoveryPoints, vault or pointInTimeRecovery, found an empty list',
    ],
  ],
  [
    'an empty list of patterns, which would match nothing',
    'tables: { names: [] }',
    ['4:18 expected a list of table names such as ["payments-*"], found an empty list'],
  ],
  [
    'a table name that DynamoDB does not allow',
    'tables: { names: [a/b] }',
    [
      '4:19 expected a table name pattern of letters, digits, _ - . and the wildcards * ?, at most 255 long, found "a/b"',
    ],
  ],
  [
    'an account id that YAML takes for a number',
    'tables: { accounts: [111122223333] }',
    [
      '4:22 expected an account id of 12 digits in quotes, or a pattern of it such as "1111*", found the number 111122223333 | put it in quotes: "111122223333"',
    ],
  ],
  [
    'an account id whose zero YAML would lose',
    'backup: { copies: [{ region: eu-west-1, account: 012345678901 }] }',
    [
      '4:50 expected an account id of 12 digits in quotes, found the number 012345678901 | put it in quotes: "012345678901"',
    ],
  ],
  [
    'an account id that is too short',
    'backup: { copies: [{ region: eu-west-1, account: "1234" }] }',
    ['4:50 expected an account id of 12 digits in quotes, found "1234"'],
  ],
  [
    'a Region that is none',
    'backup: { copies: [{ region: Ireland }] }',
    ['4:30 expected a Region such as eu-west-1, found "Ireland"'],
  ],
  [
    'a copy without a Region',
    'backup:\n  copies:\n    - retention: 35d',
    ['6:7 backup.copies[0] has no `region` | such as region: eu-central-1'],
  ],
  [
    'an objective without both of its keys',
    'backup:\n  objectives:\n    - rpo: 35d',
    [
      '6:7 backup.objectives[0] has no `frequency` | such as frequency: 24h',
      '6:7 backup.objectives[0] has no `retention` | such as retention: 35d',
    ],
  ],
  [
    'a tag value that is no text',
    'tables: { tags: { on: [true, 1] } }',
    [
      '4:24 expected a tag value or a pattern of it, at most 256 characters, found true | put it in quotes: "true"',
      '4:30 expected a tag value or a pattern of it, at most 256 characters, found the number 1 | put it in quotes: "1"',
    ],
  ],
  [
    'a word that is nearly right',
    'backup: { vault: { lock: Complience } }',
    ['4:26 expected none, governance or compliance, found "Complience" | did you mean `compliance`?'],
  ],
  [
    'a key that is neither word nor ARN',
    'backup: { vault: { encryption: customer_managed } }',
    [
      '4:32 expected any, customer-managed or a KMS key or alias ARN such as arn:aws:kms:*:111122223333:alias/backup, found "customer_managed" | did you mean `customer-managed`?',
    ],
  ],
  [
    'a setting of the wrong form',
    'restore: { settings: { timeToLive: on } }',
    ['4:36 expected same-as-source, disabled or a map with attribute, found "on"'],
  ],
  [
    'a mistake inside the form that was meant',
    'restore: { settings: { autoScaling: { read: { mim: 3 } } } }',
    ['4:47 unknown key "mim" in restore.settings.autoScaling.read, expected min, max or target | did you mean `min`?'],
  ],
  [
    'a form that the setting does not have',
    'restore: { settings: { tags: [team] } }',
    ['4:30 expected same-as-source or a map of tag keys and values, found a list'],
  ],
  [
    'an unknown setting',
    'restore: { settings: { ttl: disabled } }',
    [
      '4:24 unknown key "ttl" in restore.settings, expected globalSecondaryIndexes, localSecondaryIndexes, billingMode, provisionedThroughput, encryption, autoScaling, iamPolicies, alarms, tags, stream, timeToLive, deletionProtection or pointInTimeRecovery',
    ],
  ],
  [
    'no samples',
    'restore: { measure: { samples: 0 } }',
    ['4:32 expected a whole number from 1 to 10000, found the number 0'],
  ],
  [
    'a statistic that is none',
    'restore: { measure: { statistic: P95 } }',
    ['4:34 expected mean, p50, p90, p95, p99, max or latest, found "P95" | did you mean `p95`?'],
  ],
  [
    'an unknown control with a severity',
    'severity: { backup-freqency: high }',
    ['4:13 unknown control "backup-freqency" | did you mean `backup-frequency`?'],
  ],
  [
    'an unknown severity',
    'severity: { backup-rpo: hihg }',
    ['4:25 expected low, medium, high or critical, found "hihg" | did you mean `high`?'],
  ],
  [
    'an rpo below the frequency',
    'backup: { objectives: [{ frequency: 24h, rpo: 12h, retention: 7d }] }',
    [
      '4:47 rpo 12h is shorter than the frequency 24h: backups that are on time would breach it | the RPO is the frequency and the time a run may start late',
    ],
  ],
  [
    'a retention below the frequency',
    'backup: { objectives: [{ frequency: 7d, retention: 2d }] }',
    ['4:52 retention 2d is shorter than the frequency 7d: there would be times without any backup'],
  ],
  [
    'a copy into a Region that does not exist',
    'backup: { copies: [{ region: eu-centrall-1, frequency: 7d, retention: 14d }, { region: zz-nowhere-9 }] }',
    [
      '4:30 eu-centrall-1 is not the name of a Region | did you mean `eu-central-1`?',
      '4:88 zz-nowhere-9 is not the name of a Region',
    ],
  ],
  [
    'a copy whose retention is below its frequency',
    'backup: { copies: [{ region: eu-west-1, frequency: 7d, retention: 2d }] }',
    ['4:67 retention 2d is shorter than the frequency 7d: there would be times without any backup'],
  ],
  [
    'a retention in hours',
    'backup: { objectives: [{ frequency: 12h, retention: 36h }] }',
    ['4:53 AWS Backup counts retention in whole days, found 36h'],
  ],
  [
    'cold storage too late for the retention',
    'backup: { objectives: [{ frequency: 1d, retention: 119d, coldAfter: 30d }] }',
    [
      '4:69 coldAfter 30d needs a retention of 120d or more, found 119d | AWS Backup keeps what it moved to cold storage for at least 90 days',
    ],
  ],
  [
    'a maximum below a retention',
    'backup: { maximumRetention: 30d, objectives: [{ frequency: 1d, retention: 35d }] }',
    ['4:29 maximumRetention 30d is shorter than the retention 35d that the policy asks for'],
  ],
  [
    'a recovery window beyond 35 days',
    'backup: { pointInTimeRecovery: { window: 36d } }',
    ['4:42 expected a window of 1 to 35 whole days, found 36d'],
  ],
  [
    'a recovery window in hours',
    'restore: { settings: { pointInTimeRecovery: { window: 36h } } }',
    ['4:55 expected a window of 1 to 35 whole days, found 36h'],
  ],
  [
    'a capacity whose min is above its max',
    'restore: { settings: { autoScaling: { read: { min: 9, max: 3 } } } }',
    ['4:60 expected a max of at least the min 9, found 3'],
  ],
  [
    'a waiver with everything wrong',
    'waivers:\n  - controls: [copy-frequencies]\n    until: 2027-02-29\n    reason: ""\n    approvedBy: " "',
    [
      '5:5 waivers[0] has no `tables`',
      '5:16 expected a control id, found "copy-frequencies" | did you mean `copy-frequency`?',
      '6:12 expected a date such as 2027-01-31, found "2027-02-29" | the calendar has no such day',
      '7:13 expected a reason, up to 2000 characters, found ""',
      '8:17 expected a name, up to 2000 characters, found " "',
    ],
  ],
  ['an alias without its anchor', 'tables: *all', ['4:9 no anchor &all before the alias *all']],
  [
    'a custom tag',
    'description: !!js/function "x"',
    ['4:28 unknown tag !!js/function; a policy has plain values only'],
  ],
  ['a key that reaches for the prototype', 'severity: { __proto__: low }', ['4:13 the key "__proto__" is not allowed']],
  [
    'a tab as indentation',
    'backup:\n\tvault: {}',
    ['5:1 YAML syntax: a tab is used as indentation | YAML is indented with spaces'],
  ],
  [
    'a bracket that is not closed',
    'tables: { names: ["a"\nbackup: {}',
    ['5:1 YAML syntax: a { or [ further up is not closed | close it, or indent what it holds'],
  ],
];

describe('a policy with a mistake', () => {
  it.each(ROWS)('%s', (_name, below, problems) => {
    const {
      policies,
      templates,
      problems: found,
    } = loadOne(`apiVersion: holdfast/v1\nkind: Policy\nname: orders\n${below}\n`);
    expect(listed(found)).toEqual(problems);
    expect([...policies, ...templates]).toEqual([]);
  });

  it('of twenty lines and five mistakes has five problems', () => {
    const text = `apiVersion: holdfast/v1
kind: Policy
name: orders
tables:
  names: ["orders-*"]
  regoins: [eu-west-1]
backup:
  objectives:
    - frequency: 24 hours
      retention: 35d
    - frequency: 31d
      retention: 7d
  pointInTimeRecovery:
    window: 40d
restore:
  rto: 4h
  settings:
    timeToLive: same-as-source
severity:
  backup-frequncy: critical
`;
    expect(listed(loadOne(text).problems).map((each) => each.split(' ')[0])).toEqual([
      '6:3',
      '9:18',
      '12:18',
      '14:13',
      '20:3',
    ]);
  });

  it('keeps the words of the validator to itself', () => {
    const below = ROWS.map(([, text]) => text);
    const messages = below.flatMap((text) => loadOne(`name: x\n${text}\n`).problems.map((each) => each.message));
    expect(messages.length).toBeGreaterThan(ROWS.length);
    expect(messages.filter((message) => /must |NOT have|additional propert/.test(message))).toEqual([]);
  });
});

describe('a document', () => {
  it.each([
    [
      'of another kind has one problem',
      'apiVersion: v1\nkind: Pod\nspec: {}\n',
      ['2:7 unknown kind: expected Policy, found "Pod"'],
    ],
    [
      'of another version has one problem',
      'apiVersion: holdfast/v2\nkind: Policy\nnews: 1\n',
      ['1:13 unknown apiVersion: this Holdfast knows holdfast/v1, found "holdfast/v2" | did you mean `holdfast/v1`?'],
    ],
    [
      'that is a list has one problem',
      '- a\n',
      ['1:1 expected a policy, a map with apiVersion, kind and name, found a list'],
    ],
    [
      'without a header is told what is missing',
      'tables: {}\n',
      [
        '1:1 the policy has no `apiVersion` | such as apiVersion: holdfast/v1',
        '1:1 the policy has no `kind` | such as kind: Policy',
        '1:1 the policy has no `name` | such as name: payments-gold',
      ],
    ],
    ['in YAML 1.1 is refused', '%YAML 1.1\n---\nname: x\n', ['1:1 expected YAML 1.2, found 1.1']],
    ['that is empty is a problem when it is all there is', '# nothing yet\n---\n', ['1:1 the file holds no policy']],
  ])('%s', (_name, text, problems) => {
    expect(listed(loadOne(text).problems)).toEqual(problems);
  });
});

describe('problems of several files', () => {
  it('are sorted by file, line and column, each with its line', () => {
    const bad = 'apiVersion: holdfast/v1\nkind: Policy\nname: a\nrestore: { rto: 1y, testedEvery: x }\n';
    const { problems } = load({ 'b.yaml': 'a: [1\n', 'a.yaml': bad });
    expect(problems.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
      'a.yaml:4:17',
      'a.yaml:4:34',
      'b.yaml:2:1',
    ]);
    expect(problems[0]?.sourceLine).toBe('restore: { rto: 1y, testedEvery: x }');
  });

  it('tell a name that two policies have at the second', () => {
    const text = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: {}\n';
    const { problems } = load({ 'a.yaml': text, 'b.yaml': `# another\n${text}` });
    expect(problems).toMatchObject([
      { file: 'b.yaml', line: 4, column: 7, message: 'the name "orders" is taken: a.yaml:3 has it' },
    ]);
  });

  it('keep the policies of the sound files', () => {
    const text = 'apiVersion: holdfast/v1\nkind: Policy\nname: orders\ntables: {}\n';
    const { policies, problems } = load({ 'a.yaml': 'a: b: c\n', 'b.yaml': text });
    expect(policies.map((policy) => policy.name)).toEqual(['orders']);
    expect(problems).toHaveLength(1);
  });
});
