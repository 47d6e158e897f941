import { count } from '../model/count.ts';
import type { FrameworkReport, RequirementReport, RequirementStatus } from '../model/framework-report.ts';

export const REQUIREMENT_WORDS = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'unknown',
  waived: 'waived',
  'not-asked': 'no evidence asked for',
} as const satisfies Record<RequirementStatus, string>;

const ORDER: readonly RequirementStatus[] = ['not-met', 'unknown', 'waived', 'met', 'not-asked'];

/** `DORA, edition: 3 met, 1 not met …`; then how much of the estate it is about, where that is not all of it. */
export function frameworkHeading({ title, edition, counts, tables, unseen }: FrameworkReport): string {
  const numbers = ORDER.map((status) => `${counts[status]} ${REQUIREMENT_WORDS[status]}`).join(', ');
  const covered = `${tables.judged} of ${count(tables.all, 'table')} judged for it`;
  const more = unseen === 0 ? '' : `, ${count(unseen, 'place or table', 'places or tables')} could not be seen`;
  return `${title}, ${edition} (suggested mapping): ${numbers}; ${covered}${more}`;
}

/** What is worth a line each, the worst first; those for which nothing was asked share one. */
export function requirementLines({ requirements }: FrameworkReport): readonly string[] {
  const asked = ORDER.slice(0, -1).flatMap((status) =>
    requirements.filter((each) => each.status === status).map(requirementLine),
  );
  const silent = requirements.filter(({ status }) => status === 'not-asked');
  const partly = silent.filter(({ controls }) => controls.length > 0).map(requirementLine);
  const bare = silent.filter(({ controls }) => controls.length === 0).map(({ id }) => id);
  return [...asked, ...partly, ...(bare.length === 0 ? [] : [`${REQUIREMENT_WORDS['not-asked']}: ${bare.join(', ')}`])];
}

function requirementLine({ id, status, extent, reasons }: RequirementReport): string {
  const far = extent === undefined ? '' : extent === 'full' ? ' in full' : ' as far as tested';
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return `${id} ${REQUIREMENT_WORDS[status]}${far}${why}`;
}
