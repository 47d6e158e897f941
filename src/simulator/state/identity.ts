import type { Tags } from './tags.ts';

export interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  AssumeRolePolicyDocument: string;
  Description?: string | undefined;
  MaxSessionDuration: number;
  tags: Tags;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

export interface User {
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
}

export interface ManagedPolicy {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate: Date;
  UpdateDate: Date;
  Description?: string | undefined;
  tags: Tags;
  defaultVersion: string;
  readonly versions: Map<string, { document: string; created: Date }>;
}
