import { count } from '../model/count.ts';
import { settledBy } from './summary.ts';
import { wrap } from './terminal.ts';
import { type TextContext, tableHeading } from './text-table.ts';
import { groupSameControls, type UnknownGroup } from './unknown-groups.ts';

/** Sentences of one group, and tables of one line, that are written out where not all are. */
const DETAILS = 3;
const TABLES = 10;
/** Lines of one group, each with other controls. */
const LINES = 10;

/** Many results that one missing thing left open, told once. */
export function unknownBlock(group: UnknownGroup, context: TextContext): readonly string[] {
  const { paint, width, complete } = context;
  const tables = new Set(group.results.map((result) => result.resource.arn)).size;
  const details = complete ? group.details : group.details.slice(0, DETAILS);
  const more = group.details.length - details.length;
  const lines = groupSameControls(group.results);
  const shownLines = complete ? lines : lines.slice(0, LINES);
  const hiddenLines = lines.length - shownLines.length;
  const title = `UNKNOWN  ${count(group.results.length, 'result')} on ${count(tables, 'table')}: ${group.title}`;
  return [
    ...wrap(title, width, '').map((line) => paint(line, 'bold', 'yellow')),
    ...details.flatMap((detail) => wrap(detail, width, '  ')),
    ...(more > 0 ? [`  and ${count(more, 'more reason')} of this kind`] : []),
    ...settledBy(group.permission, details.join('\n')).flatMap((action) =>
      wrap(`settled by the IAM action ${action}`, width, '  '),
    ),
    ...shownLines.flatMap((same) => {
      const shown = complete ? same.tables : same.tables.slice(0, TABLES);
      const hidden = same.tables.length - shown.length;
      const names = shown.map((resource) => tableHeading(resource, context)).join(', ');
      const rest = hidden > 0 ? ` and ${count(hidden, 'more table')}` : '';
      return wrap(`${names}${rest}: ${same.controls}`, width, '  ', '- ');
    }),
    ...(hiddenLines > 0 ? wrap(`and ${count(hiddenLines, 'more line')} like these`, width, '  ') : []),
  ];
}
