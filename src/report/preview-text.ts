import { count } from '../model/count.ts';
import type { ReportPreview } from '../model/report.ts';

/** Sentences shown without `verbose`. */
const SENTENCES = 10;

/** `2 new failures, 1 fixed, 3 that were there before; 1 newly unknown` */
function previewCounts({ new: added, fixed, unchanged, newUnknown }: ReportPreview): string {
  const parts = [
    count(added.length, 'new failure'),
    `${fixed.length.toLocaleString('en-US')} fixed`,
    `${unchanged.length.toLocaleString('en-US')} failing before and after`,
    ...(newUnknown.length > 0 ? [`${newUnknown.length.toLocaleString('en-US')} newly unknown`] : []),
  ];
  return parts.join(', ');
}

/** `the account after plan.json: …`, what tables lose and gain, and what was fixed. */
export function previewLines(preview: ReportPreview, verbose: boolean): readonly string[] {
  const { sources, changes, sentences, alone } = preview;
  const what = alone ? 'the change alone, without an inventory' : 'the account after the change';
  const shown = verbose ? sentences : sentences.slice(0, SENTENCES);
  const more = sentences.length - shown.length;
  return [
    `${what}: ${sources.join(', ')}, ${count(changes.length, 'resource')} that matter${changes.length === 1 ? 's' : ''} here`,
    previewCounts(preview),
    ...shown,
    ...(more > 0 ? [`and ${count(more, 'more sentence')}; the JSON report has all`] : []),
  ];
}
