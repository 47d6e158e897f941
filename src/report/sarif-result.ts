import type { Location, ReportingConfiguration, Result as SarifResult, Suppression } from 'sarif';
import { count } from '../model/count.ts';
import type { Position } from '../model/policy.ts';
import type { Result } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { escapeSarifText } from './escape.ts';
import { evidenceOf, nameOf, positionText, settledBy } from './summary.ts';

export const SARIF_LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, ReportingConfiguration.level>;

/** Lines of evidence in one message; an alert is no place for hundreds. */
const BECAUSE_LINES = 20;

/** One result, all but its rule. */
export function sarifResult(result: Result, fallback: Position): Omit<SarifResult, 'ruleId' | 'ruleIndex'> {
  const { policy, resource } = result;
  // In a preview the line to look at is the template's, where there is one.
  const place = result.template && checkoutUri(result.template.file) !== undefined ? result.template : policy;
  const found = place !== undefined && checkoutUri(place.file) !== undefined;
  return {
    // The kind stays `fail`: any other demands level `none` (3.27.10), which code scanning drops.
    level: result.status === 'unknown' ? 'note' : SARIF_LEVELS[result.severity],
    message: { text: messageText(result, found && place === policy) },
    locations: [locationIn(place, fallback)],
    partialFingerprints: { primaryLocationLineHash: result.fingerprint, 'holdfast/v1': result.fingerprint },
    ...(result.status === 'waived' ? { suppressions: [suppression(result.waiver)] } : {}),
    properties: {
      status: result.status,
      severity: result.severity,
      table: resource.arn,
      account: resource.account,
      region: resource.region,
      ...(policy === undefined ? {} : { policy: policy.name, path: policy.path }),
      ...(result.follows === undefined ? {} : { follows: result.follows }),
    },
  };
}

function messageText(result: Result, found: boolean): string {
  const { policy, resource, unknown } = result;
  const where = `${nameOf(resource)} (${resource.region}, ${resource.account})`;
  const evidence = evidenceOf(result);
  const because = evidence.slice(0, BECAUSE_LINES);
  const more = evidence.length - because.length;
  return [
    `${unknown === undefined ? '' : 'unknown: '}${where}: ${result.message}`,
    ...(unknown === undefined ? [] : [`${unknown.reason}: ${unknown.detail}`]),
    ...settledBy(unknown?.permission, unknown?.detail ?? '').map((action) => `settled by the IAM action ${action}`),
    ...because,
    ...(more > 0 ? [`and ${count(more, 'more line')} in the JSON report`] : []),
    ...(result.follows === undefined ? [] : [`follows from ${result.follows}`]),
    ...(policy === undefined || found ? [] : [`asked at ${positionText(policy)}`]),
  ]
    .map((line) => escapeSarifText(line.replaceAll('\n', '\\n')))
    .join('\n');
}

/**
 * The file as a relative URI reference, or undefined when it is not below the working directory: code scanning refuses
 * absolute ones, and one that leads nowhere stalls the upload (github/codeql-action issue 2992).
 */
function checkoutUri(file: string): string | undefined {
  const segments = file.replaceAll('\\', '/').split('/');
  const absolute = segments[0] === '' || /^[A-Za-z]:$/.test(segments[0] ?? '');
  const named = segments.filter((segment) => segment !== '' && segment !== '.');
  if (absolute || named.length === 0 || named.includes('..')) return undefined;
  return named.map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'))).join('/');
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
