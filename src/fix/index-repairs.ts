import type { SecondaryIndex, TableDescription } from '../model/table.ts';
import { NO_REPAIR, type Part, type Repair, remark } from './part.ts';
import { fromSource, placeOf, type RepairOrUnknown, type RestoredPair } from './restored-pair.ts';
import { compactJson } from './shell.ts';
import { updateTable } from './table-commands.ts';

export function repairGlobalIndexes(pair: RestoredPair): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const own = description.value;
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source): Repair => {
      const types = { ...source.attributeTypes };
      const [wanted, found] = [standing(source), standing(own)];
      const missing = wanted.filter(({ name }) => !named(found, name));
      const typed = missing.filter(({ keys }) => keys.every((key) => types[key.name] !== undefined));
      const writable = typed.flatMap((index) => billedLike(own, index, source) ?? []);
      const added = found.filter(({ name }) => !named(wanted, name));
      const different = wanted.filter((index) => {
        const counterpart = named(found, index.name);
        return counterpart !== undefined && shapeOf(counterpart) !== shapeOf(index);
      });
      return {
        parts: writable.map((index): Part => ({ kind: 'index', index, types })),
        proposals: added.map(({ name }) => ({
          call: updateTable(placeOf(pair.own), {
            'global-secondary-index-updates': compactJson([{ Delete: { IndexName: name } }]),
          }),
          proposed: true,
        })),
        notes: [
          ...(writable.length > 0
            ? [
                'an index is filled from the whole table: minutes to hours, and it costs writes; AWS makes one at a time, each once the one before is ACTIVE',
              ]
            : []),
          ...missing
            .filter((index) => !typed.includes(index))
            .map(({ name }) => `not known: the types of the key attributes of index ${name}, so not written`),
          ...typed
            .filter(({ name }) => !named(writable, name))
            .map(
              ({ name }) =>
                `not known: how many units index ${name} is to have, as this table is provisioned and the source is not; so not written`,
            ),
          ...different.map(
            ({ name }) =>
              `index ${name} has other keys or another projection: delete it and re-create it, or restore again`,
          ),
          ...(added.length > 0 ? ['deleting an index breaks the queries that use it, so it is not run'] : []),
          ...own.globalIndexes
            .filter(({ status }) => status === 'CREATING')
            .map(({ name }) => `index ${name} is being filled: wait until it is ACTIVE`),
        ],
      };
    },
  );
}

export function repairLocalIndexes(pair: RestoredPair): RepairOrUnknown {
  const description = pair.own.record.description;
  if (!description.known) return description;
  const shapes = (indexes: readonly SecondaryIndex[]) => indexes.map((index) => index.name + shapeOf(index)).toSorted();
  return fromSource(
    pair,
    ({ record }) => record.description,
    (source) =>
      JSON.stringify(shapes(source.localIndexes)) === JSON.stringify(shapes(description.value.localIndexes))
        ? NO_REPAIR
        : remark(
            'local indexes are made with their table and cannot be added or changed: restore again from a backup that has them',
          ),
  );
}

function named(indexes: readonly SecondaryIndex[], name: string): SecondaryIndex | undefined {
  return indexes.find((index) => index.name === name);
}

function shapeOf({ keys, projection, nonKeyAttributes }: SecondaryIndex): string {
  return JSON.stringify([keys, projection, nonKeyAttributes]);
}

/** An index that is being deleted is as good as gone. */
function standing({ globalIndexes }: TableDescription): readonly SecondaryIndex[] {
  return globalIndexes.filter(({ status }) => status !== 'DELETING');
}

/** A provisioned table wants units for each index, one on demand refuses them; undefined where nobody knows how many. */
function billedLike(
  { billingMode }: TableDescription,
  { throughput, ...index }: SecondaryIndex,
  source: TableDescription,
): SecondaryIndex | undefined {
  if (billingMode !== 'PROVISIONED') return index;
  return source.billingMode === 'PROVISIONED' && throughput ? { ...index, throughput } : undefined;
}
