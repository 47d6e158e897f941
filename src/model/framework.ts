import type { Extent, FrameworkId } from './framework-id.ts';
import type { ResultControl } from './result.ts';

/** What has to be asked of a control: the value itself, or a field of it. */
export interface AskedValue {
  readonly field?: string;
  readonly is?: readonly (string | number | boolean)[];
  readonly not?: readonly (string | number | boolean)[];
}

/** One requirement that a control gives evidence for. */
export interface Evidence {
  readonly framework: FrameworkId;
  /** As the framework writes it: `CP-9(8)`. */
  readonly requirement: string;
  readonly extent: Extent;
  /** Why it is evidence, and why no further, in our own words. */
  readonly why: string;
  /** Only where this is asked of the control; absent: whatever is asked of it. */
  readonly when?: AskedValue;
}

/** A number that the framework itself sets: what the policy asks of the control must be at least as strict. */
export interface Bound {
  readonly control: ResultControl;
  /** Of what is asked: `frequencyMinutes`. */
  readonly field: string;
  readonly atMostMinutes: number;
}

/** One requirement of a framework. */
export interface Demand {
  /** What it asks, in our own words. */
  readonly asks: string;
  /** Of each of these lists at least one control has to be asked, or the evidence says nothing of the requirement's core. */
  readonly must?: readonly (readonly ResultControl[])[];
  readonly bounds?: readonly Bound[];
}

/** Something that one may expect to find mapped, and why it is not. */
export interface LeftOut {
  readonly ids: string;
  readonly why: string;
}

/** A framework, as far as backups and restores of DynamoDB tables bear on it. */
export interface Framework {
  readonly id: FrameworkId;
  readonly title: string;
  readonly edition: string;
  /** What Security Hub calls it in related requirements: `NIST.800-53.r5`. */
  readonly short: string;
  /** The framework whose evidence counts for it, too, where the ids are the same. */
  readonly basedOn?: FrameworkId;
  readonly requirements: Readonly<Record<string, Demand>>;
  readonly leftOut: readonly LeftOut[];
}

/** The mapping is suggested until an auditor has seen it; a change of it is a new version. */
export const MAPPING_VERSION = '1';
