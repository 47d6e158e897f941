import { parseArn, tableArn } from '../model/arn.ts';
import { type Fact, known, mapFact, NOT_COLLECTED, type Unknown } from '../model/fact.ts';
import { type Instant, instant } from '../model/instant.ts';
import type { KeyRecord, RegionInventory } from '../model/inventory.ts';
import { present } from '../model/present.ts';
import type { TableDescription, TableRecord, Tags } from '../model/table.ts';
import type { Edit, KeyOfChange, TableRestore, TableSettings } from './change.ts';
import { editScaling } from './edit-scaling.ts';
import { put, putFact, without } from './fact-list.ts';
import { isPlannedKey } from './keys.ts';

/** What a change of a table, its scaling or its alarms makes of the Region; undefined when it is about something else. */
export function editTable(
  regionInventory: RegionInventory,
  edit: Edit,
  by: { readonly takenAt: Instant },
): RegionInventory | undefined {
  switch (edit.kind) {
    case 'table':
      return putTable(regionInventory, edit.table, by.takenAt);
    case 'table-gone':
      return { ...regionInventory, tables: withoutTable(regionInventory.tables, edit) };
    case 'table-open':
      return {
        ...regionInventory,
        tables: mapTables(regionInventory.tables, (table) =>
          table.name === edit.name ? perhapsGone(table, edit.why) : table,
        ),
      };
    case 'table-tag':
      return { ...regionInventory, tables: tagged(regionInventory.tables, edit) };
    case 'table-policy': {
      const { table: wanted, policy } = edit;
      if (!wanted.known) {
        return {
          ...regionInventory,
          tables: mapTables(regionInventory.tables, (table) => ({ ...table, resourcePolicy: wanted })),
        };
      }
      return {
        ...regionInventory,
        tables: mapTables(regionInventory.tables, (table) =>
          table.arn === wanted.value ? { ...table, resourcePolicy: policy } : table,
        ),
      };
    }
    case 'alarm':
      return { ...regionInventory, alarms: putAlarm(regionInventory.alarms, edit) };
    case 'alarm-gone':
      return { ...regionInventory, alarms: without(regionInventory.alarms, (alarm) => alarm.name === edit.name) };
    case 'key-alias':
    case 'key-alias-gone':
    case 'key-gone':
      return { ...regionInventory, keys: regionInventory.keys.map((key) => keyAfter(key, edit)) };
    default:
      return editScaling(regionInventory, edit);
  }
}

/** An alarm takes the place of the one of its name, also where it watches no table any more. Source: CloudWatch API, PutMetricAlarm. */
function putAlarm(
  alarms: RegionInventory['alarms'],
  { name, alarm }: Edit & { readonly kind: 'alarm' },
): RegionInventory['alarms'] {
  if (!alarm.known) return alarms.known ? alarm : alarms;
  if (alarm.value) return putFact(alarms, known(alarm.value, alarm.from), (a) => `${a.kind} ${a.name}`);
  return without(alarms, (other) => other.kind === 'metric' && other.name === name);
}

type KeyEdit = Extract<Edit, { readonly kind: 'key-alias' | 'key-alias-gone' | 'key-gone' }>;

/** An alias is on one key: where it goes to another, or to one that is not known, this one may lose it. */
function keyAfter(key: KeyRecord, edit: KeyEdit): KeyRecord {
  if (edit.kind === 'key-gone') {
    return key.arn === edit.keyArn ? { ...key, manager: edit.why, state: edit.why, aliases: edit.why } : key;
  }
  const { aliases } = key;
  const others = mapFact(aliases, (all) => all.filter((alias) => alias !== edit.alias));
  if (edit.kind === 'key-alias-gone') return { ...key, aliases: others };
  if (!edit.keyArn.known) return { ...key, aliases: aliases.known ? edit.keyArn : aliases };
  if (edit.keyArn.value !== key.arn) return { ...key, aliases: others };
  if (!others.known && !isPlannedKey(key.arn)) return key;
  return { ...key, aliases: known([...(others.known ? others.value : []), edit.alias].sort(), 'the change') };
}

function putTable(regionInventory: RegionInventory, settings: TableSettings, takenAt: Instant): RegionInventory {
  const { name, tags, resourcePolicy, before } = settings;
  const arn = tableArn(regionInventory.partition, regionInventory.region, regionInventory.account, name);
  const live = regionInventory.tables.known
    ? regionInventory.tables.value.find((table) => table.arn === arn)
    : undefined;
  const made = settings.restore ? restored(regionInventory, settings, settings.restore, takenAt) : settings.description;
  const description = changedFields(live?.description, before?.description, made);
  const timeToLive = changed(live?.timeToLive, before?.timeToLive, settings.timeToLive);
  const pointInTimeRecovery = changed(
    live?.pointInTimeRecovery,
    before?.pointInTimeRecovery,
    settings.pointInTimeRecovery,
  );
  const record: TableRecord = present({
    arn,
    name,
    nameUnknown: settings.nameUnknown,
    perhapsAbsent: stillAbsent(live, settings),
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
      (resourcePolicy && changed(live?.resourcePolicy, before?.resourcePolicy, resourcePolicy)) ??
      live?.resourcePolicy ??
      (live ? NOT_COLLECTED : known(null, description.known ? description.from : 'the change')),
    unlisted: live?.unlisted,
  });
  return {
    ...regionInventory,
    tables: put(
      regionInventory.tables,
      record,
      (other) => other.arn === arn,
      (table) => table.name,
    ),
    keys: withKeys(regionInventory.keys, settings.keys),
  };
}

/** A table that stands is there, whatever else may make one of its name; a place that is told once is told. */
function stillAbsent(
  live: TableRecord | undefined,
  { perhapsAbsent: made }: TableSettings,
): TableRecord['perhapsAbsent'] {
  const before = live?.perhapsAbsent;
  if (!live || !made || !before) return live ? undefined : made;
  return before.place ? made : before;
}

/** A restored table says so itself, as DynamoDB has it in `RestoreSummary`. */
function restored(
  { partition, region, account }: RegionInventory,
  { description }: TableSettings,
  { source, backupArn, at }: TableRestore,
  takenAt: Instant,
): Fact<TableDescription> {
  if (!source.known) return source;
  const sourceTableArn = parseArn(source.value) ? source.value : tableArn(partition, region, account, source.value);
  const time = Date.parse(at ?? '');
  const restoredTo = Number.isNaN(time) ? takenAt : instant(time);
  const restore = present({ sourceTableArn, sourceBackupArn: backupArn, restoredTo, inProgress: false });
  return mapFact(description, (described) => ({ ...described, restore }));
}

/** What the change leaves equal stays as it is: it may have drifted from what the change believes. */
function changed<T>(live: Fact<T> | undefined, before: Fact<T> | undefined, after: Fact<T>): Fact<T> {
  return live && before?.known && after.known && isEqual(before.value, after.value) ? live : after;
}

/** The same, field by field. */
function changedFields<T extends object>(
  live: Fact<T> | undefined,
  before: Fact<T> | undefined,
  after: Fact<T>,
): Fact<T> {
  if (!live || !before?.known || !after.known) return after;
  if (isEqual(before.value, after.value)) return live;
  // What is left equal has the live value, and that is not known.
  if (!live.known) return live;
  return known(changedMembers(live.value, before.value, after.value), after.from);
}

function changedMembers<T extends object>(live: T, before: T, after: T): T {
  const keys = new Set([...Object.keys(live), ...Object.keys(before), ...Object.keys(after)]) as Set<keyof T>;
  const members = [...keys].map((key) => [key, isEqual(before[key], after[key]) ? live[key] : after[key]] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as T;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Tags of the live table that the change never managed stay: AWS's own, and those that a provider is told to ignore. */
function tagsAfter(live: Fact<Tags>, { tags, formerTags, before }: TableSettings): Fact<Tags> {
  if (before?.tags.known) return changedFields(live, before.tags, tags);
  if (!live.known || !tags.known) return tags;
  const isOther = (key: string) => !key.startsWith('aws:') && !Object.hasOwn(tags.value, key);
  // Whether the change takes them away, or never managed them, cannot be told.
  if (before && !before.tags.known && Object.keys(live.value).some(isOther)) return before.tags;
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

/** Of a table whose protection is not known nobody can tell whether it goes. */
function withoutTable(
  tables: RegionInventory['tables'],
  { name, ifDeletable }: Extract<Edit, { readonly kind: 'table-gone' }>,
): RegionInventory['tables'] {
  return mapFact(tables, (all) =>
    all.flatMap((table) => {
      if (table.name !== name || (ifDeletable && isProtected(table))) return [table];
      return ifDeletable && !table.description.known ? [perhapsGone(table, table.description)] : [];
    }),
  );
}

/** AWS deletes no protected table. */
export function isProtected({ description }: TableRecord): boolean {
  return description.known && description.value.deletionProtection === true;
}

/** The table with all that is known of it open. */
export function opened(table: TableRecord, why: Unknown): TableRecord {
  return { ...table, tags: why, description: why, timeToLive: why, pointInTimeRecovery: why, resourcePolicy: why };
}

function perhapsGone(table: TableRecord, why: Unknown): TableRecord {
  return { ...opened(table, why), perhapsAbsent: { why } };
}

function mapTables(
  tables: RegionInventory['tables'],
  change: (table: TableRecord) => TableRecord,
): RegionInventory['tables'] {
  return mapFact(tables, (all) => all.map(change));
}

/** Keys that the change brings, or that nobody had looked up; what the inventory knows of a key stays. */
export function withKeys(keys: readonly KeyRecord[], added: readonly KeyOfChange[]): readonly KeyRecord[] {
  const made = added.flatMap(({ arn, manager, state, aliases }) =>
    manager === undefined || keys.some((key) => key.arn === arn)
      ? []
      : [{ arn, manager, state: state ?? NOT_COLLECTED, aliases: aliases ?? NOT_COLLECTED }],
  );
  return made.length === 0 ? keys : [...keys, ...made].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}
