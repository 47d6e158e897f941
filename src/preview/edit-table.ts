import { tableArn } from '../model/arn.ts';
import { type Fact, known, mapFact, NOT_COLLECTED } from '../model/fact.ts';
import type { KeyRecord, RegionInventory } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type { TableDescription, TableRecord, Tags } from '../model/table.ts';
import type { Edit, KeyOfChange, TableSettings } from './change.ts';
import { put, without } from './fact-list.ts';
import { isPlannedKey } from './keys.ts';

/** What a change of a table, its scaling or its alarms makes of the Region; undefined when it is about something else. */
export function editTable(home: RegionInventory, edit: Edit): RegionInventory | undefined {
  switch (edit.kind) {
    case 'table':
      return putTable(home, edit.table);
    case 'table-gone':
      return { ...home, tables: without(home.tables, (table) => table.name === edit.name) };
    case 'table-tag':
      return { ...home, tables: tagged(home.tables, edit) };
    case 'table-policy': {
      const { table: wanted, policy } = edit;
      if (!wanted.known) {
        return { ...home, tables: mapTables(home.tables, (table) => ({ ...table, resourcePolicy: wanted })) };
      }
      return {
        ...home,
        tables: mapTables(home.tables, (table) =>
          table.arn === wanted.value ? { ...table, resourcePolicy: policy } : table,
        ),
      };
    }
    case 'scalable-target':
      return {
        ...home,
        scalableTargets: putFact(home.scalableTargets, edit.target, (t) => `${t.resourceId} ${t.dimension}`),
      };
    case 'scalable-target-gone':
      return {
        ...home,
        scalableTargets: without(
          home.scalableTargets,
          (t) => t.resourceId === edit.resourceId && t.dimension === edit.dimension,
        ),
      };
    case 'scaling-policy':
      return {
        ...home,
        scalingPolicies: putFact(home.scalingPolicies, edit.policy, (p) => `${p.resourceId} ${p.dimension} ${p.name}`),
      };
    case 'scaling-policy-gone':
      return {
        ...home,
        scalingPolicies: without(
          home.scalingPolicies,
          (p) => p.name === edit.name && p.resourceId === edit.resourceId && p.dimension === edit.dimension,
        ),
      };
    case 'alarm': {
      const { alarm } = edit;
      if (!alarm.known) return { ...home, alarms: alarm };
      const { value } = alarm;
      if (value === undefined) return home;
      return { ...home, alarms: putFact(home.alarms, known(value, alarm.from), (a) => `${a.kind} ${a.name}`) };
    }
    case 'alarm-gone':
      return { ...home, alarms: without(home.alarms, (alarm) => alarm.name === edit.name) };
    case 'key-alias':
      return {
        ...home,
        keys: home.keys.map((key) =>
          key.arn === edit.keyArn && (key.aliases.known || isPlannedKey(key.arn))
            ? {
                ...key,
                aliases: known(
                  [...new Set([...(key.aliases.known ? key.aliases.value : []), edit.alias])].sort(),
                  'the change',
                ),
              }
            : key,
        ),
      };
    default:
      return undefined;
  }
}

/** An entry that is not known yet could be any, so it leaves the whole list open. */
function putFact<T>(list: Fact<readonly T[]>, entry: Fact<T>, nameOf: (entry: T) => string): Fact<readonly T[]> {
  if (!entry.known) return list.known ? entry : list;
  return put(list, entry.value, (other) => nameOf(other) === nameOf(entry.value), nameOf);
}

function putTable(home: RegionInventory, settings: TableSettings): RegionInventory {
  const { name, tags, description, timeToLive, pointInTimeRecovery, resourcePolicy } = settings;
  const arn = tableArn(home.partition, home.region, home.account, name);
  const live = home.tables.known ? home.tables.value.find((table) => table.arn === arn) : undefined;
  const record: TableRecord = present({
    arn,
    name,
    nameUnknown: settings.nameUnknown,
    tags: live ? tagsAfter(live.tags, settings) : tags,
    description: mapFact(description, (after) => ({ ...after, ...livingFacts(live?.description) })),
    timeToLive,
    pointInTimeRecovery: mapFact(pointInTimeRecovery, (after) => {
      const before = live?.pointInTimeRecovery;
      const kept = before?.known && before.value.enabled && after.enabled ? before.value : undefined;
      return present({
        ...after,
        earliestRestorableAt: kept?.earliestRestorableAt,
        latestRestorableAt: kept?.latestRestorableAt,
      });
    }),
    resourcePolicy:
      resourcePolicy ??
      live?.resourcePolicy ??
      (live ? NOT_COLLECTED : known(null, description.known ? description.from : 'the change')),
    unlisted: live?.unlisted,
  });
  return {
    ...home,
    tables: put(
      home.tables,
      record,
      (other) => other.arn === arn,
      (table) => table.name,
    ),
    keys: withKeys(home.keys, settings.keys),
  };
}

/** Tags of the live table that the change never managed stay: AWS's own, and those that a provider is told to ignore. */
function tagsAfter(live: Fact<Tags>, { tags, formerTags }: TableSettings): Fact<Tags> {
  if (!live.known || !tags.known) return tags;
  const stay = Object.entries(live.value).filter(
    ([key]) => key.startsWith('aws:') || (formerTags !== undefined && !formerTags.includes(key)),
  );
  return known({ ...Object.fromEntries(stay), ...tags.value }, tags.from);
}

/** What no change says, and a living table has. */
function livingFacts(live: Fact<TableDescription> | undefined): Partial<TableDescription> {
  if (!live?.known) return {};
  const { status, createdAt, sizeBytes, itemCount, restore, warmThroughput } = live.value;
  return present({ status, createdAt, sizeBytes, itemCount, restore, warmThroughput });
}

function tagged(
  tables: RegionInventory['tables'],
  edit: Edit & { readonly kind: 'table-tag' },
): RegionInventory['tables'] {
  const { table: wanted, key, value } = edit;
  return mapTables(tables, (table) => {
    if (wanted.known && table.arn !== wanted.value) return table;
    if (!wanted.known) return { ...table, tags: wanted };
    if (value !== null && !value.known) return { ...table, tags: value };
    const tags = mapFact(table.tags, (before) => {
      const { [key]: _former, ...others } = before;
      return value === null ? others : { ...others, [key]: value.value };
    });
    return { ...table, tags };
  });
}

function mapTables(
  tables: RegionInventory['tables'],
  change: (table: TableRecord) => TableRecord,
): RegionInventory['tables'] {
  return mapFact(tables, (all) => all.map(change));
}

/** Keys that the change brings, or that nobody had looked up; what the inventory knows of a key stays. */
export function withKeys(keys: readonly KeyRecord[], added: readonly KeyOfChange[]): readonly KeyRecord[] {
  const made = added.flatMap(({ arn, manager, aliases }) =>
    manager === undefined || keys.some((key) => key.arn === arn)
      ? []
      : [{ arn, manager, aliases: aliases ?? NOT_COLLECTED }],
  );
  return made.length === 0 ? keys : [...keys, ...made].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}
