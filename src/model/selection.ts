import type { Fact } from './fact.ts';
import type { Instant } from './instant.ts';

/** `aws:ResourceTag/<key>` compared with a value. `key` is kept as AWS returned it, prefix included. */
export interface TagCondition {
  readonly key: string;
  readonly value: string;
}

/** What a selection of a backup plan assigns; every list may be empty. Source: backup `BackupSelection`. */
export interface SelectionBody {
  readonly roleArn: string;
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** ORed; keys are plain tag keys. */
  readonly listOfTags: readonly TagCondition[];
  /** ANDed, over all operators. */
  readonly conditions: {
    readonly stringEquals: readonly TagCondition[];
    readonly stringNotEquals: readonly TagCondition[];
    readonly stringLike: readonly TagCondition[];
    readonly stringNotLike: readonly TagCondition[];
  };
}

export interface SelectionRecord {
  readonly id: string;
  readonly name: string;
  /** A selection is never changed: another one takes its place. */
  readonly createdAt?: Instant;
  readonly body: Fact<SelectionBody>;
}
