import { EXTENTS, FRAMEWORK_IDS } from '../../model/framework-id.ts';
import { REQUIREMENT_STATUSES } from '../../model/framework-report.ts';
import { count, list, object, text } from './schema-words.ts';

/** Of one result. */
export const resultRequirements = {
  ...list(
    object(
      {
        framework: { enum: FRAMEWORK_IDS },
        id: text,
        extent: { enum: EXTENTS },
        short: { type: 'string', description: 'The policy asks for less than the requirement does: both, in words.' },
      },
      ['short'],
    ),
  ),
  description: 'Requirements of the frameworks spoken for that the result is evidence for; absent: none.',
} as const;

const requirement = object(
  {
    id: text,
    asks: text,
    status: {
      enum: REQUIREMENT_STATUSES,
      description: 'not-asked: no policy asked for evidence that could meet it.',
    },
    extent: { enum: ['full', 'part'], description: 'Of one that is met: how far its evidence goes.' },
    reasons: list(text),
    controls: list(
      object({
        control: text,
        extent: { enum: EXTENTS },
        pass: count,
        fail: count,
        unknown: count,
        waived: count,
        notApplicable: count,
      }),
    ),
  },
  ['extent'],
);

export const frameworks = {
  ...list(
    object({
      id: { enum: FRAMEWORK_IDS },
      title: text,
      edition: text,
      mappingVersion: text,
      tables: {
        ...object({ judged: count, all: count }),
        description: 'Tables that something was judged of for the framework, of all tables that are known.',
      },
      unseen: { ...count, description: 'Places and tables of which nobody can tell what they should have.' },
      counts: object(Object.fromEntries(REQUIREMENT_STATUSES.map((status) => [status, count]))),
      requirements: list(requirement),
    }),
  ),
  description:
    'Where each framework stands that a policy speaks for or the user names; absent: none. The mapping is suggested.',
} as const;
