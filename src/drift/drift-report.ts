import { estateOf } from '../estate/estate.ts';
import { concluded } from '../evaluate/conclusion.ts';
import { fingerprintOf } from '../evaluate/fingerprint.ts';
import { policiesWithoutTables } from '../evaluate/unmatched-policies.ts';
import { historyRead } from '../history/history-read.ts';
import type { Direction, DriftDetail, DriftEvent } from '../model/drift.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import { compareText } from '../model/order.ts';
import type { Policy } from '../model/policy.ts';
import { REPORT_SCHEMA, type Report } from '../model/report.ts';
import { isAboutTable, type Json, type Result } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import type { Subject as VerdictSubject } from '../model/subject.ts';
import type { TrailEvent, TrailHistory, TrailReach } from '../model/trail-event.ts';
import { attribution, driftEvent } from './attribute.ts';
import type { Baseline } from './baseline.ts';
import { driftControl } from './control.ts';
import { compareBaselines, type Difference, type Undecided } from './difference.ts';
import { eventLines, madeBy } from './event-text.ts';
import { policyTerms } from './policy-terms.ts';
import { resourceOf, type Subject, verdictSubjects } from './subject.ts';
import type { TransientChange } from './transient-change.ts';
import { transientChangesIn } from './transient-changes.ts';
import { TRANSIENT, type Unseen, unseenIn } from './unseen.ts';

export interface DriftInput {
  readonly baseline: { readonly file: string; readonly recorded: Baseline };
  /** Made of the same inventory. */
  readonly found: Baseline;
  readonly inventory: Inventory;
  readonly history: TrailHistory;
  /** From when on transients are told; the baseline's own instant unless asked otherwise. */
  readonly transientSince: Instant;
  /** What they say of drift, by the control's id: severities and waivers. */
  readonly policies: readonly Policy[];
  /** Judged as of this instant: waivers end, and events after it do not count. */
  readonly now: Instant;
  /** Patterns of actors whose changes are meant. */
  readonly expectedActors: readonly string[];
  /** That no table is compared leaves nothing open. */
  readonly allowEmpty?: boolean;
  readonly version: string;
}

const SEVERITY: Readonly<Record<Direction, Severity>> = {
  weakens: driftControl.severity,
  neutral: 'low',
  strengthens: 'low',
};

/** Baseline × facts of now × history → the report whose results are all of the control `drift`. */
export function driftReport(input: DriftInput): Report {
  const { baseline, found, history, inventory, expectedActors } = input;
  const { recorded } = baseline;
  const { compared, differences, undecided } = compareBaselines(recorded, found);
  const eventsOf = attribution(history.events, recorded.takenAt);
  const transients = transientChangesIn(history.events, input.transientSince, recorded, found);
  const telling = { expectedActors, reach: history.reach, since: recorded.takenAt };
  const scopes = inventory.regions
    .filter((region) => region.inScope)
    .map(({ partition, account, region }) => ({ partition, account, region }));
  const until = input.now < inventory.takenAt ? input.now : inventory.takenAt;
  const findings = [
    ...differences.map((difference) => differenceResult(difference, eventsOf(difference), telling)),
    ...undecided.map(undecidedResult),
    ...transients.map((transient) => transientResult(transient, telling)),
    ...unseenIn(history.reach, scopes, input.transientSince, until).map(unseenResult),
  ].map(policyTerms(input.policies, estateOf(inventory, input.now), recorded));
  const touched = new Set(findings.map(({ resource }) => resource.arn));
  const untouched = compared
    .filter(({ name }) => name !== '*')
    .filter((subject) => !touched.has(resourceOf(subject).arn));
  const results = [...findings, ...untouched.map((subject) => passResult(subject, recorded.takenAt))].toSorted(byPlace);
  const empty = !input.allowEmpty && input.policies.length > 0 && !results.some(isAboutTable) ? true : undefined;
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'holdfast', version: input.version },
    takenAt: inventory.takenAt,
    ...concluded(results, empty),
    ...(empty ? { nothingJudged: true } : {}),
    scopes,
    unmatchedTables: [],
    restores: [],
    apiCalls: inventory.apiCalls,
    warnings: empty ? policiesWithoutTables(input.policies, estateOf(inventory, input.now)) : [],
    drift: { baseline: { file: baseline.file, takenAt: recorded.takenAt } },
    ...(history.reach.length === 0 ? {} : { history: historyRead(history) }),
  };
}

interface Telling {
  readonly expectedActors: readonly string[];
  readonly reach: readonly TrailReach[];
  readonly since: string;
}

function differenceResult(difference: Difference, events: readonly TrailEvent[], telling: Telling): Result {
  const { path, change, before, after, direction, why, controls } = difference;
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  const detail: DriftDetail = {
    path,
    change,
    ...values,
    direction,
    controls,
    events: events.map((event) => driftEvent(event, telling.expectedActors)),
  };
  const subjects = subjectsOf(difference.subject, detail.events);
  const effect =
    direction === 'neutral' ? `neither strengthens nor weakens: ${why}` : `${direction} the protection: ${why}`;
  return result(difference.subject, path, {
    status: 'fail',
    severity: SEVERITY[direction],
    ...(before === undefined ? {} : { expected: { value: before } }),
    ...(after === undefined ? {} : { actual: { value: after } }),
    message: `${path} ${changeText(difference)}; ${effect}; ${madeBy(detail.events)}`,
    because: [
      ...(controls.length === 0 ? [] : [`bears on ${controls.join(', ')}`]),
      ...eventLines(detail.events, telling.reach, telling.since),
    ],
    subjects,
    drift: detail,
  });
}

function transientResult(
  { subject, path, message, controls, events, unresolved }: TransientChange,
  telling: Telling,
): Result {
  const detail: DriftDetail = {
    path,
    change: 'transient',
    direction: 'weakens',
    controls,
    events: events.map((event) => driftEvent(event, telling.expectedActors)),
  };
  if (unresolved) {
    return result(subject, `transient ${path}`, {
      status: 'unknown',
      severity: SEVERITY.weakens,
      message: `${path}: ${message}`,
      because: [unresolved.detail],
      subjects: subjectsOf(subject, detail.events),
      unknown: { reason: unresolved.reason, detail: unresolved.detail },
      drift: { ...detail, change: 'unread' },
    });
  }
  return result(subject, `transient ${path}`, {
    status: 'fail',
    severity: SEVERITY.weakens,
    message: `${path}: ${message}, which the present state does not show; ${madeBy(detail.events)}`,
    because: [`bears on ${controls.join(', ')}`, ...eventLines(detail.events, telling.reach, telling.since)],
    subjects: subjectsOf(subject, detail.events),
    drift: detail,
  });
}

function unseenResult({ place, from, to, why }: Unseen): Result {
  const { reason, permission, detail } = why;
  return result({ kind: 'table', name: '*', ...place }, TRANSIENT, {
    status: 'unknown',
    severity: SEVERITY.weakens,
    message: `cannot tell whether protection was off for a while, or recovery points were deleted by hand, from ${from} to ${to}`,
    because: [detail],
    subjects: [],
    unknown: permission === undefined ? { reason, detail } : { reason, permission, detail },
    drift: { path: TRANSIENT, change: 'unread', controls: [], events: [] },
  });
}

function undecidedResult({ subject, path, why, side, controls }: Undecided): Result {
  const { reason, permission, detail } = why;
  return result(subject, path, {
    status: 'unknown',
    severity: driftControl.severity,
    message: undecidedText(path, side),
    because: [detail],
    subjects: subjectsOf(subject, []),
    unknown: permission === undefined ? { reason, detail } : { reason, permission, detail },
    drift: { path, change: 'unread', controls, events: [] },
  });
}

function undecidedText(path: string, side: Undecided['side']): string {
  switch (side) {
    case 'now':
      return `${path} cannot be read now, so whether it drifted is unknown`;
    case 'baseline':
      return `${path} is unknown in the baseline, so whether it drifted is unknown`;
    case 'direction':
      return `whether ${path.replace(/ \(direction\)$/, '')} weakens the protection is unknown`;
  }
}

function passResult(subject: Subject, takenAt: string): Result {
  return result(subject, '', {
    status: 'pass',
    severity: driftControl.severity,
    message: `as in the baseline of ${takenAt}`,
    because: [],
    subjects: subjectsOf(subject, []),
  });
}

/** The events decide: somebody made the difference. */
function subjectsOf(subject: Subject, events: readonly DriftEvent[]): readonly VerdictSubject[] {
  return [...events.map(({ id }): VerdictSubject => ({ type: 'event', name: id })), ...verdictSubjects(subject)];
}

function result(subject: Subject, path: string, rest: Omit<Result, 'control' | 'resource' | 'fingerprint'>): Result {
  const resource = resourceOf(subject);
  return {
    control: driftControl.id,
    resource,
    ...rest,
    fingerprint: fingerprintOf(driftControl.id, resource.arn, '', path),
  };
}

function changeText({ change, before, after }: Difference): string {
  switch (change) {
    case 'added':
      return after === true ? 'is new' : `is new: ${shown(after)}`;
    case 'removed':
      return before === true ? 'is gone' : `is gone: ${shown(before)} in the baseline`;
    case 'changed':
      return `is ${shown(after)}, ${shown(before)} in the baseline`;
  }
}

/** A message is one line to read; the report's `drift` has the whole value. */
const LONGEST = 120;

function shown(value: Json | undefined): string {
  if (value === null) return 'none';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function byPlace(a: Result, b: Result): number {
  return (
    compareText(a.resource.account, b.resource.account) ||
    compareText(a.resource.region, b.resource.region) ||
    compareText(a.resource.type, b.resource.type) ||
    compareText(a.resource.arn, b.resource.arn) ||
    compareText(a.drift?.path ?? '', b.drift?.path ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
