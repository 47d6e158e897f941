import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { globalRegionOf, IAM_SOURCE } from '../../history/relevant-events.ts';
import { unknown } from '../../model/fact.ts';
import { type Instant, plusMinutes } from '../../model/instant.ts';
import type { TrailEvent, TrailReach } from '../../model/trail-event.ts';
import { Connection, type Run } from '../connection.ts';
import { callerCredentials, type Identity, identify, regionInventory, regionsOf } from '../identity.ts';
import type { OrganizationScope } from '../request.ts';
import { roleIn } from '../role-in.ts';
import type { SourceReading } from './log-files.ts';
import { lookupRegion } from './lookup-region.ts';
import { EVENT_HISTORY_DAYS, type HistoryWindow, keeper, placesByAccount, wantedIn } from './window.ts';

const DAY_MINUTES = 24 * 60;
const SLACK_MINUTES = 60;
/** Two minutes at two calls a second; Regions are read side by side. */
const CALLS_MAX = 240;

const NO_CREDENTIALS = unknown('not-collected', 'no credentials for the account were given');

export interface LookupScope {
  readonly regions: readonly string[] | 'all';
  readonly roleArns: readonly string[];
  /** Every other account of the window's places is read with this role. */
  readonly organization?: OrganizationScope | undefined;
}

/** The event history of CloudTrail itself, of every account and Region asked for. */
export async function readLookup(
  run: Run,
  scope: LookupScope,
  window: HistoryWindow,
  now: Instant,
  callsMax = CALLS_MAX,
): Promise<SourceReading> {
  const home = await regionInventory(run, scope);
  const caller = await callerCredentials(run);
  const roles = await rolesOf(run, home, caller, scope, window);
  const identities = await Promise.all(
    roles.map(async (roleArn) => ({ roleArn, identity: await identify(run, home, caller, roleArn) })),
  );
  const parts: Promise<SourceReading>[] = [];
  const seen = new Set<string>();
  const unread: TrailReach[] = [];
  const { from, to } = window;
  for (const { roleArn, identity } of identities) {
    if (!identity.known) {
      unread.push({ source: `lookup as ${roleArn ?? 'the caller'}`, from, to, gaps: [identity] });
    } else if (!seen.has(identity.value.account)) {
      seen.add(identity.value.account);
      parts.push(readAccount(run, home, scope, identity.value, window, now, callsMax));
    }
  }
  for (const account of placesByAccount(window.places ?? []).keys()) {
    if (seen.has(account) || unread.length > 0) continue;
    unread.push({ source: `lookup of ${account}`, from, to, gaps: [NO_CREDENTIALS] });
  }
  const read = await Promise.all(parts);
  return {
    events: read.flatMap((part) => part.events),
    reach: [...read.flatMap((part) => part.reach), ...unread],
  };
}

/** Absent role: the caller's own account. */
async function rolesOf(
  run: Run,
  home: string,
  caller: AwsCredentialIdentityProvider,
  { roleArns, organization }: LookupScope,
  { places }: HistoryWindow,
): Promise<readonly (string | undefined)[]> {
  const named = [...new Set(roleArns)];
  if (!organization || !places) return named.length === 0 ? [undefined] : named;
  const self = await identify(run, home, caller, undefined);
  if (!self.known) return [...named, undefined];
  const { account, partition } = self.value;
  const others = [...placesByAccount(places).keys()].filter((id) => id !== account);
  return [...named, undefined, ...others.map((id) => roleIn(id, partition, organization.roleName))];
}

async function readAccount(
  run: Run,
  home: string,
  scope: LookupScope,
  { account, credentials }: Identity,
  window: HistoryWindow,
  now: Instant,
  callsMax: number,
): Promise<SourceReading> {
  const connect = (region: string): Connection => new Connection(run, region, credentials, account);
  const { from, to, places } = window;
  const asked = places
    ? { known: true as const, value: places.filter((place) => place.account === account).map(({ region }) => region) }
    : await regionsOf(connect(home), scope);
  if (!asked.known) return { events: [], reach: [{ source: `lookup of ${account}`, from, to, gaps: [asked] }] };
  const local = new Set(asked.value);
  const global = new Set(asked.value.map(globalRegionOf));

  const oldest = plusMinutes(now, -EVENT_HISTORY_DAYS * DAY_MINUTES);
  const start = from < oldest ? oldest : from;
  // Who asks for 90 days exactly has asked a moment ago.
  const tooOld =
    plusMinutes(from, SLACK_MINUTES) < oldest
      ? `the event history keeps ${EVENT_HISTORY_DAYS} days; what is before ${oldest} was not read`
      : undefined;
  if (tooOld !== undefined && to < oldest) {
    return {
      events: [],
      reach: [{ source: `lookup of ${account}`, from, to, gaps: [unknown('not-collected', tooOld)] }],
    };
  }

  const wanted = wantedIn(window);
  const read = await Promise.all(
    [...new Set([...local, ...global])].sort().map(async (region) => {
      const here = wanted.filter(({ source }) => (source === IAM_SOURCE ? global.has(region) : local.has(region)));
      const found = await lookupRegion(connect(region), { wanted: here, from: start, to, callsMax });
      const reach: TrailReach = {
        source: `lookup ${region} of ${account}`,
        places: [{ account, region }],
        from: tooOld === undefined ? from : start,
        to,
        gaps: found.gaps,
        ...(tooOld === undefined ? {} : { notes: [tooOld] }),
        ...found.notUnderstood.stated(),
      };
      return { events: found.events, reach };
    }),
  );
  const keep = keeper({ ...window, places: [...local].map((region) => ({ account, region })) });
  const events: TrailEvent[] = read.flatMap((part) => part.events).filter(keep);
  return { events, reach: read.map((part) => part.reach) };
}
