import { gzipSync } from 'node:zlib';
import type { Trail, TrailEvent, World } from './state.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Place {
  readonly account: string;
  readonly name: string;
  /** What happened there; undefined in a Region that nobody has touched. */
  readonly trail?: readonly TrailEvent[];
}

/** Where a trail has its events from: every Region that is on in its account, or in those of the organization. */
export function placesOf(world: World, trail: Trail): readonly Place[] {
  return [...world.accounts.values()]
    .filter(({ id }) => trail.isOrganizationTrail || id === trail.account)
    .flatMap((account) => {
      const names = new Set([...account.regions.keys(), ...account.enabledRegions]);
      return [...names].map((name) => ({ account: account.id, name, ...account.regions.get(name) }));
    });
}

/**
 * The log files of the trails that write to a bucket: one a day, of today one an hour. Those of the trail's first day and of
 * this hour are there without an event too, as an account is seldom silent: names tell from when until when a folder tells.
 * Source: CloudTrail user guide, "Getting and viewing your CloudTrail log files".
 */
export function trailFiles(world: World, bucket: string, now: Date): ReadonlyMap<string, Uint8Array> | undefined {
  const trails = world.trails.filter((trail) => trail.s3BucketName === bucket);
  if (trails.length === 0) return undefined;
  const files = new Map<string, Uint8Array>();
  for (const trail of trails) {
    for (const place of placesOf(world, trail)) {
      for (const { key, records } of filesOf(world, trail, place, now.getTime())) files.set(key, packed(records));
    }
  }
  return files;
}

/** Files are asked for one by one, and most never change. */
const PACKED = new Map<string, Uint8Array>();
const PACKED_MAX = 10_000;

function packed(text: string): Uint8Array {
  const known = PACKED.get(text);
  if (known) return known;
  if (PACKED.size >= PACKED_MAX) PACKED.clear();
  const bytes = gzipSync(text);
  PACKED.set(text, bytes);
  return bytes;
}

function* filesOf(
  world: World,
  trail: Trail,
  place: Place,
  nowMs: number,
): Iterable<{ readonly key: string; readonly records: string }> {
  const byDelivery = new Map<number, TrailEvent[]>();
  for (const at of [deliveryOf(trail.since.getTime(), nowMs), deliveryOf(nowMs, nowMs)]) byDelivery.set(at, []);
  for (const event of place.trail ?? []) {
    if (event.at < trail.since) continue;
    const at = deliveryOf(event.at.getTime(), nowMs);
    byDelivery.set(at, [...(byDelivery.get(at) ?? []), event]);
  }
  for (const [at, events] of byDelivery) {
    const records = JSON.stringify({ Records: events.map(({ record }) => record) });
    yield { key: keyOf(world, trail, place, new Date(at)), records };
  }
}

/** The end of an hour of today, the end of an earlier day; never later than the beginning of this hour. */
function deliveryOf(atMs: number, nowMs: number): number {
  const [thisHour, today] = [nowMs - (nowMs % HOUR_MS), nowMs - (nowMs % DAY_MS)];
  if (atMs < today) return atMs - (atMs % DAY_MS) + DAY_MS - 5 * 60_000;
  return Math.min(atMs - (atMs % HOUR_MS) + HOUR_MS, thisHour);
}

function keyOf(world: World, { s3KeyPrefix, isOrganizationTrail }: Trail, place: Place, at: Date): string {
  const { account, name } = place;
  const [date = '', time = ''] = at.toISOString().split('T');
  const organization = isOrganizationTrail && world.organization ? [world.organization.id] : [];
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  return [
    ...(s3KeyPrefix === undefined ? [] : [s3KeyPrefix]),
    'AWSLogs',
    ...organization,
    account,
    'CloudTrail',
    name,
    date.replaceAll('-', '/'),
    `${account}_CloudTrail_${name}_${stamp}_${unique(`${account}${name}${stamp}`)}.json.gz`,
  ].join('/');
}

/** Sixteen letters and digits, the same for the same file. */
function unique(text: string): string {
  return Buffer.from([...text].reverse().join(''))
    .toString('base64url')
    .replace(/[-_]/g, '0')
    .slice(0, 16)
    .padEnd(16, '0');
}
