import {
  OTHER_OPERATIONS,
  OTHER_SERVICES,
  RATES,
  type Rate,
  RUN_IN_FLIGHT,
  SERVICE_RATES,
  type ServiceRate,
} from './rates.ts';

/** A little more than a second, because AWS counts when a call arrives and we when it leaves. */
const WINDOW_MS = 1_020;

/** At most `limit` grants in any window: a full burst at the start, then as fast as the window lets go of old ones. */
class SlidingWindow {
  readonly #grants: number[];
  #next = 0;

  constructor(limit: number) {
    this.#grants = new Array<number>(limit).fill(Number.NEGATIVE_INFINITY);
  }

  /** When the next grant is allowed, on the clock of `performance.now`. */
  readyAt(): number {
    return (this.#grants[this.#next] ?? 0) + WINDOW_MS;
  }

  record(now: number): void {
    this.#grants[this.#next] = now;
    this.#next = (this.#next + 1) % this.#grants.length;
  }
}

interface ServiceLane {
  readonly window: SlidingWindow;
  readonly inFlightMax: number;
  inFlight: number;
}

interface Waiter {
  readonly order: number;
  readonly grant: (release: () => void) => void;
  readonly refuse: (reason: unknown) => void;
}

interface Lane {
  readonly perSecond: number;
  readonly window: SlidingWindow;
  readonly service: ServiceLane;
  readonly waiting: Waiter[];
}

const OPERATIONS = new Map<string, Rate>(Object.entries(RATES));
const SERVICES = new Map<string, ServiceRate>(Object.entries(SERVICE_RATES));

/**
 * Holds calls back so that AWS does not have to. Limits are per account, Region and operation, per account, Region and
 * service, and on calls under way; a call must fit all of them at the moment it leaves, which queues put one behind the
 * other cannot say. Calls of one operation are served in the order in which they came.
 */
export class Limiter {
  readonly #lanes = new Map<string, Lane>();
  readonly #services = new Map<string, ServiceLane>();
  readonly #queued = new Set<Lane>();
  readonly #signal: AbortSignal | undefined;
  #inFlight = 0;
  #arrivals = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.addEventListener('abort', () => this.#refuseAll(signal.reason), { once: true });
  }

  /** Resolves when the call may leave; the caller calls the returned function when the answer is there. */
  acquire(scope: string, operation: string): Promise<() => void> {
    return new Promise((grant, refuse) => {
      if (this.#signal?.aborted) return refuse(this.#signal.reason);
      const lane = this.#laneOf(scope, operation);
      lane.waiting.push({ order: this.#arrivals++, grant, refuse });
      this.#queued.add(lane);
      this.#pump();
    });
  }

  #laneOf(scope: string, operation: string): Lane {
    const key = `${scope} ${operation}`;
    const present = this.#lanes.get(key);
    if (present) return present;
    const rate = OPERATIONS.get(operation) ?? OTHER_OPERATIONS;
    const service = this.#serviceOf(scope, operation.slice(0, operation.indexOf(':')));
    const lane = { perSecond: rate.perSecond, window: new SlidingWindow(rate.perSecond), service, waiting: [] };
    this.#lanes.set(key, lane);
    return lane;
  }

  #serviceOf(scope: string, name: string): ServiceLane {
    const key = `${scope} ${name}`;
    const present = this.#services.get(key);
    if (present) return present;
    const rate = SERVICES.get(name) ?? OTHER_SERVICES;
    const service = { window: new SlidingWindow(rate.perSecond), inFlightMax: rate.inFlight, inFlight: 0 };
    this.#services.set(key, service);
    return service;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    while (this.#queued.size > 0 && this.#inFlight < RUN_IN_FLIGHT) {
      const now = performance.now();
      let first: Lane | undefined;
      let wakeAt = Number.POSITIVE_INFINITY;
      for (const lane of this.#queued) {
        // A full service is woken by a release, not by the clock.
        if (lane.service.inFlight >= lane.service.inFlightMax) continue;
        const readyAt = Math.max(lane.window.readyAt(), lane.service.window.readyAt());
        if (readyAt > now) wakeAt = Math.min(wakeAt, readyAt);
        else if (first === undefined || goesBefore(lane, first)) first = lane;
      }
      if (first === undefined) {
        if (wakeAt < Number.POSITIVE_INFINITY) {
          this.#timer = setTimeout(() => this.#pump(), Math.max(1, Math.ceil(wakeAt - now)));
        }
        return;
      }
      this.#grant(first, now);
    }
  }

  #grant(lane: Lane, now: number): void {
    const waiter = lane.waiting.shift();
    if (lane.waiting.length === 0) this.#queued.delete(lane);
    lane.window.record(now);
    lane.service.window.record(now);
    lane.service.inFlight++;
    this.#inFlight++;
    waiter?.grant(() => {
      lane.service.inFlight--;
      this.#inFlight--;
      this.#pump();
    });
  }

  #refuseAll(reason: unknown): void {
    clearTimeout(this.#timer);
    for (const lane of this.#queued) for (const waiter of lane.waiting.splice(0)) waiter.refuse(reason);
    this.#queued.clear();
  }
}

/**
 * Of those that may leave, the slowest operation goes first: what it does not use of its rate is lost, and it decides when
 * all is read. Of two as fast, the one with the shorter queue: one call may be a page, on which all that it names waits.
 */
function goesBefore(one: Lane, other: Lane): boolean {
  const difference =
    one.perSecond - other.perSecond || one.waiting.length - other.waiting.length || orderOf(one) - orderOf(other);
  return difference < 0;
}

function orderOf(lane: Lane): number {
  return lane.waiting[0]?.order ?? Number.POSITIVE_INFINITY;
}
