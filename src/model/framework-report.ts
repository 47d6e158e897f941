import type { Extent, FrameworkId } from './framework-id.ts';

/** A requirement that a result is evidence for. */
export interface ResultRequirement {
  readonly framework: FrameworkId;
  readonly id: string;
  readonly extent: Extent;
  /** What the policy asks is less than what the requirement asks: both, in words. */
  readonly short?: string;
}

/** `not-asked`: no policy asked for evidence that could meet it. */
export const REQUIREMENT_STATUSES = ['met', 'not-met', 'unknown', 'waived', 'not-asked'] as const;
export type RequirementStatus = (typeof REQUIREMENT_STATUSES)[number];

/** The results of one control, counted. */
export interface ControlTally {
  readonly control: string;
  readonly extent: Extent;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly waived: number;
  readonly notApplicable: number;
}

/** Where one requirement stands. */
export interface RequirementReport {
  readonly id: string;
  readonly asks: string;
  readonly status: RequirementStatus;
  /** Of one that is met: how far its evidence goes. */
  readonly extent?: 'full' | 'part';
  /** Why it is not met, or not known to be. */
  readonly reasons: readonly string[];
  readonly controls: readonly ControlTally[];
}

/** One framework, requirement by requirement. */
export interface FrameworkReport {
  readonly id: FrameworkId;
  readonly title: string;
  readonly edition: string;
  readonly mappingVersion: string;
  /** Tables that something was judged of for this framework, of all tables that are known. */
  readonly tables: { readonly judged: number; readonly all: number };
  /** Accounts, Regions and tables of which nobody can tell what they should have. */
  readonly unseen: number;
  readonly counts: Readonly<Record<RequirementStatus, number>>;
  readonly requirements: readonly RequirementReport[];
}
