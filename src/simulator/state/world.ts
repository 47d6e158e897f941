import type { Deferred } from '../deferred.ts';
import type { Ids } from '../id.ts';
import type { AthenaEngine, Query } from './athena.ts';
import type { ManagedPolicy, Role, User } from './identity.ts';
import type { Organization } from './organization.ts';
import type { Region } from './region.ts';
import type { Trail } from './trail.ts';

export interface World {
  readonly clock: () => number;
  readonly ids: Ids;
  readonly deferred: Deferred;
  readonly accounts: Map<string, Account>;
  /** The account of access keys that name none. */
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  /** Access key id → who signs with it. */
  readonly credentials: Map<string, Actor>;
  organization: Organization | undefined;
  /** Caps every page, so that paging is exercised with few resources. */
  pageSize: number | undefined;
  readonly trails: Trail[];
  /** Bucket → key → what stands there, beside the files of trails. */
  readonly buckets: Map<string, Map<string, Uint8Array>>;
  /** What answers queries; the simulator has none of its own. */
  athena: AthenaEngine | undefined;
  /** By query execution id. */
  readonly queries: Map<string, Query>;
  /** How long jobs take on the simulator's clock. */
  jobDurationsMs: { backup: number; copy: number; restore: number };
}

/** Who makes calls, as CloudTrail tells it. */
export interface Actor {
  readonly name: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root';
  /** Of an assumed role: its name and path, and the session's name. SSO roles are `AWSReservedSSO_…`. */
  readonly roleName?: string | undefined;
  readonly rolePath?: string | undefined;
  readonly sourceIpAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  /** What CloudTrail writes of the actor, as it is: services, other accounts, and whoever else has no key of this account. */
  readonly userIdentity?: object | undefined;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly partition: string;
  readonly regions: Map<string, Region>;
  enabledRegions: readonly string[];
  globalSettings: Record<string, string> | undefined;
  globalSettingsUpdated: Date | undefined;
  readonly actors: Map<string, Actor>;
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
}
