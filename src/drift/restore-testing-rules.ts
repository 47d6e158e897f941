import type { ApiCall } from '../history/setting-calls.ts';
import { affectedBy } from './affected.ts';
import { longerGapWeakens, neutral, protectsWhileThere, sameSpelling } from './direction.ts';
import type { DriftRule } from './drift-rule.ts';

const PLAN_MADE: readonly ApiCall[] = [['CreateRestoreTestingPlan'], ['DeleteRestoreTestingPlan']];
const PLAN_CHANGED: readonly ApiCall[] = [['UpdateRestoreTestingPlan'], ...PLAN_MADE];
const SELECTION_MADE: readonly ApiCall[] = [
  ['CreateRestoreTestingSelection'],
  ['DeleteRestoreTestingSelection'],
  ...PLAN_MADE,
];
const controls = affectedBy('restore-testing');

const otherPoints = neutral('other recovery points are restored in a test');

/** A table that is no longer tested may come back or not: nobody knows. */
export const RESTORE_TESTING_DRIFT_RULES: readonly DriftRule[] = [
  { path: '', controls, calls: PLAN_MADE, judge: protectsWhileThere('the restore testing plan') },
  { path: 'schedule', controls, calls: PLAN_CHANGED, judge: longerGapWeakens, same: sameSpelling },
  { path: 'timezone', controls, calls: PLAN_CHANGED, judge: longerGapWeakens },
  { path: 'includeVaults', controls, calls: PLAN_CHANGED, judge: otherPoints },
  { path: 'excludeVaults', controls, calls: PLAN_CHANGED, judge: otherPoints },
  { path: 'pointTypes', controls, calls: PLAN_CHANGED, judge: otherPoints },
  { path: 'selectionWindowDays', controls, calls: PLAN_CHANGED, judge: otherPoints },
  {
    path: 'selections/*',
    controls,
    calls: SELECTION_MADE,
    judge: protectsWhileThere('the selection'),
  },
  {
    path: 'selections/*/resources',
    controls,
    calls: [['UpdateRestoreTestingSelection'], ...SELECTION_MADE],
    judge: protectsWhileThere('what the selection tests'),
  },
  {
    path: 'selections/*/stringEquals',
    controls,
    calls: [['UpdateRestoreTestingSelection'], ...SELECTION_MADE],
    judge: neutral('other tables are tested'),
  },
  {
    path: 'selections/*/stringNotEquals',
    controls,
    calls: [['UpdateRestoreTestingSelection'], ...SELECTION_MADE],
    judge: neutral('other tables are tested'),
  },
];
