import { count } from '../../model/count.ts';
import { UserError } from '../../model/user-error.ts';
import type { Problem } from '../../policy/problem.ts';

/** Mistakes in policy files: shown one by one, with their lines. Apart from what finds them, which every start would load. */
export class PolicyProblems extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], noun = 'policy file') {
    super(`${count(problems.length, 'problem')} in ${count(filesOf(problems), noun)}`, 'nothing was judged');
    this.problems = problems;
  }
}

function filesOf(problems: readonly Problem[]): number {
  return new Set(problems.map((problem) => problem.file)).size;
}
