import { CLOUDFORMATION_BACKUP } from './cloudformation-backup.ts';
import type { TemplateResourceReader } from './cloudformation-resource.ts';
import { CLOUDFORMATION_SCALING } from './cloudformation-scaling.ts';
import { CLOUDFORMATION_TABLES } from './cloudformation-tables.ts';

/** The resource types that Holdfast judges. Source: CloudFormation template reference. */
export const CLOUDFORMATION_RESOURCES: Readonly<Record<string, TemplateResourceReader>> = {
  ...CLOUDFORMATION_BACKUP,
  ...CLOUDFORMATION_TABLES,
  ...CLOUDFORMATION_SCALING,
};
