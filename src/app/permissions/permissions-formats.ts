/** How `permissions` prints what a reader needs. */
export const PERMISSIONS_FORMATS = ['json', 'cloudformation', 'terraform'] as const;
export type PermissionsFormat = (typeof PERMISSIONS_FORMATS)[number];
