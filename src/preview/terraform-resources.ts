import { TERRAFORM_BACKUP } from './terraform-backup.ts';
import { TERRAFORM_KEYS } from './terraform-keys.ts';
import type { TerraformResource } from './terraform-resource.ts';
import { TERRAFORM_SCALING } from './terraform-scaling.ts';
import { TERRAFORM_TABLES } from './terraform-tables.ts';

/** The resource types that Holdfast judges. Source: the pages of the hashicorp/aws provider, 5.100 and 6. */
export const TERRAFORM_RESOURCES: Readonly<Record<string, TerraformResource>> = {
  ...TERRAFORM_BACKUP,
  ...TERRAFORM_TABLES,
  ...TERRAFORM_SCALING,
  ...TERRAFORM_KEYS,
};
