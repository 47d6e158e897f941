export const FIX_FORMATS = ['cli', 'cloudformation', 'terraform'] as const;
export type FixFormat = (typeof FIX_FORMATS)[number];
