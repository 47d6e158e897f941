import { ago, exampleInventory, examplePoint, tableArnOf } from '../src/controls/example.ts';
import { requirementsOf } from '../src/controls/requirements.ts';
import { type Estate, estateOf } from '../src/estate/estate.ts';
import { known } from '../src/model/fact.ts';
import { instant } from '../src/model/instant.ts';
import type { Inventory } from '../src/model/inventory.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { NOW_MS } from './instant.ts';
import { type Row, ratio, row } from './row.ts';
import { timed } from './timed.ts';

const POLICY = `apiVersion: holdfast/v1
kind: Policy
name: points
tables: {}
backup:
  objectives: [{ frequency: 24h, retention: 365d }]
  recoveryPoints: { newestWithin: 26h, observedOver: 14d, encrypted: true, meetObjectives: true }
`;

const PROMISE = 'recovery-point-objective';
const OTHERS = ['recovery-point-age', 'recovery-point-gap', 'recovery-point-encryption'];

/** Tables that are in memory at once. */
const BATCH = 500;

export interface PointsSize {
  readonly tables: number;
  readonly points: number;
}

/** What it costs to judge the promise of all points beside the other controls about points, each on an estate of its own. */
export function measurePoints({ tables, points }: PointsSize): readonly Row[] {
  const files = [{ path: 'points.yaml', bytes: new TextEncoder().encode(POLICY) }];
  const ids = [PROMISE, ...OTHERS];
  const { policies } = loadPolicies(files, () => undefined, ids);
  const asked = policies.flatMap((policy) => requirementsOf(policy).map((each) => ({ policy, ...each })));
  const spent = new Map<string, number>(ids.map((id) => [id, 0]));
  for (let done = 0; done < tables; done += BATCH) {
    const inventory = inventoryOf(Math.min(BATCH, tables - done), points);
    for (const { control, requirements, policy } of asked) {
      if (control.judges !== 'table' || !spent.has(control.id)) continue;
      const judge = (estate: Estate) =>
        estate.tables.map((table) =>
          requirements.map((each) => control.evaluate({ estate, table }, each.asked, policy)),
        );
      const { ms } = timed(() => judge(estateOf(fresh(inventory), instant(NOW_MS))));
      spent.set(control.id, (spent.get(control.id) ?? 0) + ms);
    }
  }
  const times = OTHERS.map((id) => spent.get(id) ?? 0);
  const own = spent.get(PROMISE) ?? 0;
  const shown = [...spent].map(([id, ms]) => `${id} ${Math.round(ms)} ms`).join(', ');
  return [
    row(
      `${PROMISE} of ${tables} tables × ${points} points ÷ the dearest of the other point controls`,
      ratio(own, Math.max(...times)),
      {
        aim: 1,
        note: shown,
      },
    ),
  ];
}

/** Nothing that was remembered of the same Region counts. */
function fresh(inventory: Inventory): Inventory {
  return { ...inventory, regions: inventory.regions.map((region) => ({ ...region })) };
}

/** A point of every day, newest three hours old. */
function inventoryOf(tables: number, points: number): Inventory {
  const made = exampleInventory({ selection: { resources: ['*'] }, rules: [{ lifecycle: { deleteAfterDays: 400 } }] });
  const names = Array.from({ length: tables }, (_, n) => `table-${n}`);
  return {
    ...made,
    regions: made.regions.map((region) => ({
      ...region,
      tables: known(
        names.flatMap((name) =>
          region.tables.known ? region.tables.value.map((table) => ({ ...table, name, arn: tableArnOf(name) })) : [],
        ),
        'bench',
      ),
      recoveryPoints: known(
        [
          {
            vaultName: 'main',
            points: known(
              names.flatMap((name) => pointsOf(name, points)),
              'bench',
            ),
          },
        ],
        'bench',
      ),
    })),
  };
}

function pointsOf(name: string, points: number) {
  return Array.from({ length: points }, (_, day) =>
    examplePoint(
      {
        arn: `arn:aws:backup:eu-west-1:111122223333:recovery-point:${name}-${day}`,
        resourceArn: tableArnOf(name),
        createdAt: ago(3 + 24 * (points - 1 - day)),
        lifecycle: { deleteAfterDays: 400 },
      },
      day,
      'eu-west-1',
    ),
  );
}
