import { REPORT_SCHEMA } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import type { Host } from './host.ts';

/** Fingerprints of the failing results of a JSON report. */
export function baselineFingerprints(path: string, host: Host): ReadonlySet<string> {
  const report = parsedReport(path, host);
  const failing = report.results.flatMap((result: unknown) =>
    isRecord(result) && result['status'] === 'fail' && typeof result['fingerprint'] === 'string'
      ? [result['fingerprint']]
      : [],
  );
  return new Set(failing);
}

function parsedReport(path: string, host: Host): { readonly results: readonly unknown[] } {
  const advice = `give --baseline-report a report that \`holdfast check --report json=${path}\` wrote`;
  const bytes = host.readFile(path);
  if (!bytes) throw new UserError(`no such file: ${path}`, advice);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new UserError(`${path} is not JSON`, advice, { cause });
  }
  if (isRecord(parsed) && parsed['schema'] === REPORT_SCHEMA && Array.isArray(parsed['results'])) {
    return { results: parsed['results'] };
  }
  throw new UserError(`${path} is no report of the schema ${REPORT_SCHEMA}`, advice);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
