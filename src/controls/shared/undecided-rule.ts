import { type Unknown, unknown } from '../../model/fact.ts';
import type { ScheduleFacts } from '../../schedule/worst-case.ts';

/** Why a schedule says less than it could: the first rule of it that cannot be evaluated. */
export function undecidedRule(schedule: ScheduleFacts): Unknown | undefined {
  const first = schedule.undecided[0];
  return first && unknown('undocumented', `rule ${first.rule} of plan ${first.plan}: ${first.message}`);
}
