export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  /** By id. */
  readonly units: Map<string, OrganizationUnit>;
  /** Account → root or unit; absent: the root. */
  readonly parents: Map<string, string>;
  /** Whether backup policies have an effect. */
  backupPoliciesEnabled: boolean;
  /** By id. */
  readonly policies: Map<string, OrganizationPolicy>;
  /** Root, unit or account → policy ids, in the order in which they were attached. */
  readonly attachments: Map<string, string[]>;
  /** Account → what makes its effective policy invalid. */
  readonly invalid: Map<string, readonly EffectivePolicyError[]>;
  /** ARNs of the plans that backup policies made. */
  readonly plans: Set<string>;
}

export interface OrganizationUnit {
  readonly id: string;
  readonly name: string;
  readonly parent: string;
}

export interface OrganizationPolicy {
  readonly id: string;
  name: string;
  description: string;
  content: string;
}

export interface EffectivePolicyError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
  readonly PathToError: string;
  readonly ContributingPolicies: readonly string[];
}
