import { listOf, required, section, text } from './key.ts';
import { tables } from './tables.ts';
import { controlId, words } from './texts.ts';

export function waiver(controlIds: readonly string[]) {
  return section(
    {
      tables: required(tables('Which tables of the policy the waiver is for.')),
      controls: required(
        listOf(
          controlId(controlIds),
          'a list of control ids such as [copy-frequency]',
          { about: 'The controls that are waived.' },
          { minItems: 1 },
        ),
      ),
      until: required(
        text(
          'a date such as 2027-01-31',
          { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', format: 'date' },
          { about: 'The last day (UTC) on which the waiver counts.', examples: ['2027-01-31'] },
        ),
      ),
      reason: required(words('a reason', 'Why the failure is accepted.', 'moved to cold archive, see OPS-1432')),
      approvedBy: required(words('a name', 'Who accepted it.', 'platform-oncall')),
    },
    { about: 'A failure that somebody has accepted until a day.' },
  );
}
