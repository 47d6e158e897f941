import type { NewLifecycle } from './backup-things.ts';
import { outside } from './breach.ts';
import { type Breach, type Constraint, within } from './constraint.ts';
import { given, type Requested } from './requested.ts';

const INVALID = 'InvalidParameterValueException';
const RANGE = 'Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days';

/** What holds for the lifecycle of a rule, and of a copy action. */
export const LIFECYCLE_CONSTRAINTS: readonly Constraint<NewLifecycle>[] = [
  {
    id: 'LC1',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'hashicorp/terraform-provider-aws#24960; Backup API reference, Lifecycle',
    *breaches({ deleteAfterDays }) {
      // -1 is documented as "for ever" for a lifecycle; as input of a plan nobody recorded it.
      if (given(deleteAfterDays) !== -1) yield* outside('deleteAfterDays', deleteAfterDays, [1, 36_500], RANGE);
    },
  },
  {
    id: 'LC2',
    grade: 'U',
    code: INVALID,
    source: 'Backup API reference, Lifecycle: -1 keeps for ever; as input of a plan it is not recorded',
    *breaches({ deleteAfterDays }) {
      if (given(deleteAfterDays) === -1) {
        yield { path: 'deleteAfterDays', message: 'DeleteAfterDays is -1, which nobody recorded as input' };
      }
    },
  },
  {
    id: 'LC3',
    grade: 'A',
    code: INVALID,
    quoted: true,
    source: 'cdk-preflight@4ceb0e9 lifecycle-cold-to-delete-gap; cfn-lint E3504',
    *breaches({ deleteAfterDays, moveToColdStorageAfterDays }) {
      const [kept, cold] = [given(deleteAfterDays), given(moveToColdStorageAfterDays)];
      if (kept === undefined || cold === undefined || kept < 0 || cold < 0 || kept >= cold + 90) return;
      const message =
        'Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays';
      yield { path: 'deleteAfterDays', message };
    },
  },
  {
    id: 'LC6',
    grade: 'C',
    code: INVALID,
    source: 'Backup API reference, Lifecycle: DeleteAfterEvent is not valid as an input',
    *breaches({ deleteAfterEvent }) {
      if (given(deleteAfterEvent) !== undefined) {
        const message = 'Invalid lifecycle. DeleteAfterEvent is not valid as an input';
        yield { path: 'deleteAfterEvent', message };
      }
    },
  },
];

/** The same rows for whatever holds lifecycles. */
export function onLifecycles<T>(
  lifecyclesOf: (thing: T) => Iterable<{ readonly path: string; readonly lifecycle: Requested<NewLifecycle> }>,
): readonly Constraint<T>[] {
  return LIFECYCLE_CONSTRAINTS.map((row) => ({
    ...row,
    *breaches(thing, circumstances): Iterable<Breach> {
      for (const { path, lifecycle } of lifecyclesOf(thing)) {
        const requested = given(lifecycle);
        if (requested) yield* within(path, row.breaches(requested, circumstances));
      }
    },
  }));
}
