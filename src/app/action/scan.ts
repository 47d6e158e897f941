import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { withTrend } from '../../evaluate/trend.ts';
import { annotationsOf, policyAnnotations, STEP_LIMIT } from '../../github/annotations.ts';
import { OUTPUTS } from '../../github/outputs.ts';
import type { Toolkit } from '../../github/toolkit.ts';
import { count } from '../../model/count.ts';
import { compareText } from '../../model/order.ts';
import type { Position } from '../../model/policy.ts';
import type { Report } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { conclusionSentence } from '../../report/summary.ts';
import { historyNotes } from '../collect/history.ts';
import { recordingHost } from '../evidence/recorded-host.ts';
import { requirePackable, writePack } from '../evidence/write-pack.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { type Verdict, verdictOn } from '../exit/verdict.ts';
import { formerFailures, formerRuns } from '../files/former-report.ts';
import { fallbackLocation, policyFallback, REPORT_FILES, textReport, writeReport } from '../files/write-report.ts';
import type { Host } from '../host/host.ts';
import { driftNotes, notComparable } from '../judge/baseline-comparison.ts';
import { type Judged, judge } from '../judge/judge.ts';
import { judgeOptions } from '../judge/judge-options.ts';
import { mergedReport } from '../judge/merged-report.ts';
import { unusedScope } from '../judge/unused-scope.ts';
import type { Options } from '../options/options.ts';
import { writeBounded } from './bounded-log.ts';
import { inInputs } from './not-judged.ts';
import { changedLinesOf, type Published, publish, type Surroundings, surroundingsOf } from './publish.ts';
import { actionTexts } from './texts.ts';

/** Judges, writes the reports, and says on GitHub what came of it. */
export async function scan(options: Options<'action'>, toolkit: Toolkit, host: Host): Promise<ExitCode> {
  const from = host.now();
  const recording = recordingHost(host);
  const baselineFile = options['baseline-report'];
  const former = baselineFile === undefined ? undefined : await formerFailures(baselineFile, recording.host);
  const runs = await formerRuns(options['former-report'], host);
  const around = surroundingsOf(options.mode, host);
  if (options.token !== undefined) toolkit.hide(options.token);
  const failOn = options['fail-on'];
  const folder = options['output-dir'] ?? stepFolder(host);
  const files = new Map(options.reports.map((format) => [format, join(folder, REPORT_FILES[format])]));
  for (const file of files.values()) host.tryPlace(file);
  const { evidence } = options;
  if (evidence !== undefined) requirePackable({ ...options, evidence }, host);
  const {
    report: found,
    fallback,
    notes,
    judged,
  } = await reportFor(options, evidence === undefined ? host : recording.host);
  const report = withTrend(found, runs);
  const verdict = verdictOn(report, {
    failOn,
    allowUnknown: options['allow-unknown'],
    ...(former ? { former } : {}),
  });
  if (evidence !== undefined && judged) {
    await writePack({ folder: evidence, options, judged, read: recording.read(), from, exitCode: verdict.exit }, host);
    toolkit.log(`wrote the evidence pack ${escapeTerminal(evidence)}`);
  }
  const category = options.category ?? `holdfast/${options['comment-header']}/`;
  const passes = verdict.exit === EXIT.compliant;
  const listed = former && verdict.delta;
  const settings = { failOn, fallback, waived: 'omitted', category, passes, delta: listed } as const;
  for (const [format, file] of files) await writeReport({ format, file }, report, settings, host);
  const wholes = [...files].flatMap(([format, file]) => (WHOLE.has(format) ? [escapeTerminal(file)] : []));
  const text = textReport(report, settings, host);
  toolkit.quoted(() => writeBounded(text, wholes, host));

  const texts = actionTexts(report, failOn, listed, passes, around.runUrl);
  const published = await publish(options, verdict, failuresOf(report), around, texts, toolkit.rest);
  for (const warning of published.warnings) toolkit.warn(warning);
  if (published.note !== undefined) toolkit.log(published.note);
  // Notes name files and hold what AWS said, so they too must give the runner no command.
  const said = notes.map((note) => `note: ${escapeTerminal(inInputs(note))}\n`).join('');
  if (said !== '') toolkit.quoted(() => host.stdout.write(said));
  await annotate(report, verdict, published, options, around, toolkit);
  if (options['job-summary'] || published.warnings.length > 0) await toolkit.writeSummary(texts.summary());
  for (const [name, output] of Object.entries(OUTPUTS)) {
    toolkit.setOutput(name, output.value({ ...published, report, delta: verdict.delta, files }));
  }
  if (!passes) toolkit.fail(`${report.conclusion}: ${conclusionSentence(report, failOn)}`);
  return verdict.exit;
}

/** Formats that leave nothing out. */
const WHOLE: ReadonlySet<string> = new Set(['text', 'json', 'jsonl', 'csv', 'html']);

/** Steps of one job share the runner's folder: each has its own in it, so that none writes over the files of another. */
function stepFolder({ environment }: Host): string {
  const shared = environment['RUNNER_TEMP'];
  return shared === undefined ? '.' : join(shared, `holdfast-${randomUUID()}`);
}

/** Stands for the set of what fails or is unknown. */
function failuresOf({ results }: Report): string {
  const hash = createHash('sha256');
  const prints = results.flatMap(({ status, fingerprint }) =>
    status === 'fail' || status === 'unknown' ? [fingerprint] : [],
  );
  for (const print of prints.toSorted(compareText)) hash.update(`${print}\n`);
  return hash.digest('hex').slice(0, 32);
}

interface Reported {
  /** Absent: reports of other runs were merged. */
  readonly judged?: Judged;
  readonly report: Report;
  /** Where results without a policy are shown. */
  readonly fallback: Position;
  /** What was not read of the history. */
  readonly notes: readonly string[];
}

async function reportFor(options: Options<'action'>, host: Host): Promise<Reported> {
  if (options.merge.length > 0) {
    if (options['recorded-baseline'] !== undefined) throw notComparable('merge');
    if (options.evidence !== undefined) {
      throw new UserError('evidence and merge do not go together: merged reports hold no facts', 'pack each run');
    }
    const report = await mergedReport(options.merge, options['allow-empty'], host);
    return { report, fallback: policyFallback(report), notes: [] };
  }
  const judged = await judge(judgeOptions(options), host);
  const { policies, report, history, estate } = judged;
  const notes = [
    ...(report.preview?.notes ?? []),
    ...unusedScope(options, report),
    ...driftNotes(report),
    ...historyNotes(history, estate),
  ];
  return { judged, report, fallback: fallbackLocation(policies), notes };
}

/**
 * What failed before, in a former report or without the previewed change, is not for the one who changes something now. Where
 * there is not room for the rest, the lines that the pull request changes come first.
 */
async function annotate(
  report: Report,
  { exit, delta }: Verdict,
  { warnings }: Published,
  options: Options<'action'>,
  around: Surroundings,
  toolkit: Toolkit,
): Promise<void> {
  const each = options.annotations;
  const unmatched = policyAnnotations(report, Math.min(each, STEP_LIMIT - warnings.length));
  for (const annotation of unmatched) toolkit.annotate(annotation);
  const otherWarnings = warnings.length + unmatched.length;
  const limits = { each, otherErrors: exit === EXIT.compliant ? 0 : 1, otherWarnings };
  const standing = new Set(delta.standing);
  const listed = report.results.filter((result) => !standing.has(result));
  const all = annotationsOf(listed, limits);
  const isChanged = each > 0 && all.leftOut > 0 ? await changedLinesOf(options, around, toolkit.rest) : undefined;
  const { shown, leftOut } = isChanged === undefined ? all : annotationsOf(listed, limits, isChanged);
  for (const annotation of shown) toolkit.annotate(annotation);
  const more = leftOut + standing.size;
  if (each > 0 && more > 0) toolkit.log(`and ${count(more, 'more result')} without an annotation`);
}
