import { tableArn } from '../model/arn.ts';
import type { Scope } from '../model/inventory.ts';
import type { ResultResource } from '../model/result.ts';
import type { Subject as VerdictSubject } from '../model/subject.ts';

/** What a difference is about, and how events name it. */
export type Subject = Scope &
  (
    | { readonly kind: 'table'; readonly name: string }
    | { readonly kind: 'plan'; readonly name: string; readonly ids: readonly string[] }
    | {
        readonly kind: 'selection';
        readonly name: string;
        readonly ids: readonly string[];
        readonly planIds: readonly string[];
      }
    | { readonly kind: 'vault'; readonly name: string }
    | { readonly kind: 'restore-testing-plan'; readonly name: string }
    | { readonly kind: 'alarm'; readonly name: string }
    | { readonly kind: 'identity-policy'; readonly name: string }
    /** Of the account in one Region: opt-in and management preference. */
    | { readonly kind: 'region-settings'; readonly name: string }
    /** Of the account: `isCrossAccountBackupEnabled` and its kin. */
    | { readonly kind: 'global-settings'; readonly name: string }
  );

export type SubjectKind = Subject['kind'];

/** As a verdict names it; a table, and settings that belong to no thing of their own, are the result's resource. */
export function verdictSubjects(subject: Subject): readonly VerdictSubject[] {
  const { kind, name } = subject;
  switch (kind) {
    case 'plan':
    case 'vault':
      return [{ type: kind, name, arn: resourceOf(subject).arn }];
    case 'selection':
    case 'alarm':
      return [{ type: kind, name }];
    default:
      return [];
  }
}

/** Global settings are of no Region; the reports ask for one. */
export const NO_REGION = 'global';

export function resourceOf(subject: Subject): ResultResource {
  const { partition, account, region, name } = subject;
  const place = { account, region };
  const backup = `arn:${partition}:backup:${region === NO_REGION ? '' : region}:${account}`;
  switch (subject.kind) {
    case 'plan':
      return {
        type: 'AWS::Backup::BackupPlan',
        arn: `${backup}:backup-plan:${subject.ids.at(-1) ?? name}`,
        name,
        ...place,
      };
    case 'vault':
      return { type: 'AWS::Backup::BackupVault', arn: `${backup}:backup-vault:${name}`, name, ...place };
    case 'restore-testing-plan':
      return {
        type: 'AWS::Backup::RestoreTestingPlan',
        arn: `${backup}:restore-testing-plan:${name}`,
        name,
        ...place,
      };
    case 'region-settings':
      return { type: 'AWS::Backup::RegionSettings', arn: `${backup}:region-settings`, name, ...place };
    case 'global-settings':
      return { type: 'AWS::Backup::GlobalSettings', arn: `${backup}:global-settings`, name, ...place };
    default:
      return { type: 'AWS::DynamoDB::Table', arn: tableArn(partition, region, account, name), name, ...place };
  }
}
