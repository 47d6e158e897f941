import type { Conclusion, Report, Summary } from '../model/report.ts';
import { isAboutTable, type Result, type Status } from '../model/result.ts';
import { CauseIndex } from './causes.ts';

/** What results come to, and nothing else: how many they are, what explains them, and the conclusion. */
export type Concluded = Pick<Report, 'results' | 'summary' | 'conclusion' | 'causes'>;

/**
 * The one place that decides a conclusion, whatever the caller does with it: one failing result is noncompliance, at any
 * severity; where nothing was judged there is nothing to call compliant.
 */
export function concluded(results: readonly Result[], nothingJudged: true | undefined): Concluded {
  const tally = new Tally();
  tally.take(results);
  return { results, ...tally.concluded(nothingJudged) };
}

/** The same of results that come one resource after the other, and are let go. */
export class Tally {
  readonly #counts: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 };
  readonly #causes = new CauseIndex();
  #tables = 0;

  /** All results of one resource, or of several. */
  take(results: readonly Result[]): void {
    const tables = new Set<string>();
    for (const { status, resource } of results) {
      this.#counts[status] += 1;
      if (isAboutTable({ resource })) tables.add(resource.arn);
    }
    this.#tables += tables.size;
    this.#causes.take(results);
  }

  /** How many were judged: matched by a policy, restored from one that is, asked to have one, or recorded. */
  get tables(): number {
    return this.#tables;
  }

  concluded(nothingJudged: true | undefined): Omit<Concluded, 'results'> {
    const { pass, fail, unknown, waived } = this.#counts;
    const summary = {
      tables: this.#tables,
      pass,
      fail,
      unknown,
      notApplicable: this.#counts['not-applicable'],
      waived,
    };
    return { summary, conclusion: conclusionOf(summary, nothingJudged), causes: this.#causes.all() };
  }
}

function conclusionOf({ fail, unknown }: Summary, nothingJudged: true | undefined): Conclusion {
  if (fail > 0) return 'noncompliant';
  return nothingJudged || unknown > 0 ? 'undetermined' : 'compliant';
}
