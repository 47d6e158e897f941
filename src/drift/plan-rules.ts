import type { ApiCall } from '../history/setting-calls.ts';
import { affectedBy } from './affected.ts';
import {
  excludesWhileThere,
  lessProtects,
  longerGapWeakens,
  moreProtects,
  neutral,
  protectsWhileThere,
  sameSpelling,
} from './direction.ts';
import type { DriftRule } from './drift-rule.ts';
import { airGappedVaultThatGivesMore, vaultThatGivesMore } from './vault-direction.ts';

const PLAN_MADE: readonly ApiCall[] = [['CreateBackupPlan'], ['CreateOrganizationalBackupPlan']];
const PLAN_GONE: readonly ApiCall[] = [['DeleteBackupPlan'], ['DeleteOrganizationalBackupPlan']];
const PLAN_CHANGED: readonly ApiCall[] = [
  ['UpdateBackupPlan'],
  ['UpdateOrganizationalBackupPlan'],
  ...PLAN_MADE,
  ...PLAN_GONE,
];
/** There is no call that changes a selection: it is deleted and made again. */
export const SELECTION_CHANGED: readonly ApiCall[] = [
  ['CreateBackupSelection'],
  ['DeleteBackupSelection'],
  ['BackupSelectionDeletedDueToSLRDeletion'],
  ...PLAN_MADE,
  ...PLAN_GONE,
];

const assigns = protectsWhileThere('what the selection assigns');
const leavesOut = excludesWhileThere('what the selection leaves out');

export const PLAN_DRIFT_RULES: readonly DriftRule[] = [
  {
    path: '',
    controls: affectedBy('rule'),
    calls: [...PLAN_MADE, ...PLAN_GONE],
    judge: protectsWhileThere('the plan'),
  },
  {
    path: 'id',
    controls: [],
    calls: [...PLAN_MADE, ...PLAN_GONE],
    judge: neutral('the plan was deleted, and one of its name made'),
  },
  { path: 'rules', controls: affectedBy('rule'), calls: PLAN_CHANGED, judge: neutral('the rules differ') },
  { path: 'rules/*', controls: affectedBy('rule'), calls: PLAN_CHANGED, judge: protectsWhileThere('the rule') },
  {
    path: 'rules/*/schedule',
    controls: affectedBy('schedule'),
    calls: PLAN_CHANGED,
    judge: longerGapWeakens,
    same: sameSpelling,
  },
  { path: 'rules/*/timezone', controls: affectedBy('schedule'), calls: PLAN_CHANGED, judge: longerGapWeakens },
  {
    path: 'rules/*/startWindowMinutes',
    controls: affectedBy('start-window'),
    calls: PLAN_CHANGED,
    judge: lessProtects('the start window'),
  },
  {
    path: 'rules/*/completionWindowMinutes',
    controls: affectedBy('run'),
    calls: PLAN_CHANGED,
    judge: neutral('no schedule, retention or copy changes with it'),
  },
  {
    path: 'rules/*/vault',
    controls: affectedBy('target-vault'),
    calls: PLAN_CHANGED,
    judge: vaultThatGivesMore,
  },
  {
    path: 'rules/*/airGappedVault',
    controls: affectedBy('vault-type'),
    calls: PLAN_CHANGED,
    judge: airGappedVaultThatGivesMore,
  },
  {
    path: 'rules/*/retentionDays',
    controls: affectedBy('retention'),
    calls: PLAN_CHANGED,
    judge: moreProtects('retention'),
  },
  {
    path: 'rules/*/coldAfterDays',
    controls: affectedBy('cold-storage'),
    calls: PLAN_CHANGED,
    judge: neutral('cold or warm, the points stay'),
  },
  {
    path: 'rules/*/copies',
    controls: affectedBy('copy'),
    calls: PLAN_CHANGED,
    judge: neutral('the copies differ'),
  },
  {
    path: 'rules/*/copies/*',
    controls: affectedBy('copy'),
    calls: PLAN_CHANGED,
    judge: protectsWhileThere('the copy'),
  },
  {
    path: 'rules/*/copies/*/retentionDays',
    controls: affectedBy('copy-retention'),
    calls: PLAN_CHANGED,
    judge: moreProtects('retention of the copy'),
  },
  {
    path: 'rules/*/copies/*/coldAfterDays',
    controls: [],
    calls: PLAN_CHANGED,
    judge: neutral('cold or warm, the copies stay'),
  },
  {
    path: 'selections',
    controls: affectedBy('selection'),
    calls: SELECTION_CHANGED,
    judge: neutral('the selections are others'),
  },
  {
    path: 'selections/*',
    controls: affectedBy('selection'),
    calls: SELECTION_CHANGED,
    judge: protectsWhileThere('the selection'),
  },
  {
    path: 'selections/*/id',
    controls: [],
    calls: SELECTION_CHANGED,
    judge: neutral('the selection was deleted, and one of its name made'),
  },
  {
    path: 'selections/*/role',
    controls: affectedBy('run'),
    calls: SELECTION_CHANGED,
    judge: neutral('backups run with another role'),
  },
  { path: 'selections/*/resources', controls: affectedBy('selection'), calls: SELECTION_CHANGED, judge: assigns },
  { path: 'selections/*/tags', controls: affectedBy('selection'), calls: SELECTION_CHANGED, judge: assigns },
  { path: 'selections/*/notResources', controls: affectedBy('selection'), calls: SELECTION_CHANGED, judge: leavesOut },
  { path: 'selections/*/conditions', controls: affectedBy('selection'), calls: SELECTION_CHANGED, judge: leavesOut },
];
