import {
  ACCOUNT,
  ago,
  type ExampleParts,
  exampleInventory,
  NOW,
  REGION,
  tableArnOf,
} from '../../../src/controls/example.ts';
import { restoreTime } from '../../../src/controls/restore-time.ts';
import { type Instant, plusMinutes } from '../../../src/model/instant.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import type { RestoreMeasure, RestoreSettings } from '../../../src/model/policy.ts';
import type { JsonObject } from '../../../src/model/result.ts';
import type { TrailEvent, TrailHistory, TrailReach } from '../../../src/model/trail-event.ts';
import { judgeOrders } from './judge.ts';

/** The restore of every case began ten hours ago and took half an hour. */
export const BEGAN = ago(10);
export const RESTORED = 'orders-restored';

let made = 0;

/** A call so many minutes after the restore began. */
export function call(name: string, minutes: number, request: JsonObject, parts: Partial<TrailEvent> = {}): TrailEvent {
  made += 1;
  return {
    id: `event-${made}`,
    at: plusMinutes(BEGAN, minutes),
    source: 'dynamodb.amazonaws.com',
    name,
    kind: 'api-call',
    account: ACCOUNT,
    region: REGION,
    actor: { kind: 'user', name: 'alice' },
    fromConsole: false,
    request,
    ...parts,
  };
}

export const started = call(
  'StartRestoreJob',
  0,
  {},
  { source: 'backup.amazonaws.com', response: { restoreJobId: 'RESTORE-0' } },
);
export const reach: TrailReach = {
  source: 'lookup',
  places: [
    { account: ACCOUNT, region: REGION },
    { account: ACCOUNT, region: 'us-east-1' },
  ],
  from: ago(500),
  to: NOW,
  gaps: [],
};

export function historyOf(events: readonly TrailEvent[], parts: Partial<TrailReach> = {}): TrailHistory {
  return { events: [started, ...events].toSorted((a, b) => (a.at < b.at ? -1 : 1)), reach: [{ ...reach, ...parts }] };
}

interface Case {
  readonly settings: RestoreSettings;
  readonly parts?: ExampleParts;
  readonly inventory?: Inventory;
  readonly history?: TrailHistory;
  readonly measure?: Partial<RestoreMeasure>;
  readonly rtoMinutes?: number;
  readonly now?: Instant;
}

export function judge({ settings, parts = {}, inventory, history, measure = {}, rtoMinutes = 60, now = NOW }: Case) {
  const asked = { clock: 'ready', statistic: 'max', overMinutes: 30 * 1440, samples: 1, ...measure } as const;
  const found = inventory ?? exampleInventory({ restored: {}, ...parts });
  return judgeOrders(restoreTime, { rtoMinutes, measure: asked, settings }, found, now, [], history);
}

export const tag = (minutes: number, tags: Readonly<Record<string, string>>, table = RESTORED) =>
  call('TagResource', minutes, {
    resourceArn: tableArnOf(table),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  });
export const untag = (minutes: number, ...tagKeys: string[]) =>
  call('UntagResource', minutes, { resourceArn: tableArnOf(RESTORED), tagKeys });
export const update = (minutes: number, request: JsonObject, parts: Partial<TrailEvent> = {}) =>
  call('UpdateTable', minutes, { tableName: RESTORED, ...request }, parts);
export const expire = (minutes: number, attributeName: string, enabled = true) =>
  call('UpdateTimeToLive', minutes, { tableName: RESTORED, timeToLiveSpecification: { enabled, attributeName } });
