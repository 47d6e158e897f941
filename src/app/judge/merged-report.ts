import { type MergedReport, mergeReports, type ReportPart, withoutProse } from '../../evaluate/merge-reports.ts';
import { heldResults, isInOrder } from '../../evaluate/merged-results.ts';
import { standing } from '../../evaluate/spoken-frameworks.ts';
import { FRAMEWORK_IDS } from '../../model/framework-id.ts';
import type { Report } from '../../model/report.ts';
import type { Result, Status } from '../../model/result.ts';
import { UserError } from '../../model/user-error.ts';
import { CONTROL_INFO } from '../catalogue/control-info.ts';
import { leadsAway, refuseLinkAway } from '../files/allowed-folders.ts';
import { type ReportFile, reportFile } from '../files/report-file.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../version.ts';

/** What of a folder is a report. */
const REPORT = /\.jsonl?(?:\.gz)?$/;

/** One report of several: files, or folders in which every file that is named like a JSON report is one. */
export async function mergedParts(
  paths: readonly string[],
  allowEmpty: boolean,
  host: Host,
  each?: (results: readonly Result[]) => void,
): Promise<MergedReport> {
  const files = [...new Set(paths.flatMap((path) => filesAt(path, host)))];
  const parts: ReportPart[] = [];
  for (const file of files) parts.push(await partAt(file, host));
  requireAlike(files, parts);
  const spoken = FRAMEWORK_IDS.filter((id) =>
    parts.some(({ frame }) => frame.frameworks?.some((own) => own.id === id)),
  );
  if (spoken.length === 0) return mergeReports(parts, VERSION, allowEmpty, each);
  const seen: Result[] = [];
  const merged = await mergeReports(parts, VERSION, allowEmpty, (results) => {
    each?.(results);
    seen.push(...results.map(withoutProse));
  });
  const { frameworks = [] } = standing({ ...merged.frame, results: seen }, spoken, CONTROL_INFO);
  return { ...merged, frame: { ...merged.frame, frameworks } };
}

/** The same with all its results, for what shows a report as a whole. */
export async function mergedReport(paths: readonly string[], allowEmpty: boolean, host: Host): Promise<Report> {
  return wholeOf(await mergedParts(paths, allowEmpty, host));
}

export async function wholeOf({ frame, results }: MergedReport): Promise<Report> {
  const all: Result[] = [];
  for await (const batch of results()) for (const result of batch) all.push(result);
  return { ...frame, results: all };
}

/** Read once to its end: a part that is cut off, or is no report, is said before anything is merged. */
async function partAt(path: string, host: Host): Promise<ReportPart> {
  const file = reportFile(path, 'merge', host);
  const counts: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 };
  let first: Result | undefined;
  let last: Result | undefined;
  let inOrder = true;
  for await (const batch of file.batches()) {
    for (const result of batch) {
      counts[result.status] += 1;
      if (last && !isInOrder(last, result)) inOrder = false;
      first ??= result;
      last = result;
    }
  }
  requireAll(counts, file);
  if (!inOrder) return { frame: file.frame(), ...heldResults(await allOf(file)) };
  return { frame: file.frame(), first: first?.resource, batches: file.batches };
}

/** A line that was lost would hide what it said. */
function requireAll(counts: Readonly<Record<Status, number>>, { frame, wrong }: ReportFile): void {
  const { pass, fail, unknown, notApplicable, waived } = frame().summary;
  const told = { pass, fail, unknown, 'not-applicable': notApplicable, waived };
  const total = (of: Readonly<Record<Status, number>>) => Object.values(of).reduce((sum, number) => sum + number, 0);
  const differs = (Object.keys(told) as Status[]).find((status) => told[status] !== counts[status]);
  if (differs === undefined) return;
  throw wrong(
    `is not whole: its summary tells of ${total(told)} results, ${told[differs]} of them ${differs}; it holds ${total(counts)}, ${counts[differs]} of them ${differs}`,
  );
}

async function allOf(file: ReportFile): Promise<readonly Result[]> {
  const results: Result[] = [];
  for await (const batch of file.batches()) for (const result of batch) results.push(result);
  return results;
}

/** What is compared with something is merged with what is compared with it, too. */
function requireAlike(files: readonly string[], parts: readonly ReportPart[]): void {
  const drifting = files.find((_, index) => parts[index]?.frame.drift !== undefined);
  if (drifting !== undefined) {
    throw new UserError(`${drifting} holds a comparison with a baseline`, 'merge reports of holdfast check');
  }
  for (const [what, name] of [
    ['preview', 'a preview of a change'],
    ['policyChange', 'a comparison with former policies'],
  ] as const) {
    const has = files.find((_, index) => parts[index]?.frame[what] !== undefined);
    const lacks = files.find((_, index) => parts[index]?.frame[what] === undefined);
    if (has === undefined || lacks === undefined) continue;
    throw new UserError(`${has} holds ${name}, and ${lacks} does not`, 'merge reports of one change');
  }
}

function filesAt(path: string, host: Host): readonly string[] {
  const place = host.look(path);
  if (place.kind !== 'absent') refuseLinkAway(path, host);
  if (place.kind !== 'folder') return [path];
  const [away] = place.outside;
  if (away !== undefined) throw leadsAway(away);
  const files = place.files.filter((file) => REPORT.test(file));
  if (files.length > 0) return files;
  throw new UserError(`no report in ${path}`, 'put files that end in .json or .jsonl there, packed (.gz) or not');
}
