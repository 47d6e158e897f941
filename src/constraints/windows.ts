import type { NewBackupRule } from './backup-things.ts';
import { outside } from './breach.ts';
import type { Constraint } from './constraint.ts';
import { given, isAbsent } from './requested.ts';

const INVALID = 'InvalidParameterValueException';

/** What holds for the windows of a rule, and of a job that a person starts. */
export const WINDOW_CONSTRAINTS: readonly Constraint<
  Pick<NewBackupRule, 'startWindowMinutes' | 'completionWindowMinutes'>
>[] = [
  {
    id: 'BR7',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 start-window-minutes-min; hashicorp/terraform-provider-aws#8794',
    *breaches({ startWindowMinutes }) {
      if ((given(startWindowMinutes) ?? 60) >= 60) return;
      const message =
        'StartWindowMinutes parameter is below minimum value. StartWindowMinutes minimum value is: 60 minutes';
      yield { path: 'startWindowMinutes', message };
    },
  },
  {
    id: 'BR8',
    grade: 'C',
    code: INVALID,
    source: 'Backup API model, WindowMinutes',
    breaches: ({ startWindowMinutes }) =>
      outside(
        'startWindowMinutes',
        startWindowMinutes,
        [Number.NEGATIVE_INFINITY, 52_560_000],
        'StartWindowMinutes is above 52560000 minutes',
      ),
  },
  {
    id: 'BR9',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 completion-window-gt-start-window',
    *breaches({ startWindowMinutes, completionWindowMinutes }) {
      const [start, complete] = [given(startWindowMinutes), given(completionWindowMinutes)];
      if (start === undefined || complete === undefined || complete >= start + 60) return;
      const message = 'CompleteWindowMinutes must be at least 60 minutes greater than StartWindowMinutes';
      yield { path: 'completionWindowMinutes', message };
    },
  },
  {
    id: 'BR10',
    grade: 'U',
    code: INVALID,
    source: 'not recorded: a completion window beside the default start window of 480 minutes',
    *breaches({ startWindowMinutes, completionWindowMinutes }) {
      const complete = given(completionWindowMinutes);
      if (!isAbsent(startWindowMinutes) || complete === undefined || complete >= 480 + 60) return;
      const message = 'CompletionWindowMinutes ends less than 60 minutes after the default start window of 480';
      yield { path: 'completionWindowMinutes', message };
    },
  },
];
