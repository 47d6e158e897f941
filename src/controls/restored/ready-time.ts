import { missingSince, tableChanges, tellsAllSince, tellsOfRestore } from '../../estate/changes.ts';
import type { Estate, EstateTable } from '../../estate/estate.ts';
import { isRestoreTestTable, restoresOf } from '../../estate/restored.ts';
import { parseArn, tableNameOf } from '../../model/arn.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';
import { type Instant, minutesBetween } from '../../model/instant.ts';
import { byText } from '../../model/order.ts';
import type { Policy } from '../../model/policy.ts';
import { asRestored } from './as-restored.ts';
import type { RequiredSetting } from './required-settings.ts';
import { type ReadySpan, type RestoreSubject, settingReady } from './setting-ready.ts';
import type { CompletedRestore } from './table-restores.ts';

/** Job created → every required setting in place together, to stay so. */
export interface ReadyTime {
  readonly restore: CompletedRestore;
  /** Of the table made; the job's id where nothing tells it. */
  readonly name: string;
  readonly atLeastMinutes: number;
  /** Absent where nothing proves when the last setting was in place. */
  readonly atMostMinutes?: number;
  /** Required settings that are not as asked now. */
  readonly missing: readonly string[];
  /** What decides: one sentence. */
  readonly because: string;
  /** What would tell more, where that is not enough. */
  readonly remedy?: string;
}

/** Tables of restore tests are deleted as they are; nobody makes them ready. */
export function isMadeReady({ record }: CompletedRestore): boolean {
  return record.from !== 'restore-test' && !isRestoreTestTable(tableNameOf(record.restoredArn ?? '') ?? '');
}

export function readyTime(
  estate: Estate,
  source: EstateTable,
  restore: CompletedRestore,
  settings: readonly RequiredSetting[],
  policy: Policy,
): ReadyTime {
  const { startedAt, id } = restore.record;
  const name = tableNameOf(restore.record.restoredArn ?? '') ?? id;
  const since = (at: Instant) => minutesBetween(startedAt, at);
  if (settings.length === 0) {
    const because = 'the policy asks for no setting';
    return { restore, name, atLeastMinutes: restore.minutes, atMostMinutes: restore.minutes, missing: [], because };
  }
  const made = madeBy(estate, source, restore);
  if (!made.known) return { restore, name, atLeastMinutes: restore.minutes, missing: [], because: made.detail };
  const { table } = made.value.restored;
  const subject: RestoreSubject = {
    ...made.value,
    estate,
    policy,
    left: asRestored(table),
    startedAt,
    completedAt: restore.completedAt,
    tellsAll:
      tellsOfRestore(estate, table, id) && [table, source].every((each) => tellsAllSince(estate, each, startedAt)),
  };
  const spans: (ReadySpan & { readonly called: string })[] = [];
  for (const setting of settings) {
    const span = { called: calledOf(setting), ...settingReady(subject, setting) };
    spans.push(span);
    // Of a table that is gone, without its history, one setting that nothing proves leaves nothing to learn from the others.
    if (subject.isGone && !subject.tellsAll && span.latest === undefined) break;
  }
  const lacking = [table, source].find((each) => !tellsAllSince(estate, each, startedAt)) ?? table;
  const unproven = spans.find(({ latest }) => latest === undefined);
  const last = spans.toSorted(byText(({ latest = '' }) => latest)).at(-1);
  const decides = spans.find(({ isMissing }) => isMissing) ?? unproven ?? last;
  return {
    restore,
    name,
    atLeastMinutes: Math.max(restore.minutes, ...spans.map(({ earliest }) => since(earliest))),
    ...(unproven || !last?.latest ? {} : { atMostMinutes: Math.max(restore.minutes, since(last.latest)) }),
    missing: spans.filter(({ isMissing }) => isMissing).map(({ called }) => called),
    because: decides ? `${decides.called}: ${decides.because}` : '',
    remedy: missingSince(estate, lacking, startedAt),
  };
}

type Made = Pick<RestoreSubject, 'restored' | 'isGone' | 'until'>;

/** The table that a restore made; where it is gone, a table like its source. */
function madeBy(estate: Estate, source: EstateTable, { record, completedAt }: CompletedRestore): Fact<Made> {
  const arn = record.restoredArn;
  const parsed = parseArn(arn ?? '');
  const name = tableNameOf(arn ?? '');
  if (arn === undefined || !parsed || name === undefined) {
    return unknown('not-collected', 'nothing tells which table it made');
  }
  const listed = restoresOf(estate).restoredFrom.get(source.arn) ?? [];
  const restored = listed.find(({ table, restore }) => table.arn === arn && restore?.id === record.id);
  if (restored?.doubt) return restored.doubt;
  if (restored) return known({ restored, isGone: false, until: estate.now }, restored.evidence);
  const { partition, account, region } = parsed;
  const regionInventory = estate.region(account, region);
  if (!regionInventory?.inScope)
    return unknown('not-collected', `the table that it made, ${arn}, lies outside the scope`);
  if (!regionInventory.tables.known) return regionInventory.tables;
  const table = { partition, account, region, regionInventory, arn, name, record: { ...source.record, arn, name } };
  const deleted = tableChanges(estate, table).find((event) => event.name === 'DeleteTable' && event.at >= completedAt);
  const evidence = `the table that it made, ${name}, is gone`;
  const standIn = { table, sourceArn: source.arn, source, restore: record, inProgress: false, evidence };
  return known({ restored: standIn, isGone: true, until: deleted?.at ?? estate.now }, evidence);
}

/** `restored-time-to-live` → `time-to-live` */
function calledOf({ control }: RequiredSetting): string {
  return control.id.replace('restored-', '');
}
