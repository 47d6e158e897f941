import { concluded } from '../../evaluate/conclusion.ts';
import type { Report } from '../../model/report.ts';
import type { Change } from '../../preview/change.ts';
import { beyondFiles, withPlansKept, withPlansOpen } from '../../preview/files-alone.ts';
import { agreedResults, onlyPassing, type WaysInWords } from './agreed.ts';

/**
 * What holds whatever backup policies are attached beside those of the files: what fails by the files alone and as it is now, and
 * what passes however the plans are merged. Each leaf of a plan may come from either side, so that two passes prove none.
 */
export function beyondFilesToo(
  report: Report,
  changes: readonly Change[],
  judge: (changes: readonly Change[]) => Report,
): Report {
  const why = beyondFiles(changes);
  if (!why) return report;
  const agreed = agreedResults(report, judge(changes.map(withPlansKept)), why, WORDS);
  const results = onlyPassing(agreed, judge(changes.map(withPlansOpen)), why, {
    one: WORDS.one,
    other: 'with plans that other policies merge into',
    message: WORDS.message,
  });
  return { ...report, ...concluded(results, report.nothingJudged) };
}

const WORDS: WaysInWords = {
  one: 'by the files alone',
  other: 'with the plans that are there now',
  gone: 'with the plans that are there now it is not asked',
  message: 'hangs on the backup policies of the organization, which are not known',
};
