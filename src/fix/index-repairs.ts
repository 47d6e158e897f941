import type { SecondaryIndex } from '../model/table.ts';
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
      const missing = source.globalIndexes.filter(
        ({ name, status }) => status !== 'DELETING' && !named(own.globalIndexes, name),
      );
      const writable = missing.filter(({ keys }) => keys.every((key) => types[key.name] !== undefined));
      const added = own.globalIndexes.filter(({ name }) => !named(source.globalIndexes, name));
      const different = source.globalIndexes.filter((index) => {
        const counterpart = named(own.globalIndexes, index.name);
        return counterpart !== undefined && shapeOf(counterpart) !== shapeOf(index);
      });
      return {
        parts: writable.map((index): Part => ({ kind: 'index', index: billedAs(index, own.billingMode), types })),
        proposals: added.map(({ name }) => ({
          call: updateTable(placeOf(pair.own), {
            'global-secondary-index-updates': compactJson([{ Delete: { IndexName: name } }]),
          }),
          proposed: true,
        })),
        notes: [
          ...(writable.length > 0
            ? [
                'an index is filled from the whole table: minutes to hours, and it costs writes; AWS makes one at a time, so wait until it is ACTIVE before the next',
              ]
            : []),
          ...missing
            .filter((index) => !writable.includes(index))
            .map(({ name }) => `not known: the types of the key attributes of index ${name}, so not written`),
          ...different.map(
            ({ name }) =>
              `index ${name} has other keys or another projection: delete it and make it anew, or restore again`,
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

/** Units belong to a provisioned table alone. */
function billedAs({ throughput, ...index }: SecondaryIndex, mode: string): SecondaryIndex {
  return mode === 'PROVISIONED' && throughput ? { ...index, throughput } : index;
}
