import type { ControlId } from './control-id.ts';
import type { DriftDetail } from './drift.ts';
import type { Unknown } from './fact.ts';
import type { ResultRequirement } from './framework-report.ts';
import type { Instant } from './instant.ts';
import type { Json, JsonObject } from './json.ts';
import type { Position } from './policy.ts';
import type { Severity } from './severity.ts';
import type { Subject } from './subject.ts';

export const STATUSES = ['pass', 'fail', 'unknown', 'not-applicable', 'waived'] as const;
export type Status = (typeof STATUSES)[number];

export type { Json, JsonObject };

/** What a control says of one thing. Never a boolean, a list or an exception. */
export interface Outcome {
  readonly status: Exclude<Status, 'waived'>;
  /** What was found and what was asked, with units, without a full stop. */
  readonly message: string;
  readonly expected?: JsonObject;
  readonly actual?: JsonObject;
  /** The facts it stands on, one sentence each: plan › rule › selection › clause. */
  readonly because: readonly string[];
  /** The things it stands on, the deciding one first. */
  readonly subjects: readonly Subject[];
  /** Present exactly when the status is `unknown`. */
  readonly unknown?: Unknown;
  /** The control whose failure made this one fail too. */
  readonly follows?: ControlId;
}

export interface ResultPolicy extends Position {
  readonly name: string;
  /** `backup.objectives[0].frequency` */
  readonly path: string;
}

/** Results of `drift` are about plans, vaults and settings too; those of all other controls about tables. */
export const RESOURCE_TYPES = [
  'AWS::DynamoDB::Table',
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupVault',
  'AWS::Backup::RestoreTestingPlan',
  'AWS::Backup::RegionSettings',
  'AWS::Backup::GlobalSettings',
  'AWS::Organizations::Policy',
] as const;

export interface ResultResource {
  readonly type: (typeof RESOURCE_TYPES)[number];
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The value of the tag that `--owner-tag` names; of a restored table without it that of its source. */
  readonly owner?: string;
}

/** The control of the folder that answered, or one of the two that no policy asks for by a path. */
export type ResultControl = ControlId | 'aws-accepts' | 'policy-coverage' | 'drift';

/** One answer: control × resource × policy. The shape is the JSON report's. */
export interface Result {
  readonly control: ResultControl;
  readonly status: Status;
  readonly severity: Severity;
  /** On all but `policy-coverage` and `drift`. */
  readonly policy?: ResultPolicy;
  readonly resource: ResultResource;
  readonly expected?: JsonObject;
  readonly actual?: JsonObject;
  readonly message: string;
  readonly because: readonly string[];
  /** What the verdict stands on, the deciding thing first. Whoever decides by a result reads this and no sentence. */
  readonly subjects: readonly Subject[];
  readonly follows?: ControlId | 'aws-accepts';
  readonly unknown?: { readonly reason: Unknown['reason']; readonly permission?: string; readonly detail: string };
  /** On the results of `drift` that are not a pass. */
  readonly drift?: DriftDetail;
  /** Of a failing result, where former reports were given: the first of the reports, without a break until now, in which it fails. */
  readonly failingSince?: Instant;
  /** In a preview: what the change makes of the answer. `new` fails or is unknown and was not so before. */
  readonly change?: 'new' | 'fixed' | 'unchanged';
  /** In a preview: where in a template the resource stands that decides the answer. */
  readonly template?: Position;
  /** Of frameworks that the policy speaks for, or the user names: what the result is evidence for. */
  readonly requirements?: readonly ResultRequirement[];
  readonly waiver?: { readonly until: string; readonly reason: string; readonly approvedBy: string };
  /** Stable over runs while control, resource, policy and path stay the same; unique in a report. */
  readonly fingerprint: string;
}

/** And not about a place whose tables nobody could list. */
export function isAboutTable({ resource }: Pick<Result, 'resource'>): boolean {
  return resource.type === 'AWS::DynamoDB::Table' && resource.name !== '*';
}
