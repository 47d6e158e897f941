import { REPORT_SCHEMA } from '../../model/report.ts';
import { frameworks } from './framework-schema.ts';
import { cause, position, result } from './result-schema.ts';
import { count, instant, list, minutes, object, tableArn, text } from './schema-words.ts';

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

const summary = {
  tables: count,
  pass: count,
  fail: count,
  unknown: count,
  notApplicable: count,
  waived: count,
} as const;

const ownerTag = {
  ...object({ key: text, unread: { ...count, description: 'Tables whose tags could not be read.' } }),
  description: 'The tag by which tables are grouped.',
} as const;

const trend = {
  ...list(object({ at: { ...instant, description: 'The instant that was judged.' }, ...summary })),
  description: 'Where former reports were given: what each came to, oldest first, this one last.',
} as const;

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
      summary: object(summary),
      causes: {
        ...list(cause),
        description:
          'Results that share control, policy line and what decides them, worst first: each that fails or is unknown and follows from no other is in exactly one.',
      },
      results: list(result),
      unmatchedTables: { ...list(tableArn), description: 'Tables that no policy matches.' },
      narrowedTables: {
        ...list(tableArn),
        description:
          'Tables that policies match, of which nothing is evidence for the frameworks that `--framework` names.',
      },
      restores: list(restoreTimes),
      apiCalls: object({
        total: count,
        byOperation: { type: 'object', additionalProperties: count },
      }),
      warnings: list(warning),
      preview,
      policyChange,
      drift: driftSource,
      ownerTag,
      trend,
      frameworks,
      history,
      shard: {
        ...object(
          {
            number: { type: 'integer', minimum: 1 },
            of: { type: 'integer', minimum: 1, maximum: 9999 },
            question: {
              type: 'string',
              pattern: '^[0-9a-f]{64}$',
              description: 'The same in each shard of a run: a hash of the policies and the scope of the whole.',
            },
          },
          ['question'],
        ),
        description: 'Only the places of this shard were judged.',
      },
    },
    [
      'asOf',
      'nothingJudged',
      'narrowedTables',
      'preview',
      'policyChange',
      'drift',
      'frameworks',
      'ownerTag',
      'trend',
      'history',
      'shard',
    ],
  ),
};
