import type { Shard } from '../../model/report.ts';
import type { OrganizationScope } from '../../sources/request.ts';
import type { ScopeOptions } from './collection.ts';

/** The options that say what to read, as commands and the Action have them. */
interface ScopeWords {
  readonly regions: readonly string[] | 'all';
  readonly profile?: string | undefined;
  readonly 'role-arn': readonly string[];
  readonly organization: boolean;
  readonly 'role-name': string;
  readonly 'exclude-account': readonly string[];
  readonly shard?: Shard | undefined;
  readonly 'owner-tag'?: string | undefined;
}

export function scopeOf(options: ScopeWords): ScopeOptions {
  const { regions, profile, shard } = options;
  return {
    regions,
    profile,
    roleArns: options['role-arn'],
    ...organizationOf(options),
    shard,
    ownerTag: options['owner-tag'],
  };
}

type OrganizationWords = Pick<ScopeWords, 'organization' | 'role-name' | 'exclude-account'>;

export function organizationOf(options: OrganizationWords): { readonly organization?: OrganizationScope } {
  if (!options.organization) return {};
  return { organization: { roleName: options['role-name'], excludedAccounts: options['exclude-account'] } };
}
