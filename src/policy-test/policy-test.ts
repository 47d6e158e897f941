import type { Instant } from '../model/instant.ts';
import type { Position } from '../model/policy.ts';
import type { Conclusion } from '../model/report.ts';
import { STATUSES } from '../model/result.ts';

/** One document of a test file: policies, an estate, and what must come of judging it by them. */
export interface PolicyTest {
  readonly name: string;
  readonly position: Position;
  /** Files and folders, relative to the working directory. */
  readonly policies: readonly string[];
  readonly estate: TestEstate;
  readonly requirePolicy: boolean;
  readonly conclusion?: ExpectedConclusion;
  readonly expect: readonly Expectation[];
}

/** Paths are relative to the working directory. */
export type TestEstate =
  | { readonly kind: 'inventory'; readonly path: string; readonly now?: Instant }
  /** What the embedded AWS starts with, as of an instant: a test has no clock of its own. */
  | { readonly kind: 'scenario'; readonly path: string; readonly now: Instant };

export interface ExpectedConclusion {
  readonly conclusion: Conclusion;
  readonly position: Position;
}

/** Every result that it selects must be as it says, and it must select one; `absent` selects none. */
export interface Expectation {
  readonly position: Position;
  /** Pattern of a name, or of an ARN. */
  readonly table: string;
  readonly control: string;
  readonly status: ExpectedStatus;
  /** Name of the policy that asks; absent: any. */
  readonly policy?: string;
  /** What of the policy asks, `backup.objectives[1].frequency`; absent: anything. */
  readonly path?: string;
  /** Part of the message. */
  readonly message?: string;
}

export const CONCLUSIONS = ['compliant', 'noncompliant', 'undetermined'] as const satisfies readonly Conclusion[];

export const EXPECTED_STATUSES = [...STATUSES, 'absent'] as const;
export type ExpectedStatus = (typeof EXPECTED_STATUSES)[number];
