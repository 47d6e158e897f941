import { tableNameOf } from '../model/arn.ts';
import { count } from '../model/count.ts';
import { formatMinutes } from '../model/duration.ts';
import { groupBy } from '../model/group-by.ts';
import { compareText } from '../model/order.ts';
import type { Position } from '../model/policy.ts';
import {
  policyWarnings,
  type Report,
  type ReportFrame,
  type RestoreTimes,
  type Summary,
  type Warning,
} from '../model/report.ts';
import type { Result, ResultResource } from '../model/result.ts';
import { type FailOn, isAtLeast, SEVERITIES, type Severity } from '../model/severity.ts';

/** `backup-frequency ×2, copy-coverage`: each label once, with how often it occurs. */
export function countLabels(results: readonly Result[], labelOf: (result: Result) => string): string {
  return [...groupBy(results, labelOf)]
    .map(([label, same]) => (same.length === 1 ? label : `${label} ×${same.length}`))
    .toSorted(compareText)
    .join(', ');
}

/** `3 fail, 1 unknown, 88 pass, 1 waived, 4 not applicable`; what is zero is left out, except failures. */
export function resultCounts(summary: Omit<Summary, 'tables'>): string {
  const parts: readonly (readonly [number, string])[] = [
    [summary.fail, 'fail'],
    [summary.unknown, 'unknown'],
    [summary.pass, 'pass'],
    [summary.waived, 'waived'],
    [summary.notApplicable, 'not applicable'],
  ];
  return parts
    .filter(([number, word]) => number > 0 || word === 'fail')
    .map(([number, word]) => `${number.toLocaleString('en-US')} ${word}`)
    .join(', ');
}

/** How many results fail, on how many things; of results that come one resource after the other. */
export class FailureCount {
  readonly #bySeverity = new Map<Severity, number>();
  #failing = 0;
  #resources = 0;
  #isAboutTables = true;

  /** All results of one resource, or of several. */
  take(results: readonly Result[]): void {
    const failing = results.filter(({ status }) => status === 'fail');
    for (const { severity } of failing) this.#bySeverity.set(severity, (this.#bySeverity.get(severity) ?? 0) + 1);
    this.#failing += failing.length;
    this.#resources += new Set(failing.map(({ resource }) => resource.arn)).size;
    this.#isAboutTables &&= isAboutTables(failing);
  }

  /** Why the conclusion is what it is, without the conclusion's word. */
  sentence(report: ReportFrame, failOn: FailOn = 'low'): string {
    const { summary } = report;
    const { pass, fail, unknown, notApplicable, waived } = summary;
    if (pass + fail + unknown + notApplicable + waived === 0) return nothingJudged(report);
    const parts: string[] = [];
    if (this.#failing > 0) {
      const resources = countOf(this.#resources, this.#isAboutTables);
      parts.push(`${count(this.#failing, 'result')} failing on ${resources} (${this.#severities()})`);
      const below = this.#below(failOn);
      if (failOn === 'none') parts.push('reported only, as fail-on none asks');
      else if (below > 0) parts.push(`${below.toLocaleString('en-US')} of them below fail-on ${failOn}`);
    } else {
      parts.push(pass > 0 || unknown > 0 ? 'nothing failed' : 'nothing failed, nothing passed either');
    }
    if (unknown > 0) parts.push(`${count(unknown, 'result')} unknown`);
    if (waived > 0) parts.push(`${waived.toLocaleString('en-US')} waived`);
    return parts.join(', ');
  }

  /** `1 critical, 2 high` */
  #severities(): string {
    return SEVERITIES.toReversed()
      .map((severity) => ({ severity, number: this.#bySeverity.get(severity) ?? 0 }))
      .filter(({ number }) => number > 0)
      .map(({ severity, number }) => `${number.toLocaleString('en-US')} ${severity}`)
      .join(', ');
  }

  #below(failOn: FailOn): number {
    return [...this.#bySeverity].reduce(
      (sum, [severity, number]) => sum + (isAtLeast(severity, failOn) ? 0 : number),
      0,
    );
  }
}

/** Why the conclusion is what it is, without the conclusion's word. */
export function conclusionSentence(report: Report, failOn: FailOn = 'low'): string {
  const failures = new FailureCount();
  failures.take(report.results);
  return failures.sentence(report, failOn);
}

/** Policies named in one sentence. */
const NAMED = 3;

function nothingJudged(report: ReportFrame): string {
  const unmatched = policyWarnings(report).map(({ policy }) => policy);
  const more = unmatched.length - NAMED;
  const names = unmatched.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${count(more, 'more policy')}` : '');
  const why = names === '' ? 'no policy asked anything of any table' : `no table is matched by ${names}`;
  if (report.shard) return `nothing was judged in this shard: ${why}; merge tells what all of them come to`;
  return `nothing was judged: ${why}${report.nothingJudged ? '; allow-empty accepts that' : ''}`;
}

/** A plan, a vault and a table may have one name. */
const KINDS = {
  'AWS::DynamoDB::Table': '',
  'AWS::Backup::BackupPlan': 'plan ',
  'AWS::Backup::BackupVault': 'vault ',
  'AWS::Backup::RestoreTestingPlan': 'restore testing plan ',
  'AWS::Backup::RegionSettings': '',
  'AWS::Backup::GlobalSettings': '',
  'AWS::Organizations::Policy': 'backup policy ',
} as const satisfies Record<ResultResource['type'], string>;

/** `orders`, `plan daily` */
export function nameOf({ type, name }: ResultResource): string {
  return `${KINDS[type]}${name}`;
}

/** Account and Region; of a table that a change makes nobody may know them yet. */
export function whereabouts({ type, account, region }: ResultResource): readonly [account: string, region: string] {
  const listed = (text: string, what: string) =>
    text === '' && type === 'AWS::DynamoDB::Table' ? `unknown ${what}` : text;
  return [listed(account, 'account'), listed(region, 'Region')];
}

/** `3 tables`; `3 resources` where plans, vaults or settings are among them, as they are in drift. */
export function countResources(results: readonly Result[]): string {
  return countOf(new Set(results.map(({ resource }) => resource.arn)).size, isAboutTables(results));
}

function isAboutTables(results: readonly Result[]): boolean {
  return results.every(({ resource }) => resource.type === 'AWS::DynamoDB::Table');
}

function countOf(resources: number, areTables: boolean): string {
  return count(resources, areTables ? 'table' : 'resource');
}

/** To the second, because a restore of 4 h 24 s breaks an RTO of 4 h and must not read as 4 h. */
export function exactMinutes(minutes: number): string {
  const seconds = Math.round(minutes * 60);
  const whole = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (rest === 0) return formatMinutes(whole);
  return whole === 0 ? `${rest} s` : `${formatMinutes(whole)} ${rest} s`;
}

/** `7 restores: p50 28 min, p95 52 min, max 58 min, mean 31 min, latest 30 min; RTO 4 h` */
export function restoreSentence(times: RestoreTimes): string {
  const asked = times.rtoMinutes === undefined ? 'no RTO asked' : `RTO ${exactMinutes(times.rtoMinutes)}`;
  const rto = times.doubtful === undefined ? asked : `${asked}; not counted: ${doubtfulText(times.doubtful)}`;
  if (times.samples === 0) return `0 restores; ${rto}`;
  const statistics = [
    `p50 ${exactMinutes(times.p50Minutes)}`,
    `p95 ${exactMinutes(times.p95Minutes)}`,
    `max ${exactMinutes(times.maxMinutes)}`,
    `mean ${exactMinutes(times.meanMinutes)}`,
    `latest ${exactMinutes(times.latestMinutes)}`,
  ].join(', ');
  return `${count(times.samples, 'restore')}: ${statistics}; ${rto}`;
}

export function doubtfulText(restores: number): string {
  return `${count(restores, 'restore')} perhaps of an earlier table of the name`;
}

/** `2026-11-22 08:00:00 UTC` */
export function readableInstant(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** `as of 2026-11-22 08:00:00 UTC`: the instant that was judged, and that of the facts where it is another. */
export function asOf({ takenAt, asOf: judged }: Pick<Report, 'takenAt' | 'asOf'>): string {
  const facts = judged === undefined ? '' : `, by facts of ${readableInstant(takenAt)}`;
  return `as of ${readableInstant(judged ?? takenAt)}${facts}`;
}

/** The name of a table, or the whole ARN where it holds none. */
export function nameOfTable(arn: string): string {
  return tableNameOf(arn) ?? arn;
}

/** `policies/payments.yaml:17:7`: what editors and terminals open. */
export function positionText(position: Position): string {
  return `${position.file}:${position.line}:${position.column}`;
}

/** `policies/payments.yaml:17` */
export function lineText({ file, line }: Pick<Position, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** `plan daily › rule nightly (eu-west-1, 111122223333): …` */
export function warningSentence(warning: Warning): string {
  if ('policy' in warning) return `${warning.kind} (${positionText(warning.at)}): ${warning.detail}`;
  const { plan, table, vault, rule, selection, region, account, detail } = warning;
  const part = rule === undefined ? '' : ` › rule ${rule}`;
  const assigned = selection === undefined ? '' : ` › selection ${selection}`;
  const about = table === undefined ? `vault ${vault}` : `table ${table}`;
  const subject = plan === undefined ? about : `plan ${plan}`;
  return `${subject}${part}${assigned} (${region}, ${account}): ${detail}`;
}

/** The IAM action that would settle an unknown, where it is not named already. */
export function settledBy(permission: string | undefined, said: string): readonly string[] {
  return permission === undefined || said.includes(permission) ? [] : [permission];
}

/** The evidence, without the line that says again why the result is unknown. */
export function evidenceOf({ because, unknown }: Pick<Result, 'because' | 'unknown'>): readonly string[] {
  return because.filter((line) => line !== unknown?.detail);
}
