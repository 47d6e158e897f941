import type { Unknown } from './fact.ts';
import type { Instant } from './instant.ts';
import type { JsonObject } from './json.ts';

/** Who did it, as CloudTrail tells it. Source: CloudTrail User Guide, userIdentity element. */
export interface Actor {
  readonly kind: 'user' | 'role-session' | 'sso-user' | 'root' | 'service' | 'other-account' | 'unknown';
  /** For people: `alice` of `assumed-role/deploy/alice`, the SSO user, the IAM user name, `backup.amazonaws.com`. */
  readonly name: string;
  readonly arn?: string;
  readonly account?: string;
  /** The role of a session, by name. */
  readonly role?: string;
  /** The service on whose behalf it was done. */
  readonly invokedBy?: string;
}

/** One management event, whatever source it came from. Fields that CloudTrail leaves out, or that were too large, are absent. */
export interface TrailEvent {
  readonly id: string;
  readonly at: Instant;
  /** `backup.amazonaws.com` */
  readonly source: string;
  /** `UpdateBackupPlan`, `RestoreCompleted` … */
  readonly name: string;
  readonly kind: 'api-call' | 'service-event' | 'other';
  readonly account: string;
  readonly region: string;
  readonly actor: Actor;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** Made in the AWS Management Console. */
  readonly fromConsole: boolean;
  /** Set when the call failed: it changed nothing. */
  readonly errorCode?: string;
  readonly request?: JsonObject;
  readonly response?: JsonObject;
  readonly serviceDetails?: JsonObject;
}

/** What was read of the history, so that "no event was found" says where and until when. */
export interface TrailReach {
  /** `lookup eu-west-1 of 111122223333`, `s3://bucket/prefix`, `logs/` … */
  readonly source: string;
  /** What it tells of; absent: every place that was asked for. */
  readonly places?: readonly { readonly account: string; readonly region: string }[];
  readonly from: Instant;
  readonly to: Instant;
  /** What is missing between the two: files that were passed over, events that could not be understood, pages not reached. */
  readonly gaps: readonly Unknown[];
  /** How far it reaches, what it cost, and why: one sentence each. Nothing between `from` and `to` is missing. */
  readonly notes?: readonly string[];
  /** Events that could not be understood, which one of the gaps counts: where, which, why. */
  readonly notUnderstood?: readonly string[];
}

export interface TrailHistory {
  /** By time, then id; without duplicates. */
  readonly events: readonly TrailEvent[];
  readonly reach: readonly TrailReach[];
}
