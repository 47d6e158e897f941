import { describe, expect, test } from 'vitest';
import { allNeeds, collectionRequest } from '../../../src/app/collect/collection.ts';
import { type ExampleParts, exampleInventory, NOW, ORDERS, tableArnOf } from '../../../src/controls/example.ts';
import { controls } from '../../../src/controls/index.ts';
import { known, unknown } from '../../../src/model/fact.ts';
import type { RegionInventory } from '../../../src/model/inventory.ts';
import { loadPolicies } from '../../../src/policy/load.ts';

function policiesOf(...bodies: string[]) {
  const files = bodies.map((body, index) => ({
    path: `p${index}.yaml`,
    bytes: new TextEncoder().encode(`apiVersion: holdfast/v1\nkind: Policy\nname: p${index}\n${body}\n`),
  }));
  const { policies, problems } = loadPolicies(
    files,
    () => undefined,
    controls.map(({ id }) => id),
  );
  expect(problems).toEqual([]);
  return policies;
}

function requestOf(...bodies: string[]) {
  return collectionRequest(policiesOf(...bodies), { regions: [], roleArns: [] }, NOW);
}

function region(parts: ExampleParts): RegionInventory {
  const [target] = exampleInventory(parts).regions;
  if (!target) throw new Error('the example has a home Region');
  return target;
}

function tableNeeds(request: ReturnType<typeof requestOf>, parts: ExampleParts) {
  return Object.fromEntries([...request.tableNeeds(region(parts))].map(([arn, needs]) => [arn, [...needs].toSorted()]));
}

const RESTORED = tableArnOf('orders-restored');
const PITR = 'backup: { pointInTimeRecovery: { window: 7d } }';
const UNKNOWN_TAGS = { tags: unknown('denied', 'not allowed', 'tag:GetResources') };

describe('what is collected', () => {
  test('is nothing but tables for a policy that asks for their own facts', () => {
    const request = requestOf(`tables: { names: [orders] }\n${PITR}`);
    expect([...request.regionNeeds, ...request.accountNeeds]).toEqual([]);
    expect(request.describeEveryTable).toBe(false);
    expect(tableNeeds(request, {})).toEqual({ [ORDERS]: ['point-in-time-recovery'] });
  });

  test('leaves tables alone that no policy matches', () => {
    expect(tableNeeds(requestOf(`tables: { names: [other] }\n${PITR}`), {})).toEqual({});
  });

  test('has tags when a policy, its exceptions or a waiver go by them', () => {
    const has = (body: string) => allNeeds(policiesOf(`${body}\n${PITR}`)).has('tags');
    expect(has('tables: { names: [a] }')).toBe(false);
    expect(has('tables: { tags: { tier: [gold] } }')).toBe(true);
    expect(has('tables: { except: { tags: { tier: [gold] } } }')).toBe(true);
    const waiver =
      'waivers: [{ tables: { tags: { a: [b] } }, controls: [plan-coverage], until: 2027-01-01, reason: r, approvedBy: me }]';
    expect(has(`tables: { names: [a] }\n${waiver}`)).toBe(true);
  });

  test('has the facts of a table of which nobody knows yet whether a policy matches it', () => {
    const request = requestOf(`tables: { tags: { tier: [gold] } }\n${PITR}`);
    expect(tableNeeds(request, { table: UNKNOWN_TAGS })).toEqual({ [ORDERS]: ['point-in-time-recovery'] });
    expect(tableNeeds(request, { table: { tags: { tier: 'silver' } } })).toEqual({});
  });

  test('describes every table when restored ones are judged', () => {
    expect(
      requestOf('tables: { names: [orders] }\nrestore: { settings: { stream: same-as-source } }').describeEveryTable,
    ).toBe(true);
    expect(requestOf('tables: { names: [orders] }\nrestore: { rto: 4h }').describeEveryTable).toBe(false);
  });

  test('has the facts of a restored table and of its source, by the policies of the source', () => {
    const request = requestOf('tables: { names: [orders] }\nrestore: { settings: { timeToLive: same-as-source } }');
    expect(tableNeeds(request, { restored: {} })).toEqual({
      [ORDERS]: ['description', 'time-to-live'],
      [RESTORED]: ['description', 'time-to-live'],
    });
    expect(tableNeeds(request, {})).toEqual({});
  });

  test('has the facts of a restored table whose source is gone', () => {
    const request = requestOf('tables: { names: ["gone*"] }\nrestore: { settings: { timeToLive: disabled } }');
    const restoreJobs = [{ sourceArn: tableArnOf('gone-orders'), createdArn: RESTORED }];
    expect(tableNeeds(request, { restored: {}, restoreJobs })).toEqual({ [RESTORED]: ['description', 'time-to-live'] });
  });

  test('has, once all Regions are read, what tables restored elsewhere need of their source', () => {
    const request = requestOf(
      'tables: { names: [orders] }\nrestore: { settings: { timeToLive: same-as-source, tags: same-as-source } }',
      'tables: { names: [other] }\nrestore: { settings: { pointInTimeRecovery: same-as-source } }',
    );
    const there = tableArnOf('orders-restored', 'eu-central-1');
    const backupArn = `${ORDERS}/backup/01489602797149-73d8d5bc`;
    const restore = { sourceTableArn: ORDERS, sourceBackupArn: backupArn, restoredTo: NOW, inProgress: false };
    const { tables, ...elsewhere } = region({ restored: { description: { restore } }, restoreJobs: [] });
    if (!tables.known) throw new Error('the example world has tables');
    const restored = tables.value.filter(({ arn }) => arn === RESTORED).map((table) => ({ ...table, arn: there }));
    const regions = [region({}), { ...elsewhere, region: 'eu-central-1', tables: known(restored, 'test') }];
    const needs = request.lateNeeds?.(regions, []);
    expect([...(needs?.tables ?? [])].map(([arn, asked]) => [arn, [...asked].toSorted()])).toEqual([
      [there, ['description', 'time-to-live']],
      [ORDERS, ['description', 'time-to-live']],
    ]);
    expect([...(needs?.backups ?? [])]).toEqual([backupArn]);
    expect([...(needs?.unlisted ?? [])]).toEqual([ORDERS, there]);
    expect(requestOf(`tables: {}\n${PITR}`).lateNeeds?.(regions, [])).toMatchObject({
      unlisted: new Set(),
      backups: new Set(),
    });
  });

  test('reads the Regions and accounts that copies are asked for in', () => {
    const request = requestOf(
      'tables: {}\nbackup: { copies: [{ region: eu-central-1 }, { region: eu-west-2, account: "444455556666" }] }',
    );
    expect(request.copyDestinations).toEqual([
      { region: 'eu-central-1' },
      { region: 'eu-west-2', account: '444455556666' },
    ]);
  });
});
