import { causesOf } from '../../src/evaluate/causes.ts';
import type { ControlInfo } from '../../src/model/control-info.ts';
import { REPORT_SCHEMA, type Report } from '../../src/model/report.ts';
import { type Result, type ResultPolicy, type ResultResource, STATUSES } from '../../src/model/result.ts';

export const FALLBACK = { file: 'policies/baseline.yaml', line: 1, column: 1 };

export function table(name: string, region = 'eu-west-1', account = '111122223333'): ResultResource {
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
  return { type: 'AWS::DynamoDB::Table', arn, name, account, region };
}

function policy(path: string, line: number): ResultPolicy {
  return { name: 'payments-gold', file: 'policies/payments.yaml', line, column: 7, path };
}

let serial = 0;

/** Renderers take any id: a report may come from a newer version. */
export type ResultChange = Omit<Partial<Result>, 'control' | 'follows'> & {
  readonly control?: string;
  readonly follows?: string;
};

/** A passing result of `backup-frequency` on `orders`, with what a test says instead. */
export function result(change: ResultChange = {}): Result {
  serial += 1;
  return {
    control: 'backup-frequency',
    status: 'pass',
    severity: 'high',
    policy: policy('backup.objectives[0].frequency', 17),
    resource: table('orders'),
    message: 'longest gap between scheduled backups is 24 h; policy asks for 24 h',
    because: [],
    subjects: [],
    fingerprint: `fingerprint-${String(serial).padStart(5, '0')}`,
    ...change,
  } as Result;
}

/** A report whose summary is counted from its results. */
export function report(results: readonly Result[], change: Partial<Report> = {}): Report {
  const [pass = 0, fail = 0, unknown = 0, notApplicable = 0, waived = 0] = STATUSES.map(
    (status) => results.filter((one) => one.status === status).length,
  );
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'holdfast', version: '0.1.0' },
    takenAt: '2026-11-22T08:00:00.000Z',
    conclusion: fail > 0 ? 'noncompliant' : unknown > 0 ? 'undetermined' : 'compliant',
    scopes: [{ partition: 'aws', account: '111122223333', region: 'eu-west-1' }],
    summary: {
      tables: new Set(results.map((one) => one.resource.arn)).size,
      pass,
      fail,
      unknown,
      notApplicable,
      waived,
    },
    causes: causesOf(results),
    results,
    unmatchedTables: [],
    restores: [],
    apiCalls: { total: 0, byOperation: {} },
    warnings: [],
    ...change,
  };
}

const denied = {
  reason: 'denied',
  permission: 'backup:GetBackupPlan',
  detail: 'the plan weekly could not be read',
} as const;

/** Every kind of result and every section, small enough to read. */
export function mixedReport(): Report {
  const orders = table('payments-orders');
  const refunds = table('payments-refunds');
  const ledger = table('payments-ledger');
  const audit = table('payments-audit');
  const archive = table('payments-archive');
  const restored = table('payments-orders-restored-2026-11-20');
  const results: readonly Result[] = [
    result({
      status: 'fail',
      severity: 'critical',
      resource: orders,
      expected: { frequencyMinutes: 1440 },
      actual: { worstCaseMinutes: 4800, scheduleGapMinutes: 4320, startWindowMinutes: 480 },
      message: 'longest gap between scheduled backups is 3 d; policy asks for 24 h',
      because: [
        'plan daily › rule weekdays: cron(0 5 ? * MON-FRI *) UTC, longest gap 72 h (Fri 05:00 → Mon 05:00), start window 480 min (AWS default)',
        'plan daily › selection tier-gold › condition aws:ResourceTag/tier StringEquals gold covers arn:aws:dynamodb:eu-west-1:111122223333:table/payments-orders',
      ],
      fingerprint: 'fp-orders-frequency',
    }),
    result({
      control: 'backup-rpo',
      status: 'pass',
      resource: orders,
      policy: policy('backup.objectives[0].rpo', 18),
      message: 'worst-case RPO is 30 h; policy asks for 32 h',
      because: ['plan daily › rule nightly: longest gap 24 h, start window 360 min'],
      fingerprint: 'fp-orders-rpo',
    }),
    result({
      control: 'plan-coverage',
      status: 'fail',
      resource: refunds,
      policy: policy('backup', 14),
      message: 'no rule of a live plan selects the table; policy asks for backups',
      because: [
        'plan daily › selection tier-gold › condition aws:ResourceTag/tier StringEquals gold: the table has no tag tier',
      ],
      fingerprint: 'fp-refunds-coverage',
    }),
    ...(['backup-frequency', 'copy-coverage', 'backup-retention'] as const).map((control) =>
      result({
        control,
        status: 'fail',
        severity: control === 'copy-coverage' ? 'critical' : 'high',
        resource: refunds,
        message: 'no rule selects the table',
        follows: 'plan-coverage',
        fingerprint: `fp-refunds-${control}`,
      }),
    ),
    result({
      control: 'restored-time-to-live',
      status: 'fail',
      severity: 'low',
      resource: restored,
      policy: policy('restore.settings.timeToLive', 52),
      expected: { attribute: 'expiresAt' },
      actual: { status: 'DISABLED' },
      message: 'time to live is off; policy asks for the setting of payments-orders: on, attribute expiresAt',
      because: ['restore job 2F0E8F9A-1B2C made the table on 2026-11-20T03:12:09.000Z from payments-orders'],
      fingerprint: 'fp-restored-ttl',
    }),
    ...[ledger, audit].flatMap((resource) =>
      (['plan-coverage', 'backup-frequency', 'backup-retention'] as const).map((control) =>
        result({
          control,
          status: 'unknown',
          resource,
          message: 'a plan that may select the table could not be read',
          unknown: denied,
          ...(control === 'plan-coverage' ? {} : { follows: 'plan-coverage' }),
          fingerprint: `fp-${resource.name}-${control}`,
        }),
      ),
    ),
    result({
      control: 'restore-time',
      status: 'unknown',
      severity: 'high',
      resource: ledger,
      policy: policy('restore.rto', 40),
      message: 'RTO unproven: 1 restore measured in 180 d; policy asks for 3',
      because: ['restore job 7C11 took 31 min'],
      unknown: { reason: 'too-few-samples', detail: '2 more completed restores of the table would settle it' },
      fingerprint: 'fp-ledger-restore-time',
    }),
    result({
      control: 'copy-frequency',
      status: 'waived',
      severity: 'medium',
      resource: archive,
      message: 'longest gap between copies is 7 d; policy asks for 24 h',
      waiver: { until: '2027-01-31', reason: 'moved to cold archive, see OPS-1432', approvedBy: 'platform-oncall' },
      fingerprint: 'fp-archive-copy',
    }),
    ...['payments-fees', 'payments-fx'].map((name) =>
      result({ resource: table(name), fingerprint: `fp-${name}`, because: ['plan daily › rule nightly'] }),
    ),
    result({
      control: 'cold-storage',
      status: 'not-applicable',
      severity: 'low',
      resource: table('payments-tmp'),
      message: 'the rule keeps points for 7 d; AWS moves none that young to cold storage',
      fingerprint: 'fp-tmp-cold',
    }),
  ];
  return report(results, {
    unmatchedTables: [table('sessions').arn, table('scratch').arn],
    restores: [
      {
        table: orders.arn,
        samples: 7,
        meanMinutes: 31.25,
        p50Minutes: 28,
        p95Minutes: 240.4,
        maxMinutes: 258,
        latestMinutes: 30,
        rtoMinutes: 240,
        samplesFrom: ['restore-job', 'cloudtrail'],
      },
    ],
    apiCalls: { total: 41, byOperation: { 'backup:ListBackupPlans': 1, 'backup:GetBackupPlan': 2 } },
    warnings: [
      {
        kind: 'missing-vault',
        account: '111122223333',
        region: 'eu-west-1',
        plan: 'daily',
        rule: 'nightly',
        detail: 'vault gone does not exist, so every job of the rule fails',
      },
    ],
  });
}

function info(id: string, title: string, severity: ControlInfo['severity']): ControlInfo {
  return {
    id,
    title,
    description: `${title}. Unknown while a plan cannot be read.`,
    remediation: 'Add a rule or a selection that meets the policy.',
    severity,
    docsUrl: `https://example.com/docs/controls.md#${id}`,
  };
}

export const CONTROLS: readonly ControlInfo[] = [
  info('plan-coverage', 'A rule of a live plan selects the table', 'high'),
  info('backup-frequency', 'The longest gap between scheduled backups is short enough', 'high'),
  info('backup-retention', 'Rules keep recovery points long enough', 'high'),
  info('copy-coverage', 'A copy is configured and able to work', 'high'),
  info('copy-frequency', 'The longest gap between copies is short enough', 'medium'),
  info('restored-time-to-live', 'The restored table has its time to live', 'medium'),
  info('restore-time', 'Restores are measured and meet the RTO', 'high'),
];

/** What an account or a policy file may hold to fool a reader or a renderer. */
export const HOSTILE = {
  ansi: '\u001b[2J\u001b[31mPASS\u001b[0m',
  c1: '\u009b31mred',
  bidi: 'orders\u202e5202-dekcol\u2066',
  zeroWidth: 'pay\u200bments\ufeff',
  tagCharacters: 'ok\u{e0041}\u{e0042}',
  newlines: 'first\r\n  PASS  everything\nlast\u2028next',
  mention: '@octo-org/security and @admin, fixes #1 and GH-12, octo/repo#7',
  link: '[click](https://evil.example) https://evil.example www.evil.example',
  html: '<img src=x onerror="alert(1)"> </details><!-- --> \'quoted\' & &amp;',
  table: 'a | b || c \\| d `code` ``` $\\alpha$',
  emphasis: '*bold* _under_ ~~gone~~ # heading',
  emoji: ':white_check_mark: passed',
  command: '::error file=a,line=1::100%25 done: a,b',
  formula: '=HYPERLINK("https://evil.example","x")',
} as const;

/** Hostile text in every place that a report takes from outside. */
export function hostileReport(): Report {
  const results = Object.entries(HOSTILE).flatMap(([kind, text]) => [
    result({
      status: 'fail',
      resource: { ...table(`t-${kind}`), name: `${kind} ${text}` },
      policy: { ...policy('backup', 3), name: text, file: `policies/${kind}.yaml` },
      message: text,
      because: [text],
      fingerprint: `fp-${kind}-fail`,
    }),
    result({
      status: 'unknown',
      resource: { ...table(`u-${kind}`), name: `${kind} ${text}` },
      message: text,
      unknown: { reason: 'denied', permission: `allow ${text}`, detail: text },
      template: { file: `templates/${text}`, line: 3, column: 1 },
      fingerprint: `fp-${kind}-unknown`,
    }),
    result({
      status: 'waived',
      resource: { ...table(`w-${kind}`), name: `${kind} ${text}` },
      waiver: { until: '2027-01-31', reason: text, approvedBy: text },
      fingerprint: `fp-${kind}-waived`,
    }),
  ]);
  return report(results, {
    unmatchedTables: Object.values(HOSTILE),
    warnings: Object.values(HOSTILE).map((text) => ({
      kind: 'plan-without-selection',
      account: text,
      region: text,
      plan: text,
      rule: text,
      selection: text,
      detail: text,
    })),
    restores: Object.values(HOSTILE).map((text) => ({
      table: `arn:aws:dynamodb:eu-west-1:111122223333:table/${text}`,
      samples: 1,
      meanMinutes: 30,
      p50Minutes: 30,
      p95Minutes: 30,
      maxMinutes: 30,
      latestMinutes: 30,
      samplesFrom: ['ledger'],
    })),
    policyChange: {
      base: Object.values(HOSTILE),
      requirements: Object.values(HOSTILE).map((text) => ({
        change: 'lost',
        control: text,
        before: text,
        tables: [`arn:aws:dynamodb:eu-west-1:111122223333:table/${text}`],
        failing: [],
      })),
      fingerprints: [],
    },
    preview: {
      sources: Object.values(HOSTILE),
      alone: false,
      changes: Object.values(HOSTILE).map((text) => ({ address: text, type: text, action: 'create' })),
      new: [],
      newUnknown: [],
      fixed: [],
      unchanged: [],
      sentences: Object.values(HOSTILE),
      notes: Object.values(HOSTILE),
    },
    scopes: [{ partition: 'aws', account: HOSTILE.html, region: HOSTILE.table }],
  });
}
