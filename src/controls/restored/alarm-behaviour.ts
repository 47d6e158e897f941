import type { EstateTable } from '../../estate/estate.ts';
import { parseArn } from '../../model/arn.ts';
import { count } from '../../model/count.ts';
import { isObject, type Json, parseJson } from '../../model/json.ts';
import { byText } from '../../model/order.ts';
import type { Alarm } from '../../model/table.ts';
import { withoutTable } from './table-resource.ts';

/** Two alarms on two tables do the same, as far as both are told of. Their own names differ naturally. */
export function doTheSame(one: Alarm, its: EstateTable, other: Alarm, others: EstateTable): boolean {
  if (behaviourOf(one, its) !== behaviourOf(other, others) || !callTheSame(one, its, other, others)) return false;
  const [terms, otherTerms] = [termsOf(one), termsOf(other)];
  if (terms && otherTerms && terms !== otherTerms) return false;
  // A baseline holds no definition, nor does an inventory of an older version.
  if (one.definition === undefined || other.definition === undefined) return true;
  const [put, otherPut] = [definitionOf(one), definitionOf(other)];
  // What a stranger's file says in no known form is the same only where it is the same text.
  if (!put || !otherPut) return one.definition === other.definition;
  return detailsOf(put, its) === detailsOf(otherPut, others);
}

/** Two alarms call the same in every state, and both do or both do not. */
export function callTheSame(one: Alarm, its: EstateTable, other: Alarm, others: EstateTable): boolean {
  return (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).every((state) => {
    const [calls, otherCalls] = [callsOf(one, its, state), callsOf(other, others, state)];
    return calls === undefined || otherCalls === undefined || calls === otherCalls;
  });
}

/** False of what older versions recorded: neither what an alarm calls when it is over, nor what missing data does. */
export function isWhollyKnown(alarm: Alarm): boolean {
  return actionsAt(alarm, 'OK') !== undefined && (alarm.kind === 'composite' || termsOf(alarm) !== undefined);
}

/** Somebody hears of it: what an alarm calls when it goes off is neither nothing nor switched off. */
export function tellsSomebody({ actions, actionsEnabled }: Alarm): boolean {
  return actionsEnabled && actions.length > 0;
}

/** What an alarm is, with its table's name, and the account and Region of what it calls, left out. */
export function behaviourOf(alarm: Alarm, table: EstateTable): string {
  const watches = alarm.watches
    .map(({ metric, table: watched, index, operation }) =>
      JSON.stringify([metric, watched === table.name ? '' : watched, index, operation]),
    )
    .toSorted();
  return JSON.stringify([
    watches,
    alarm.statistic,
    alarm.periodSeconds,
    alarm.evaluationPeriods,
    alarm.threshold,
    alarm.comparison,
    alarm.expression === undefined ? undefined : withoutTable(alarm.expression, table.name),
    callsOf(alarm, table, 'ALARM'),
  ]);
}

type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** What an alarm calls in a state, and whether it does; nothing where that is not told. */
function callsOf(alarm: Alarm, table: EstateTable, state: AlarmState): string | undefined {
  const actions = actionsAt(alarm, state);
  if (!actions) return undefined;
  return JSON.stringify([alarm.actionsEnabled, [...new Set(actions.map((each) => placeless(each, table)))].toSorted()]);
}

function actionsAt(alarm: Alarm, state: AlarmState): readonly string[] | undefined {
  if (state === 'ALARM') return alarm.actions;
  const put = definitionOf(alarm);
  return state === 'OK'
    ? (alarm.okActions ?? (put && (put.OKActions ?? [])))
    : (alarm.insufficientDataActions ?? (put && (put.InsufficientDataActions ?? [])));
}

/** How many periods must breach, and what missing data does, AWS's defaults written out. Source: CloudWatch API, PutMetricAlarm. */
function termsOf(alarm: Alarm): string | undefined {
  const put = definitionOf(alarm);
  const missing = alarm.treatMissingData ?? (put && (put.TreatMissingData ?? 'missing'));
  const datapoints = alarm.datapointsToAlarm ?? put?.DatapointsToAlarm ?? alarm.evaluationPeriods;
  return missing === undefined ? undefined : JSON.stringify([datapoints, missing]);
}

/** By analogy with the names documented for other services. */
export function hasNameOfAutoScaling(alarmName: string): boolean {
  return alarmName.startsWith('TargetTracking-table/');
}

/** What of a definition decides beside that. */
interface Definition {
  readonly OKActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly EvaluateLowSampleCountPercentile?: string;
  readonly Unit?: string;
  readonly Metrics?: readonly { readonly Label?: string; readonly ReturnData?: boolean }[];
}

function definitionOf({ definition }: Alarm): Definition | undefined {
  return definition === undefined ? undefined : parsed(definition);
}

/** Undefined: it is not as AWS writes one, so nothing is told. */
function parsed(definition: string): Definition | undefined {
  try {
    const value = parseJson(definition);
    return isDefinition(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isDefinition(value: Json): value is Json & Definition {
  if (!isObject(value)) return false;
  const { OKActions = [], InsufficientDataActions = [], Metrics = [] } = value;
  const calls = [OKActions, InsufficientDataActions];
  return (
    calls.every((list) => Array.isArray(list) && list.every((each) => typeof each === 'string')) &&
    Array.isArray(Metrics) &&
    Metrics.every(isObject)
  );
}

/** AWS's defaults written out. Source: CloudWatch API, PutMetricAlarm. */
function detailsOf({ Metrics = [], ...put }: Definition, { name }: EstateTable): string {
  const queries = Metrics.map(({ Label: _, ReturnData = true, ...query }) => ({ ...query, ReturnData }));
  const details = [
    put.DatapointsToAlarm ?? put.EvaluationPeriods,
    put.TreatMissingData ?? 'missing',
    put.EvaluateLowSampleCountPercentile,
    put.Unit,
    inOrder(queries),
  ];
  return withoutTable(JSON.stringify(details), name);
}

/** Neither members nor dimensions nor queries have an order that counts. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value
      .map(inOrder)
      .map((each) => ({ each, text: JSON.stringify([each]) }))
      .toSorted(byText(({ text }) => text))
      .map(({ each }) => each);
  }
  return Object.entries(value)
    .map(([member, each]) => [member, inOrder(each)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** `SystemErrors of operation Scan, Average ≥ 1 over 3 × 60 s` */
export function describeAlarm(alarm: Alarm): string {
  const metrics = alarm.watches.map(({ metric, index, operation }) =>
    [
      metric,
      ...(index === undefined ? [] : [`of index ${index}`]),
      ...(operation === undefined ? [] : [`of operation ${operation}`]),
    ].join(' '),
  );
  const periods =
    alarm.evaluationPeriods === undefined || alarm.periodSeconds === undefined
      ? []
      : [`over ${alarm.evaluationPeriods} × ${alarm.periodSeconds} s`];
  const others = (alarm.okActions ?? []).length + (alarm.insufficientDataActions ?? []).length;
  const condition = [alarm.statistic, alarm.comparison, alarm.threshold, ...periods].filter(
    (part) => part !== undefined,
  );
  return [
    [...new Set(metrics)].join(' and '),
    condition.join(' '),
    `${count(alarm.actions.length, 'action')}${others === 0 ? '' : ` and ${others} at OK or without data`}${alarm.actionsEnabled ? '' : ', switched off'}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** An action in the table's own place: alarms call topics of their own Region. */
function placeless(action: string, { account, region }: EstateTable): string {
  const arn = parseArn(action);
  if (!arn) return action;
  const place = `${arn.region === region ? '' : arn.region}:${arn.account === account ? '' : arn.account}`;
  return `${arn.service}:${place}:${arn.resource}`;
}
