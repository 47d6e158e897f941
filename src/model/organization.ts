import type { Fact } from './fact.ts';

/** A root, a unit or an account of an organization. */
export interface OrganizationNode {
  /** `r-…`, `ou-…`, or the account's. */
  readonly id: string;
  readonly kind: 'root' | 'unit' | 'account';
  readonly name: string;
  /** Absent: the root. */
  readonly parent?: string;
  /** Ids of the backup policies that are attached to it directly. */
  readonly policies: readonly string[];
}

/** A backup policy as it is attached now. */
export interface OrganizationPolicy {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly content: Fact<string>;
}

/** The tree of an organization with its backup policies. */
export interface OrganizationTree {
  /** Its service opt-in decides for the plans that backup policies make. */
  readonly managementAccount: string;
  /** False: whatever is attached has no effect. */
  readonly enabled: boolean;
  readonly nodes: readonly OrganizationNode[];
  readonly policies: readonly OrganizationPolicy[];
}

/** An account whose effective policy AWS finds invalid: it goes on with the last valid one. */
export interface InvalidEffectivePolicy {
  readonly account: string;
  readonly errors: Fact<readonly EffectivePolicyError[]>;
}

export interface EffectivePolicyError {
  /** `KEY_REQUIRED` */
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  /** Ids of policies. */
  readonly policies: readonly string[];
}

/** What was read of the organization, beside its accounts. */
export interface OrganizationInventory {
  readonly tree: Fact<OrganizationTree>;
  readonly invalid: Fact<readonly InvalidEffectivePolicy[]>;
}

/** How the ids of backup plans begin that AWS Organizations makes in an account. Source: AWS Backup Developer Guide, manage-cross-account. */
export const OF_ORGANIZATION = 'orgs/';
