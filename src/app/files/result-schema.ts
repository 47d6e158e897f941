import { RESOURCE_TYPES, STATUSES } from '../../model/result.ts';
import { SEVERITIES } from '../../model/severity.ts';
import { SUBJECT_TYPES } from '../../model/subject.ts';
import { resultRequirements } from './framework-schema.ts';
import { count, facts, instant, list, object, text } from './schema-words.ts';

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

export const position = object({
  file: text,
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
});

const policy = object({
  name: text,
  file: text,
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
  path: text,
});

const subjects = list(
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
);

const control = { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' } as const;

/** One of `causes`. */
export const cause = object(
  {
    id: {
      ...text,
      description: 'Unique in a report, and the same over runs while its control, line and what decides do.',
    },
    control,
    status: { enum: ['fail', 'unknown'] },
    severity: { enum: SEVERITIES, description: 'The worst of its results.' },
    message: { ...text, description: 'That of most of its results.' },
    policy: { ...policy, description: 'What asked for it; absent for policy-coverage and drift.' },
    subjects: { ...subjects, description: 'What the verdicts stand on, the deciding things first, at most ten.' },
    tables: { ...count, description: 'How many tables it is about.' },
    fingerprints: { ...list(text), description: 'Of its results; not of those that follow from them.' },
  },
  ['policy'],
);

/** One of `results`. */
export const result = object(
  {
    control,
    status: { enum: STATUSES },
    severity: { enum: SEVERITIES },
    policy: {
      ...policy,
      description:
        'What asked for it; absent for policy-coverage and drift. The file is relative to the working directory.',
    },
    resource: object(
      {
        type: {
          enum: RESOURCE_TYPES,
          description: 'A table, but for results of drift, which are about plans, vaults and settings too.',
        },
        arn: text,
        name: text,
        account: text,
        region: text,
        owner: {
          ...text,
          description: 'The value of the tag of --owner-tag; of a restored table without it that of its source.',
        },
      },
      ['owner'],
    ),
    expected: facts('What the policy asks; names carry their unit.'),
    actual: facts('What was found; names carry their unit.'),
    message: { type: 'string', description: 'What was found and what was asked, with units.' },
    because: { ...list(text), description: 'The facts that the result stands on.' },
    subjects: {
      ...subjects,
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
    failingSince: {
      ...instant,
      description: 'The first of the former reports, without a break until now, in which it fails.',
    },
    change: {
      enum: ['new', 'fixed', 'unchanged'],
      description:
        'In a preview. new: it fails or is unknown, and was not so before. fixed: it failed or was unknown, and no longer is.',
    },
    template: { ...position, description: 'In a preview: where in a template the resource stands that decides.' },
    waiver: object({ until: { type: 'string', format: 'date' }, reason: text, approvedBy: text }),
    drift: { ...drift, description: 'On results of drift that are not a pass.' },
    requirements: resultRequirements,
    fingerprint: {
      type: 'string',
      description: 'Unique in a report; the same over runs while control, resource, policy and path stay the same.',
    },
  },
  [
    'policy',
    'expected',
    'actual',
    'follows',
    'unknown',
    'failingSince',
    'change',
    'template',
    'waiver',
    'drift',
    'requirements',
  ],
);
