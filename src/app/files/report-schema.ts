import { REPORT_SCHEMA } from '../../model/report.ts';
import { RESOURCE_TYPES, STATUSES } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { SUBJECT_TYPES } from '../../model/subject.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const minutes = { type: 'number', minimum: 0 } as const;
const instant = {
  type: 'string',
  format: 'date-time',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'ISO 8601 in UTC with milliseconds.',
} as const;
const tableArn = { type: 'string', description: 'ARN of a table.' } as const;
const facts = (description: string) => ({ type: 'object', description }) as const;

/** An object whose keys are all there, but for those in `optional`. Readers must bear keys that they do not know. */
function object<P extends object>(properties: P, optional: readonly (keyof P)[] = []) {
  const required = (Object.keys(properties) as (keyof P)[]).filter((key) => !optional.includes(key));
  return { type: 'object', required, properties } as const;
}

const list = <I extends object>(items: I) => ({ type: 'array', items }) as const;

const actor = object(
  {
    kind: { enum: ['user', 'role-session', 'sso-user', 'root', 'service', 'other-account', 'unknown'] },
    name: text,
    arn: text,
    account: text,
    role: text,
    invokedBy: text,
  },
  ['arn', 'account', 'role', 'invokedBy'],
);

const driftEvent = object(
  {
    id: { type: 'string', description: "CloudTrail's event id." },
    at: instant,
    source: text,
    name: { type: 'string', description: 'The API, such as UpdateBackupPlan.' },
    region: text,
    actor,
    sourceIp: text,
    userAgent: text,
    fromConsole: { type: 'boolean' },
    expected: { type: 'boolean', description: 'Absent when nobody is named as expected.' },
  },
  ['sourceIp', 'userAgent', 'expected'],
);

const drift = object(
  {
    path: text,
    change: { enum: ['changed', 'added', 'removed', 'transient', 'unread'] },
    before: { description: 'As the baseline recorded it.' },
    after: { description: 'As it was found.' },
    direction: { enum: ['strengthens', 'weakens', 'neutral'] },
    controls: { ...list(text), description: 'Controls that such a difference can make fail or pass.' },
    events: { ...list(driftEvent), description: 'All that could have made the difference, newest first.' },
  },
  ['before', 'after', 'direction'],
);

const driftSource = {
  ...object({ baseline: object({ file: text, takenAt: instant }) }),
  description: 'Where the account was compared with a baseline.',
} as const;

const history = {
  ...list(
    object({
      source: text,
      from: instant,
      to: instant,
      gaps: { ...list(text), description: 'What is missing between the two.' },
      notes: { ...list(text), description: 'How far it reaches, and what it cost.' },
    }),
  ),
  description: 'Where CloudTrail history was read; absent where none was asked for.',
} as const;

const position = object({
  file: text,
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
});

const result = object(
  {
    control: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' },
    status: { enum: STATUSES },
    severity: { enum: SEVERITIES },
    policy: {
      ...object({
        name: text,
        file: text,
        line: { type: 'integer', minimum: 1 },
        column: { type: 'integer', minimum: 1 },
        path: text,
      }),
      description:
        'What asked for it; absent for policy-coverage and drift. The file is relative to the working directory.',
    },
    resource: object({
      type: {
        enum: RESOURCE_TYPES,
        description: 'A table, but for results of drift, which are about plans, vaults and settings too.',
      },
      arn: text,
      name: text,
      account: text,
      region: text,
    }),
    expected: facts('What the policy asks; names carry their unit.'),
    actual: facts('What was found; names carry their unit.'),
    message: { type: 'string', description: 'What was found and what was asked, with units.' },
    because: { ...list(text), description: 'The facts that the result stands on.' },
    subjects: {
      ...list(
        object(
          {
            type: { enum: SUBJECT_TYPES },
            name: text,
            plan: { type: 'string', description: 'Of a rule, selection or copy: the name of its plan.' },
            arn: {
              type: 'string',
              description: 'Of a rule or selection that of its plan, of a copy that of the vault it goes to.',
            },
            address: { type: 'string', description: 'In a preview: where in the change it stands.' },
          },
          ['plan', 'arn', 'address'],
        ),
      ),
      description: 'What the verdict stands on, the deciding thing first; the table itself is the resource.',
    },
    follows: { type: 'string', description: 'The control whose failure made this one fail too.' },
    unknown: {
      ...object(
        {
          reason: {
            enum: ['denied', 'throttled', 'not-collected', 'undocumented', 'too-few-samples', 'unreachable'],
          },
          permission: { type: 'string', description: 'The IAM action that would settle it.' },
          detail: text,
        },
        ['permission'],
      ),
      description: 'Present exactly when the status is `unknown`.',
    },
    change: {
      enum: ['new', 'fixed', 'unchanged'],
      description:
        'In a preview. new: it fails or is unknown, and was not so before. fixed: it failed or was unknown, and no longer is.',
    },
    template: { ...position, description: 'In a preview: where in a template the resource stands that decides.' },
    waiver: object({ until: { type: 'string', format: 'date' }, reason: text, approvedBy: text }),
    drift: { ...drift, description: 'On results of drift that are not a pass.' },
    fingerprint: {
      type: 'string',
      description: 'Unique in a report; the same over runs while control, resource, policy and path stay the same.',
    },
  },
  ['policy', 'expected', 'actual', 'follows', 'unknown', 'change', 'template', 'waiver', 'drift'],
);

const preview = {
  ...object({
    sources: { ...list(text), description: 'The plan or the templates, as the user named them.' },
    alone: { type: 'boolean', description: 'No inventory was given, so that the change alone was judged.' },
    changes: list(
      object(
        {
          address: text,
          type: text,
          action: { enum: ['create', 'update', 'replace', 'delete', 'given'] },
          at: position,
        },
        ['at'],
      ),
    ),
    new: { ...list(text), description: 'Fingerprints of results that fail, and did not before.' },
    newUnknown: { ...list(text), description: 'Fingerprints of results that are unknown, and were not before.' },
    fixed: { ...list(result), description: 'Results that failed and no longer fail, as they were before.' },
    unchanged: { ...list(text), description: 'Fingerprints of results that fail, and failed before.' },
    sentences: { ...list(text), description: 'What tables lose and gain.' },
    notes: { ...list(text), description: 'What a reader should know of how the change was read.' },
  }),
  description: 'On previews of a change: the report shows the account after it.',
} as const;

const policyChange = {
  ...object({
    base: { ...list(text), description: 'The former policies, as the user named them.' },
    requirements: list(
      object(
        {
          change: { enum: ['gained', 'lost', 'changed'] },
          control: text,
          before: { ...text, description: 'What was asked, in words; absent where it was not asked.' },
          after: { ...text, description: 'What is asked, in words; absent where it is no longer asked.' },
          tables: list(tableArn),
          failing: { ...list(tableArn), description: 'Those of the tables that fail what was asked before.' },
        },
        ['before', 'after'],
      ),
    ),
    fingerprints: {
      ...list(text),
      description: 'Results that nobody asks for any more, or in other terms: that they no longer fail fixes nothing.',
    },
  }),
  description: 'Where former policies were given: what tables gain, lose or change of their requirements.',
} as const;

const restoreTimes = object(
  {
    table: tableArn,
    samples: { type: 'integer', minimum: 1 },
    meanMinutes: minutes,
    p50Minutes: minutes,
    p95Minutes: minutes,
    maxMinutes: minutes,
    latestMinutes: minutes,
    rtoMinutes: { ...minutes, description: 'The strictest RTO of the policies that match the table.' },
    samplesFrom: list({ enum: ['restore-job', 'restore-test', 'cloudtrail', 'ledger'] }),
    doubtful: {
      type: 'integer',
      minimum: 1,
      description:
        'Completed restores left out, because nobody knows whether they were of an earlier table of the name; absent: none.',
    },
  },
  ['rtoMinutes', 'doubtful'],
);

const warning = object(
  {
    kind: {
      type: 'string',
      description: 'Kebab-case: policy-matches-no-table, plan-without-selection, missing-vault, restored-differs …',
    },
    account: text,
    region: text,
    policy: {
      type: 'string',
      description: 'The policy that it is about; such a warning has no account and no Region.',
    },
    at: position,
    plan: text,
    table: text,
    vault: text,
    key: text,
    rule: text,
    selection: text,
    detail: text,
  },
  ['account', 'region', 'policy', 'at', 'plan', 'table', 'vault', 'key', 'rule', 'selection'],
);

/** JSON Schema (2020-12) of the JSON report. */
export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:holdfast:schema:report:v1',
  title: 'Holdfast report',
  description: 'Additive changes only within v1: a reader ignores what it does not know.',
  ...object(
    {
      schema: { const: REPORT_SCHEMA },
      tool: object({ name: { const: 'holdfast' }, version: text }),
      takenAt: { ...instant, description: 'When the inventory was taken, ISO 8601 in UTC.' },
      asOf: { ...instant, description: 'The instant that was judged, where it is another.' },
      conclusion: { enum: ['compliant', 'noncompliant', 'undetermined'] },
      nothingJudged: { const: true, description: 'Policies were given, and no table was judged.' },
      scopes: list(object({ partition: text, account: text, region: text })),
      summary: object({
        tables: count,
        pass: count,
        fail: count,
        unknown: count,
        notApplicable: count,
        waived: count,
      }),
      results: list(result),
      unmatchedTables: { ...list(tableArn), description: 'Tables that no policy matches.' },
      restores: list(restoreTimes),
      apiCalls: object({
        total: count,
        byOperation: { type: 'object', additionalProperties: count },
      }),
      warnings: list(warning),
      preview,
      policyChange,
      drift: driftSource,
      history,
      shard: {
        ...object({ number: { type: 'integer', minimum: 1 }, of: { type: 'integer', minimum: 1 } }),
        description: 'Only the places of this shard were judged.',
      },
    },
    ['asOf', 'nothingJudged', 'preview', 'policyChange', 'drift', 'history', 'shard'],
  ),
};
