import type { EstateTable } from '../estate/estate.ts';
import type { JsonObject } from '../model/result.ts';
import type { TableDescription, TableRecord, Tags } from '../model/table.ts';
import { keyOf, type Part, type ScaledPart } from './part.ts';
import { parsedObject } from './rename.ts';
import { tableAfter } from './table-after.ts';

/** A table as a template describes it. */
export interface DescribedTable {
  readonly name: string;
  readonly description: TableDescription;
  readonly attributeTypes: Readonly<Record<string, string>>;
  /** A key's ARN, or one of the keys that need no ARN. */
  readonly encryption: string;
  readonly timeToLive?: string;
  /** Days; absent: off, or not known. */
  readonly pointInTimeRecovery?: number;
  readonly tags: Tags;
  readonly resourcePolicy?: JsonObject;
}

/** A table as it is, and as it is with the parts that repair it. */
export interface WantedTable {
  readonly name: string;
  readonly before: DescribedTable;
  readonly after: DescribedTable;
  readonly scaling: readonly ScaledPart[];
  readonly alarms: readonly JsonObject[];
  /** Kinds of the parts that are new. */
  readonly changed: ReadonlySet<Part['kind']>;
  readonly newIndexes: readonly string[];
  /** What could not be read, so that the template does not say it. */
  readonly unknown: readonly string[];
}

const DEFAULT_WINDOW_DAYS = 35;

/** Why there is none, where the table itself could not be read. */
export function wantedTable(table: EstateTable, parts: readonly Part[]): WantedTable | string {
  const { name, record } = table;
  const before = describedTable(record);
  if (typeof before === 'string') return before;
  const repaired = describedTable(tableAfter(table, parts).record);
  if (typeof repaired === 'string') return repaired;
  const encryption = all(parts, 'encryption').at(-1)?.key ?? before.encryption;
  const { timeToLive, pointInTimeRecovery, tags, resourcePolicy } = record;
  return {
    name,
    before,
    after: { ...repaired, encryption },
    scaling: all(parts, 'auto-scaling').flatMap(({ targets }) => targets),
    alarms: all(parts, 'alarm').map(({ definition }) => definition),
    changed: new Set(parts.map(({ kind }) => kind)),
    newIndexes: all(parts, 'index').map(({ index }) => index.name),
    unknown: [
      ...(timeToLive.known ? [] : [`time to live: ${timeToLive.detail}`]),
      ...(pointInTimeRecovery.known ? [] : [`point in time recovery: ${pointInTimeRecovery.detail}`]),
      ...(tags.known ? [] : [`tags: ${tags.detail}`]),
      ...(resourcePolicy.known ? [] : [`resource policy: ${resourcePolicy.detail}`]),
    ],
  };
}

function describedTable({ name, ...record }: TableRecord): DescribedTable | string {
  if (!record.description.known) return record.description.detail;
  const description = record.description.value;
  const attributeTypes = description.attributeTypes ?? {};
  const untyped = namesOfKeys(description).filter((key) => attributeTypes[key] === undefined);
  if (untyped.length > 0) return `the inventory does not hold the types of the key attributes ${untyped.join(', ')}`;
  const { timeToLive, pointInTimeRecovery, tags, resourcePolicy } = record;
  const isOn = timeToLive.known && timeToLive.value.status.startsWith('ENABL');
  const policy = resourcePolicy.known && resourcePolicy.value !== null ? parsedObject(resourcePolicy.value) : undefined;
  return {
    name,
    description,
    attributeTypes,
    encryption: keyOf(description),
    ...(isOn && timeToLive.value.attribute !== undefined ? { timeToLive: timeToLive.value.attribute } : {}),
    ...(pointInTimeRecovery.known && pointInTimeRecovery.value.enabled
      ? { pointInTimeRecovery: pointInTimeRecovery.value.recoveryPeriodDays ?? DEFAULT_WINDOW_DAYS }
      : {}),
    tags: tags.known ? ownTags(tags.value) : {},
    ...(policy ? { resourcePolicy: policy } : {}),
  };
}

function all<K extends Part['kind']>(parts: readonly Part[], kind: K): readonly Extract<Part, { kind: K }>[] {
  return parts.filter((part): part is Extract<Part, { kind: K }> => part.kind === kind);
}

function namesOfKeys({ keys, globalIndexes, localIndexes }: TableDescription): readonly string[] {
  const names = [keys, ...[...globalIndexes, ...localIndexes].map((index) => index.keys)]
    .flat()
    .map(({ name }) => name);
  return [...new Set(names)];
}

/** Attributes that are keys of the table or of one of its indexes: AWS takes no others. */
export function keyTypes({ description, attributeTypes }: DescribedTable): readonly (readonly [string, string])[] {
  const used = new Set(namesOfKeys(description));
  return Object.entries(attributeTypes).filter(([name]) => used.has(name));
}

function ownTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));
}

/** `orders-restored.v2` → `OrdersRestoredV2`. */
export function pascalName(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `T${name}`;
}

/** `orders-restored.v2` → `orders_restored_v2`. */
export function snakeName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(name) ? name.toLowerCase() : `t_${name.toLowerCase()}`;
}

/** Names that differ in what a template's names cannot hold would fall together. */
export function distinctNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}${number}`;
    taken.add(free);
    return free;
  };
}
