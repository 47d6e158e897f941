import type { EstateTable } from '../estate/estate.ts';
import type { JsonObject } from '../model/result.ts';
import type { BillingMode, SecondaryIndex, TableDescription, Tags, Throughput } from '../model/table.ts';
import type { Part, ScaledPart } from './part.ts';
import { parsedObject } from './rename.ts';

/** A table as a template describes it: as it is, with the parts that repair it. */
export interface WantedTable {
  readonly name: string;
  readonly description: TableDescription;
  readonly attributeTypes: Readonly<Record<string, string>>;
  readonly billingMode: BillingMode;
  readonly throughput: Throughput;
  readonly globalIndexes: readonly SecondaryIndex[];
  /** A key's ARN, or one of the keys that need no ARN. */
  readonly encryption: string;
  readonly stream: string;
  readonly deletionProtection: boolean;
  readonly timeToLive?: string;
  /** Days; absent: off, or not known. */
  readonly pointInTimeRecovery?: number;
  readonly tags: Tags;
  readonly resourcePolicy?: JsonObject;
  readonly scaling: readonly ScaledPart[];
  readonly alarms: readonly JsonObject[];
  /** Kinds of the parts that are new. */
  readonly changed: ReadonlySet<Part['kind']>;
  /** What could not be read, so that the template does not say it. */
  readonly unknown: readonly string[];
}

const DEFAULT_WINDOW_DAYS = 35;

/** Why there is none, where the table itself could not be read. */
export function wantedTable({ name, record }: EstateTable, parts: readonly Part[]): WantedTable | string {
  if (!record.description.known) return record.description.detail;
  const description = record.description.value;
  const types = {
    ...description.attributeTypes,
    ...Object.assign({}, ...all(parts, 'index').map((part) => part.types)),
  };
  const untyped = namesOfKeys(description).filter((key) => types[key] === undefined);
  if (untyped.length > 0) return `the inventory does not hold the types of the key attributes ${untyped.join(', ')}`;

  const billing = all(parts, 'billing-mode').at(-1);
  const units = all(parts, 'throughput');
  const indexUnits = new Map(
    [...(billing?.indexes ?? []), ...units.flatMap(({ indexes }) => indexes)].map((each) => [
      each.index,
      each.throughput,
    ]),
  );
  const { timeToLive, pointInTimeRecovery, tags, resourcePolicy } = record;
  const heldPolicy =
    resourcePolicy.known && resourcePolicy.value !== null ? parsedObject(resourcePolicy.value) : undefined;
  const ttl =
    all(parts, 'time-to-live').at(-1)?.attribute ??
    (timeToLive.known && timeToLive.value.status.startsWith('ENABL') ? timeToLive.value.attribute : undefined);
  const recovery = all(parts, 'point-in-time-recovery').at(-1);
  const heldDays =
    pointInTimeRecovery.known && pointInTimeRecovery.value.enabled
      ? (pointInTimeRecovery.value.recoveryPeriodDays ?? DEFAULT_WINDOW_DAYS)
      : undefined;
  const days = recovery ? (recovery.days ?? DEFAULT_WINDOW_DAYS) : heldDays;
  const policy = all(parts, 'resource-policy').at(-1)?.document ?? heldPolicy;
  return {
    name,
    description,
    attributeTypes: types,
    billingMode: billing?.mode ?? description.billingMode,
    throughput: units.findLast((part) => part.throughput)?.throughput ?? billing?.throughput ?? description.throughput,
    globalIndexes: [...description.globalIndexes, ...all(parts, 'index').map(({ index }) => index)].map((index) => {
      const throughput = indexUnits.get(index.name) ?? index.throughput;
      return throughput ? { ...index, throughput } : index;
    }),
    encryption: all(parts, 'encryption').at(-1)?.key ?? keyOf(description),
    stream: all(parts, 'stream').at(-1)?.view ?? description.stream,
    deletionProtection: all(parts, 'deletion-protection').length > 0 || (description.deletionProtection ?? false),
    ...(ttl === undefined ? {} : { timeToLive: ttl }),
    ...(days === undefined ? {} : { pointInTimeRecovery: days }),
    tags: {
      ...(tags.known ? ownTags(tags.value) : {}),
      ...Object.assign({}, ...all(parts, 'tags').map((part) => part.tags)),
    },
    ...(policy ? { resourcePolicy: policy } : {}),
    scaling: all(parts, 'auto-scaling').flatMap(({ targets }) => targets),
    alarms: all(parts, 'alarm').map(({ definition }) => definition),
    changed: new Set(parts.map(({ kind }) => kind)),
    unknown: [
      ...(timeToLive.known ? [] : [`time to live: ${timeToLive.detail}`]),
      ...(pointInTimeRecovery.known ? [] : [`point in time recovery: ${pointInTimeRecovery.detail}`]),
      ...(tags.known ? [] : [`tags: ${tags.detail}`]),
      ...(resourcePolicy.known ? [] : [`resource policy: ${resourcePolicy.detail}`]),
    ],
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

function keyOf({ encryption }: TableDescription): string {
  return encryption.kind === 'aws-owned' ? 'aws-owned' : encryption.keyArn;
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
