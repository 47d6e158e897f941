import { concluded } from '../../evaluate/conclusion.ts';
import type { Instant } from '../../model/instant.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Report } from '../../model/report.ts';
import { refusingWhatIsThere } from '../../preview/already-there.ts';
import type { Change } from '../../preview/change.ts';
import { compared } from '../../preview/compare.ts';
import { ASSUMPTIONS, emptyInventory } from '../../preview/empty-inventory.ts';
import { withAllDropped, withAllKept } from '../../preview/may-drop.ts';
import { overlay } from '../../preview/overlay.ts';
import { asAccepted, isRefused } from '../../preview/refused.ts';
import { inPlaceholderPlace, withUnresolvedPlace } from '../../preview/unresolved-place.ts';
import type { Host } from '../host/host.ts';
import { agreedResults, onlyPassing } from './agreed.ts';
import { beyondFilesToo } from './beyond-files.ts';
import { aloneIn, homeIn, placeNote, placesOf } from './change-home.ts';
import { changeTexts, type PreviewOptions, placelessTexts, readChanges } from './changes.ts';
import { withoutHistory, withoutPasses } from './less-sure.ts';
import { whicheverOptIn } from './management-opt-in.ts';
import { withRefusals } from './refusals.ts';

export function isPreview({ terraformPlans, cloudFormation, changeSets, backupPolicies }: PreviewOptions): boolean {
  return [terraformPlans, cloudFormation, changeSets, backupPolicies].some((given) => given.length > 0);
}

/** Plans, templates and parameters that cannot be read are said before AWS is asked, which may take minutes. */
export function requireChange(options: PreviewOptions, host: Host): void {
  const texts = changeTexts(options, host);
  readChanges(options, texts, aloneIn(placelessTexts(texts), options, host), undefined, host);
}

/**
 * Judges both sides of a change, by one and the same `judge`. Without an inventory the change is laid over places in which
 * there is nothing.
 */
export function previewReport(
  options: PreviewOptions,
  inventory: Inventory | undefined,
  now: Instant,
  host: Host,
  judgeSide: (inventory: Inventory) => Report,
): { readonly report: Report; readonly after: Inventory } {
  const judge = options.backupPolicies.length > 0 ? whicheverOptIn(judgeSide) : judgeSide;
  const texts = changeTexts(options, host);
  const target = inventory ? homeIn(inventory, options, host) : aloneIn(placelessTexts(texts), options, host);
  const read = readChanges(options, texts, target, inventory, host);
  const alone = inventory === undefined;
  const placed = alone ? inPlaceholderPlace(read, target) : read;
  const before = inventory ?? emptyInventory(placesOf(placed, target), now);
  const changes = refusingWhatIsThere(placed, before);
  const regions = options.regions === 'all' ? [] : options.regions;
  const oneWay = (laid: readonly Change[]) => {
    const { inventory: overlaid, notes } = overlay(before, laid, { withUntouched: alone, regions });
    const after = target.unknown ? withUnresolvedPlace(overlaid, target, target.unknown) : overlaid;
    return {
      after,
      notes,
      judged: alone ? withoutHistory(judge(after)) : judgedWithDrops(judge(after), before, laid, { regions, judge }),
    };
  };
  const laidOver = (laid: readonly Change[]) => {
    const found = oneWay(laid);
    return { ...found, judged: beyondFilesToo(found.judged, laid, (changes) => oneWay(changes).judged) };
  };
  const { after, notes, judged: accepted } = laidOver(changes.map(asAccepted));
  const refused = changes.flatMap(({ resources }) => resources.filter(({ refusals }) => refusals !== undefined));
  const judged = refused.some(isRefused)
    ? withRefusals(accepted, laidOver(changes).judged, refused)
    : withRefusals(accepted, accepted, refused);
  const report = compared({
    before: judge(before),
    after: changes.reduce((found, { partial }) => (partial ? withoutPasses(found, partial) : found), judged),
    changes,
    alone,
    notes: [
      ...(alone ? ASSUMPTIONS : []),
      ...(alone && placelessTexts(texts).length > 0 ? [placeNote(target)] : []),
      ...changes.flatMap((change) => change.notes),
      ...(alone ? [] : changes.flatMap(({ mayDrop }) => mayDrop?.why.detail ?? [])),
      ...notes,
    ],
  });
  return { report: { ...report, ...concluded(report.results, report.nothingJudged) }, after };
}

/** Only what holds whether or not stacks of which nothing is known drop all that they may own, or have the same template already. */
function judgedWithDrops(
  report: Report,
  before: Inventory,
  changes: readonly Change[],
  { regions, judge }: { readonly regions: readonly string[]; readonly judge: (inventory: Inventory) => Report },
): Report {
  const options = { withUntouched: false, regions };
  const [dropped, kept] = [withAllDropped, withAllKept].map((make) => make(before, changes, options));
  const [why] = changes.flatMap(({ mayDrop }) => mayDrop?.why ?? []);
  if (!dropped || !kept || !why) return report;
  const agreed = agreedResults(report, judge(dropped), why);
  const results = onlyPassing(agreed, judge(kept), why);
  return { ...report, ...concluded(results, report.nothingJudged) };
}
