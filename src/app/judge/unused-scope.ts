import type { Report } from '../../model/report.ts';

interface Scope {
  readonly inventory: string | undefined;
  readonly regions: readonly string[] | 'all';
  readonly profile?: string | undefined;
  readonly 'role-arn': readonly string[];
  readonly organization: boolean;
}

/** What was said of AWS, and counts for nothing because a saved inventory is judged. */
export function unusedScope(
  { inventory, regions, profile, 'role-arn': roles, organization }: Scope,
  { preview }: Report,
): readonly string[] {
  const said = [
    // In a preview Regions also say where a stack is.
    ...(preview || regions.length === 0 ? [] : ['--regions']),
    ...(profile === undefined ? [] : ['--profile']),
    ...(roles.length === 0 ? [] : ['--role-arn']),
    ...(organization ? ['--organization'] : []),
  ];
  return inventory === undefined || said.length === 0
    ? []
    : [`${said.join(', ')}: what to read from AWS; with --inventory nothing is read`];
}
