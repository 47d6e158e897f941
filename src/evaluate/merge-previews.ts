import { byText, compareText } from '../model/order.ts';
import type { PolicyChange, ReportFrame, ReportPreview, RequirementChange } from '../model/report.ts';
import type { Result } from '../model/result.ts';

const distinct = <T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] =>
  [...new Map(items.toReversed().map((item) => [JSON.stringify(keyOf(item)), item])).values()].toReversed();

const texts = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

/** Previews of one change in several places → one. What the change makes of a result is told by the results that stand. */
export class PreviewMerge {
  readonly #previews: readonly ReportPreview[];
  readonly #fixed: Map<string, Result>;
  readonly #new: string[] = [];
  readonly #newUnknown: string[] = [];
  readonly #unchanged: string[] = [];

  constructor(frames: readonly ReportFrame[]) {
    this.#previews = frames.flatMap(({ preview }) => preview ?? []);
    this.#fixed = new Map(
      this.#previews.flatMap(({ fixed }) => fixed.map((result) => [result.fingerprint, result] as const)),
    );
  }

  take(results: readonly Result[]): void {
    if (this.#previews.length === 0) return;
    for (const { status, change, fingerprint } of results) {
      const isOpen = status === 'fail' || status === 'unknown';
      // What another part still finds open is not fixed.
      if (isOpen) this.#fixed.delete(fingerprint);
      if (status === 'fail') (change === 'new' ? this.#new : this.#unchanged).push(fingerprint);
      if (status === 'unknown' && change === 'new') this.#newUnknown.push(fingerprint);
    }
  }

  merged(): Pick<ReportFrame, 'preview'> {
    if (this.#previews.length === 0) return {};
    const previews = this.#previews;
    return {
      preview: {
        sources: texts(previews.map(({ sources }) => sources)),
        // What one part judged without facts was judged without facts.
        alone: previews.some(({ alone }) => alone),
        changes: distinct(
          previews.flatMap(({ changes }) => changes),
          (change) => change,
        ),
        new: this.#new,
        newUnknown: this.#newUnknown,
        fixed: [...this.#fixed.values()],
        unchanged: this.#unchanged,
        sentences: texts(previews.map(({ sentences }) => sentences)),
        notes: texts(previews.map(({ notes }) => notes)),
      },
    };
  }
}

const ORDER = ['lost', 'changed', 'gained'] as const satisfies readonly RequirementChange['change'][];

/** What the same change of policies does to the tables of several places. */
export function mergedPolicyChange(frames: readonly ReportFrame[]): Pick<ReportFrame, 'policyChange'> {
  const changes = frames.flatMap(({ policyChange }) => policyChange ?? []);
  if (changes.length === 0) return {};
  const groups = new Map<string, RequirementChange[]>();
  for (const requirement of changes.flatMap(({ requirements }) => requirements)) {
    const { change, control, before, after } = requirement;
    const key = JSON.stringify([change, control, before, after]);
    groups.set(key, [...(groups.get(key) ?? []), requirement]);
  }
  const requirements = [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, tables: arns(same, 'tables'), failing: arns(same, 'failing') }];
  });
  const policyChange: PolicyChange = {
    base: texts(changes.map(({ base }) => base)),
    requirements: requirements.toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change)),
    fingerprints: texts(changes.map(({ fingerprints }) => fingerprints)).toSorted(compareText),
  };
  return { policyChange };
}

function arns(same: readonly RequirementChange[], of: 'tables' | 'failing'): readonly string[] {
  return texts(same.map((requirement) => requirement[of])).toSorted(byText((arn) => arn));
}
