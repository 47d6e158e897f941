import { aws, type Call } from './command.ts';
import { needsActiveTable, type Step, type TablePlace } from './part.ts';
import { shellWord } from './shell.ts';

/** States other than ACTIVE, of the table and of its global indexes. */
const OTHER_STATES = "join(' ', [Table.TableStatus, Table.GlobalSecondaryIndexes[].IndexStatus][] | [?@ != 'ACTIVE'])";

/**
 * A function of the script. A table that is being changed takes no second change, and a second index waits for the
 * first; an index may take hours, which the waiters of the AWS CLI do not have. Source: DynamoDB API, UpdateTable.
 */
export const UNTIL_ACTIVE: readonly string[] = [
  '',
  '# AWS takes one change of a table at a time, and makes one index at a time.',
  'until_active() {',
  '  local state shown=',
  '  while :; do',
  `    state=$(aws dynamodb describe-table --region "$1" --table-name "$2" --query ${shellWord(OTHER_STATES)} --output text)`,
  '    case "$state" in',
  "      '') return ;;",
  '      *CREATING* | *UPDATING* | *DELETING*) ;;',
  '      *) echo "$2 is $state: nothing more is changed" >&2; exit 1 ;;',
  '    esac',
  '    [ "$state" = "$shown" ] || echo "waiting for $2, which is $state" >&2',
  '    shown=$state',
  '    sleep "${POLL_SECONDS:-5}"',
  '  done',
  '}',
];

export function untilActive({ region, name }: TablePlace): string {
  return `until_active ${shellWord(region)} ${shellWord(name)}`;
}

/** The same for a reader who runs one command by hand. */
export function waitCall({ region, name }: TablePlace): Call {
  return aws('dynamodb', 'wait table-exists', { region, 'table-name': name });
}

/** Tables that these steps change, so that the last change is waited for too. */
export function untilAllActive(steps: readonly Step[]): readonly string[] {
  const changed = steps.flatMap((step) => (step.place && step.parts.some(needsActiveTable) ? [step.place] : []));
  return [...new Set(changed.map(untilActive))];
}
