import type { Location, ReportingConfiguration, Result as SarifResult, Suppression } from 'sarif';
import { count } from '../model/count.ts';
import { compareText } from '../model/order.ts';
import type { Position } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { severityRank } from '../model/worst-first.ts';
import { checkoutPath } from './checkout-path.ts';
import { escapeSarifText } from './escape.ts';
import { countResources, evidenceOf, nameOf, positionText, settledBy, whereabouts } from './summary.ts';

export const SARIF_LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, ReportingConfiguration.level>;

/** Lines of evidence in one message; an alert is no place for hundreds. */
const BECAUSE_LINES = 20;
/** Tables that one message tells of. */
const TABLES_NAMED = 20;
/** Tables in the properties of one result; the JSON report has all. */
const TABLES_LISTED = 1_000;

/** In a preview the line to look at is the template's, where there is one. */
function placeOf({ template, policy }: Result): Position | undefined {
  return template && checkoutPath(template.file) !== undefined ? template : policy;
}

/** Results with the same key have one cause: what a control says of one line. GitHub makes one alert of them, whatever we do. */
export function causeOf(result: Result): string {
  const place = placeOf(result);
  const file = place && checkoutPath(place.file);
  const where = file === undefined ? '' : `${file}:${place?.line}`;
  // A suppression is for the whole of a result.
  return [result.control, where, result.status === 'waived' ? result.fingerprint : ''].join('\n');
}

/** The results of one cause, worst first, as one result, all but its rule. There is at least one. */
export function sarifResult(results: readonly Result[], fallback: Position): Omit<SarifResult, 'ruleId' | 'ruleIndex'> {
  const [first] = results;
  const failing = results.filter(({ status }) => status !== 'unknown');
  const worst = (failing.length > 0 ? failing : results).toSorted(
    (a, b) => severityRank(a.severity) - severityRank(b.severity),
  )[0];
  const listed = results.slice(0, TABLES_LISTED);
  return {
    // The kind stays `fail`: any other demands level `none` (3.27.10), which code scanning drops.
    level: worst === undefined || worst.status === 'unknown' ? 'note' : SARIF_LEVELS[worst.severity],
    message: { text: messageText(results) },
    locations: [locationIn(first && placeOf(first), fallback)],
    // `primaryLocationLineHash` is upload-sarif's to compute: it warns of any other value.
    partialFingerprints: { 'holdfast/v1': fingerprintOf(results) },
    ...(first?.status === 'waived' ? { suppressions: [suppression(first.waiver)] } : {}),
    properties: {
      status: worst?.status,
      severity: worst?.severity,
      ...(first?.policy === undefined ? {} : { policy: first.policy.name }),
      count: results.length,
      tables: listed.map(tableEntry),
      tablesLeftOut: results.length - listed.length,
    },
  };
}

function tableEntry({ resource, status, policy, follows, fingerprint }: Result): object {
  return {
    arn: resource.arn,
    status,
    ...(policy === undefined ? {} : { path: policy.path }),
    ...(follows === undefined ? {} : { follows }),
    fingerprint,
  };
}

/** Of the cause: it stays while tables come and go. */
function fingerprintOf(results: readonly Result[]): string {
  return results.map(askedIn).toSorted(compareText)[0] ?? '';
}

function askedIn({ control, policy, template, status, fingerprint }: Result): string {
  const line = template === undefined ? '' : positionText(template);
  return [control, policy?.name, policy?.path, line, status === 'waived' ? fingerprint : ''].filter(Boolean).join('/');
}

function messageText(results: readonly Result[]): string {
  const [first] = results;
  if (first === undefined) return '';
  const lines = results.length === 1 ? linesOf(first) : linesOfAll(results, first);
  return lines.map((line) => escapeSarifText(line.replaceAll('\n', '\\n'))).join('\n');
}

/** What each table lacks in a line, and the evidence of the worst: the cause is the same for all. */
function linesOfAll(results: readonly Result[], first: Result): readonly string[] {
  const listed = results.slice(1, TABLES_NAMED);
  const more = results.length - 1 - listed.length;
  const numbers = (['fail', 'unknown'] as const).flatMap((status) => {
    const same = results.filter((result) => result.status === status);
    if (same.length === 0) return [];
    return [`${status === 'fail' ? 'fails' : 'unknown'} for ${countResources(same)}`];
  });
  return [
    numbers.join(', '),
    ...linesOf(first),
    ...listed.map(headOf),
    ...(more > 0 ? [`and ${count(more, 'more result')} in the JSON report`] : []),
  ];
}

function headOf({ resource, unknown, message }: Result): string {
  const where = `${nameOf(resource)} (${whereabouts(resource).toReversed().join(', ')})`;
  return `${unknown === undefined ? '' : 'unknown: '}${where}: ${message}`;
}

function linesOf(result: Result): readonly string[] {
  const { policy, unknown } = result;
  const place = placeOf(result);
  const found = place === policy && place !== undefined && checkoutPath(place.file) !== undefined;
  const evidence = evidenceOf(result);
  const because = evidence.slice(0, BECAUSE_LINES);
  const more = evidence.length - because.length;
  return [
    headOf(result),
    ...(unknown === undefined ? [] : [`${unknown.reason}: ${unknown.detail}`]),
    ...settledBy(unknown?.permission, unknown?.detail ?? '').map((action) => `settled by the IAM action ${action}`),
    ...because,
    ...(more > 0 ? [`and ${count(more, 'more line')} in the JSON report`] : []),
    ...(result.follows === undefined ? [] : [`follows from ${result.follows}`]),
    ...(policy === undefined || found ? [] : [`asked at ${positionText(policy)}`]),
  ];
}

/** The file as a relative URI reference, or undefined when it is not below the working directory. */
function checkoutUri(file: string): string | undefined {
  const path = checkoutPath(file);
  return path?.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}

/** In the checkout, or at what stands in for a place outside of it. */
export function locationIn(place: Position | undefined, fallback: Position): Location {
  const uri = place && checkoutUri(place.file);
  return place && uri !== undefined
    ? location(uri, place)
    : location(checkoutUri(fallback.file) ?? fallback.file, fallback);
}

function location(uri: string, { line, column }: Position): Location {
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } } };
}

function suppression(waiver: Result['waiver']): Suppression {
  if (waiver === undefined) return { kind: 'external', status: 'accepted' };
  const justification = `${waiver.reason} (approved by ${waiver.approvedBy}, until ${waiver.until})`;
  return { kind: 'external', status: 'accepted', justification: escapeSarifText(justification) };
}
