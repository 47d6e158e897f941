/** An IAM role that a backup selection names. Source: iam `GetAccountAuthorizationDetails`. */
export interface BackupRole {
  readonly arn: string;
  /** Absent: the account has no role of this ARN. */
  readonly body?: BackupRoleBody;
}

export interface BackupRoleBody {
  /** Who may take the role, as JSON. */
  readonly trustPolicy: string;
  /** Inline and attached ones. */
  readonly policies: readonly RolePolicy[];
}

export interface RolePolicy {
  /** The inline policy's name, or the managed policy's ARN. */
  readonly id: string;
  /** Absent where AWS names the policy and does not show it. */
  readonly document?: string;
}
