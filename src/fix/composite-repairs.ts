import { counterpartOf } from '../controls/restored/alarms.ts';
import { withAlarms } from '../controls/restored/composite-alarms.ts';
import type { TableAlarms } from '../controls/restored/dynamodb-alarms.ts';
import type { Command } from './command.ts';
import type { Part } from './part.ts';
import { freeName, movedActions, parsedObject, renamed } from './rename.ts';
import { placeOf } from './restored-pair.ts';
import { partCommands } from './table-commands.ts';

/**
 * Counterparts of the source's composite alarms that have none. `twins`: alarm of the source → that of the table. Only
 * shown where a rule names an alarm of the source that has no twin, for a reader to complete.
 */
export function compositeTwins(
  own: TableAlarms,
  source: TableAlarms,
  twins: ReadonlyMap<string, string>,
): { readonly parts: readonly Part[]; readonly proposals: readonly Command[] } {
  const all = new Map(twins);
  const taken = new Set(
    own.table.regionInventory.alarms.known ? own.table.regionInventory.alarms.value.map(({ name }) => name) : [],
  );
  const ofSource = new Set(
    [...source.alarms, ...source.doubtful, ...source.composites.map(({ alarm }) => alarm)].map(({ name }) => name),
  );
  const parts: Part[] = [];
  const proposals: Command[] = [];
  const missing = source.composites.filter((composite) => counterpartOf(composite, own, source).isMissing);
  for (const { alarm } of missing) {
    const untwinned: string[] = [];
    const AlarmRule = withAlarms(alarm.expression ?? '', (name) => {
      if (ofSource.has(name) && !all.has(name)) untwinned.push(name);
      return all.get(name) ?? name;
    });
    const AlarmName = freeName(renamed(alarm.name, source.table.name, own.table.name), taken);
    taken.add(AlarmName);
    const put = alarm.definition === undefined ? undefined : parsedObject(alarm.definition);
    const definition = { ...put, ...movedActions(put ?? {}, source.table, own.table), AlarmName, AlarmRule };
    const part: Part = { kind: 'alarm', definition };
    if (put && untwinned.length === 0) {
      all.set(alarm.name, AlarmName);
      parts.push(part);
    } else {
      proposals.push(...partCommands(part, placeOf(own.table)).map((command) => ({ ...command, proposed: true })));
    }
  }
  return { parts, proposals };
}
