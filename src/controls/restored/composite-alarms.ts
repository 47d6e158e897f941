import type { EstateTable } from '../../estate/estate.ts';
import type { Alarm } from '../../model/table.ts';
import { behaviourOf, hasNameOfAutoScaling } from './alarm-behaviour.ts';

/** A composite alarm that rests on alarms of a table, by itself or through other composite alarms. */
export interface CompositeAlarm {
  readonly alarm: Alarm;
  /** Names of the alarms of the table that it rests on. */
  readonly restsOn: readonly string[];
  /** Absent where rules of two tables cannot be compared. */
  readonly rule?: Rule;
}

interface Rule {
  /** With what the table's alarms do in place of their names, so that rules about two tables can be compared. */
  readonly text: string;
  /** The states that it asks for, in order. */
  readonly conditions: readonly string[];
}

export function compositesOf(alarms: readonly Alarm[], table: EstateTable): readonly CompositeAlarm[] {
  const byName = new Map(alarms.map((alarm) => [alarm.name, alarm]));
  return alarms.flatMap((alarm) => {
    const below = alarm.kind === 'composite' ? alarmsBelow(alarm, table, byName, []) : [];
    if (below.length === 0) return [];
    const rule = ruleOf(alarm, table, byName, []);
    return [{ alarm, restsOn: below, ...(rule ? { rule } : {}) }];
  });
}

type ByName = ReadonlyMap<string, Alarm>;

/** `ALARM("orders errors")`, `OK(arn:…:alarm:other)`. Source: CloudWatch API, PutCompositeAlarm. */
const CONDITION = /\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]*"|[^()"]+?)\s*\)/g;

interface Condition {
  readonly state: string;
  /** The alarm's name. */
  readonly of: string;
}

function conditionsOf({ expression = '' }: Alarm): readonly Condition[] {
  return [...expression.matchAll(CONDITION)].map(([, state = '', quoted = '']) => ({
    state,
    of: nameOf(unquoted(quoted)),
  }));
}

/** The rule with other alarms in place of those whose states it asks for. */
export function withAlarms(rule: string, change: (name: string) => string): string {
  return rule.replace(
    CONDITION,
    (_, state: string, quoted: string) => `${state}("${change(nameOf(unquoted(quoted)))}")`,
  );
}

function unquoted(name: string): string {
  return name.replaceAll('"', '');
}

/** Every alarm that a rule may name, in whatever form. */
function namesIn({ expression = '' }: Alarm): readonly string[] {
  const quoted = [...expression.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
  return [...quoted, ...expression.split(/[\s"(),]+/)].map(nameOf);
}

function nameOf(nameOrArn: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.*)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** The alarms of a table that a rule asks for, by itself or through others. Rules may go round: `above` are those that led here. */
function alarmsBelow(alarm: Alarm, table: EstateTable, byName: ByName, above: readonly string[]): readonly string[] {
  if (alarm.kind === 'metric') return alarm.watches.some((watch) => watch.table === table.name) ? [alarm.name] : [];
  if (above.includes(alarm.name)) return [];
  return namesIn(alarm).flatMap((name) => {
    const child = byName.get(name);
    return child === undefined ? [] : alarmsBelow(child, table, byName, [...above, alarm.name]);
  });
}

function ruleOf(alarm: Alarm, table: EstateTable, byName: ByName, above: readonly string[]): Rule | undefined {
  if (above.includes(alarm.name)) return undefined;
  const described: string[] = [];
  for (const { state, of } of conditionsOf(alarm)) {
    // Its names and actions are made up for each table.
    if (hasNameOfAutoScaling(of)) return undefined;
    const child = byName.get(of);
    const isOwn = child !== undefined && alarmsBelow(child, table, byName, []).length > 0;
    const nested =
      isOwn && child.kind === 'composite' ? ruleOf(child, table, byName, [...above, alarm.name]) : undefined;
    if (isOwn && child.kind === 'composite' && !nested) return undefined;
    described.push(`${state} of ${!isOwn ? of : (nested?.text ?? behaviourOf(child, table))}`);
  }
  let number = 0;
  const frame = (alarm.expression ?? '').replace(CONDITION, () => ` #${number++} `);
  const words = frame.split(/\s+|(?=[()])|(?<=[()])/).filter((word) => word !== '');
  if (!words.every((word) => /^(#\d+|[()]|AND|OR|NOT|TRUE|FALSE)$/.test(word))) return undefined;
  const text = words.map((word) => (word.startsWith('#') ? `[${described[Number(word.slice(1))]}]` : word)).join(' ');
  return { text, conditions: described.toSorted() };
}
