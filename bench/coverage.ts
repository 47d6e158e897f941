import { tableArn } from '../src/model/arn.ts';
import { known, NOT_COLLECTED } from '../src/model/fact.ts';
import type { RegionInventory } from '../src/model/inventory.ts';
import type { PlanRecord } from '../src/model/plan.ts';
import type { SelectionBody } from '../src/model/selection.ts';
import type { TableRecord } from '../src/model/table.ts';
import { coverageIndex } from '../src/selection/coverage.ts';
import { RATES } from '../src/sources/rates.ts';
import { ACCOUNT } from './estate.ts';
import { type Row, ratio, row } from './row.ts';
import { timed } from './timed.ts';

const REGION = 'eu-west-1';

export interface CoverageSize {
  readonly tables: number;
  readonly plans: number;
  readonly selections: number;
}

/** Every table against every selection, against the time in which AWS would tell what the selections are. */
export function measureCoverage({ tables, plans, selections }: CoverageSize): readonly Row[] {
  const records = Array.from({ length: tables }, (_, n) => tableOf(n));
  const region = regionOf(Array.from({ length: plans }, (_, n) => planOf(n, selections)));
  const before = process.memoryUsage().heapUsed;
  const index = timed(() => coverageIndex(region));
  const coverages = timed(() => records.map((record) => index.value(record)));
  const held = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  const covered = coverages.value.filter(({ covering }) => covering.length > 0).length;
  const collectMs = ((plans * selections) / RATES['backup:GetBackupSelection'].perSecond) * 1_000;
  const spentMs = index.ms + coverages.ms;
  return [
    row(
      `coverage of ${tables} tables by ${plans} plans of ${selections} selections ÷ collecting them`,
      ratio(spentMs, collectMs),
      {
        aim: 0.05,
        note: `index ${Math.round(index.ms)} ms, tables ${Math.round(coverages.ms)} ms ÷ ${Math.round(collectMs / 1_000)} s; ${covered} covered; at most ${Math.round(held)} MiB held`,
      },
    ),
  ];
}

function tableOf(n: number): TableRecord {
  const name = `team${n % 97}-table-${n}`;
  return {
    arn: tableArn('aws', REGION, ACCOUNT, name),
    name,
    tags: known(
      { team: `team${n % 97}`, tier: ['gold', 'silver', 'bronze'][n % 3] ?? '', env: n % 5 === 0 ? 'dev' : 'prod' },
      'bench',
    ),
    description: NOT_COLLECTED,
    timeToLive: NOT_COLLECTED,
    pointInTimeRecovery: NOT_COLLECTED,
    resourcePolicy: NOT_COLLECTED,
  };
}

/** Each way of selecting in turn: by ARN, by prefix, by tag, by conditions, with exceptions. */
function selectionOf(plan: number, n: number): SelectionBody {
  const none: SelectionBody = {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/backup`,
    resources: [],
    notResources: [],
    listOfTags: [],
    conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
  };
  const team = `team${(plan * 7 + n) % 97}`;
  const arn = (name: string) => tableArn('aws', REGION, ACCOUNT, name);
  switch (n % 5) {
    case 0:
      return { ...none, resources: Array.from({ length: 20 }, (_, each) => arn(`${team}-table-${plan * 20 + each}`)) };
    case 1:
      return { ...none, resources: [arn(`${team}-*`)], notResources: [arn(`${team}-table-1*`)] };
    case 2:
      return { ...none, listOfTags: [{ key: 'team', value: team }] };
    case 3:
      return {
        ...none,
        resources: ['arn:aws:dynamodb:*:*:table/*'],
        conditions: {
          ...none.conditions,
          stringEquals: [{ key: 'aws:ResourceTag/team', value: team }],
          stringNotLike: [{ key: 'aws:ResourceTag/env', value: 'dev*' }],
        },
      };
    default:
      return { ...none, listOfTags: [{ key: 'tier', value: 'platinum' }] };
  }
}

function planOf(n: number, selections: number): PlanRecord {
  return {
    id: `plan-${n}`,
    arn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-plan:plan-${n}`,
    name: `plan-${n}`,
    body: known({ rules: [{ name: 'night', vaultName: 'main', copyActions: [] }], preview: [] }, 'bench'),
    selections: known(
      Array.from({ length: selections }, (_, each) => ({
        id: `s-${n}-${each}`,
        name: `s-${each}`,
        body: known(selectionOf(n, each), 'bench'),
      })),
      'bench',
    ),
  };
}

function regionOf(plans: readonly PlanRecord[]): RegionInventory {
  return {
    partition: 'aws',
    account: ACCOUNT,
    region: REGION,
    inScope: true,
    settings: known({ optIn: { DynamoDB: true }, management: { DynamoDB: true } }, 'bench'),
    plans: known(plans, 'bench'),
    vaults: NOT_COLLECTED,
    recoveryPoints: NOT_COLLECTED,
    backupJobs: NOT_COLLECTED,
    copyJobs: NOT_COLLECTED,
    restoreJobs: NOT_COLLECTED,
    restoreTestingPlans: NOT_COLLECTED,
    tables: NOT_COLLECTED,
    scalableTargets: NOT_COLLECTED,
    scalingPolicies: NOT_COLLECTED,
    alarms: NOT_COLLECTED,
    keys: [],
  };
}
