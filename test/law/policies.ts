import * as fc from 'fast-check';
import { AWAY } from './world.ts';

/** What a random policy asks of every table. Numbers are in the unit of their name. */
export interface Asked {
  readonly objectives: readonly {
    readonly frequencyHours: number;
    readonly rpoHours?: number;
    readonly retentionDays: number;
    readonly coldAfterDays?: number;
  }[];
  readonly maximumRetentionDays?: number;
  readonly copies: readonly {
    readonly region: string;
    readonly frequencyHours?: number;
    readonly rpoHours?: number;
    readonly retentionDays?: number;
    readonly separated?: true;
  }[];
  readonly newestWithinHours?: number;
  readonly observedOverDays?: number;
  readonly encrypted?: true;
  readonly meetObjectives?: true;
  readonly lock?: 'governance' | 'compliance';
  readonly encryption?: 'customer-managed';
  readonly manualDeletion?: 'denied';
  readonly airGapped?: 'required';
  readonly pointInTimeRecoveryDays?: number;
  readonly restore?: {
    readonly rtoMinutes: number;
    readonly statistic: 'max' | 'mean' | 'p50' | 'p95' | 'latest';
    readonly overDays: number;
    readonly samples: number;
    readonly testedEveryDays: number;
  };
}

const maybe = <T>(value: T): fc.Arbitrary<T | undefined> => fc.option(fc.constant(value), { nil: undefined });
const maybeOf = <const T extends readonly unknown[]>(...values: T): fc.Arbitrary<T[number] | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

/** Without the keys that nothing was drawn for. */
function compact<T extends object>(drawn: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined)) as never;
}

const OBJECTIVE = fc
  .record({
    frequencyHours: fc.constantFrom(24, 1, 6, 12, 25, 72, 168, 744),
    lateHours: maybeOf(8, 1, 2, 13),
    retentionDays: fc.constantFrom(35, 31, 90, 365),
    coldAfterDays: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom(30, 14)),
  })
  .map(({ coldAfterDays, retentionDays, ...rest }) => ({
    ...withRpo(rest),
    retentionDays: coldAfterDays === undefined ? retentionDays : retentionDays + 90,
    ...(coldAfterDays === undefined ? {} : { coldAfterDays }),
  }));

/** An RPO is not shorter than its frequency. */
function withRpo<T extends { frequencyHours: number; lateHours: number | undefined }>({ lateHours, ...rest }: T) {
  return { ...rest, ...(lateHours === undefined ? {} : { rpoHours: rest.frequencyHours + lateHours }) };
}

const COPY = fc
  .record({
    frequencyHours: fc.constantFrom(24, 6, 72, 744),
    lateHours: maybeOf(8, 1, 2, 13),
    retentionDays: maybeOf(35, 90, 365),
    separated: maybe(true as const),
    asks: fc.constantFrom('both', 'frequency', 'rpo', 'neither'),
  })
  .map(({ asks, retentionDays, separated, ...rest }) => {
    const { frequencyHours, rpoHours } = { rpoHours: undefined, ...withRpo(rest) };
    return compact({
      region: AWAY,
      frequencyHours: asks === 'both' || asks === 'frequency' ? frequencyHours : undefined,
      rpoHours: asks === 'both' || asks === 'rpo' ? rpoHours : undefined,
      retentionDays,
      separated,
    });
  });

const RESTORE = fc.record({
  rtoMinutes: fc.constantFrom(240, 40, 60),
  statistic: fc.constantFrom('max' as const, 'mean' as const, 'p50' as const, 'p95' as const, 'latest' as const),
  overDays: fc.constantFrom(60, 10),
  samples: fc.constantFrom(1, 2, 3),
  testedEveryDays: fc.constantFrom(7, 20, 90),
});

export const ASKED: fc.Arbitrary<Asked> = fc
  .record({
    objectives: fc.array(OBJECTIVE, { minLength: 1, maxLength: 2 }),
    maximumRetentionDays: maybeOf(0, 20, 370),
    copies: fc.array(COPY, { maxLength: 2 }),
    newestWithinHours: maybeOf(26, 5, 200),
    observedOverDays: maybeOf(14, 3, 40),
    encrypted: maybe(true as const),
    meetObjectives: maybe(true as const),
    lock: maybeOf('governance' as const, 'compliance' as const),
    encryption: maybe('customer-managed' as const),
    manualDeletion: maybe('denied' as const),
    airGapped: maybe('required' as const),
    pointInTimeRecoveryDays: maybeOf(35, 7),
    restore: fc.option(RESTORE, { nil: undefined }),
  })
  .map(({ maximumRetentionDays: slack, ...rest }) => {
    // A maximum is not shorter than what the policy asks for.
    const asked = [...rest.objectives, ...rest.copies].map(({ retentionDays = 0 }) => retentionDays);
    return compact({ ...rest, maximumRetentionDays: slack === undefined ? undefined : Math.max(...asked) + slack });
  });

const hours = (count: number | undefined) => (count === undefined ? undefined : `${count}h`);
const days = (count: number | undefined) => (count === undefined ? undefined : `${count}d`);

/** The policy as a file; JSON is YAML. */
export function policyText(asked: Asked): string {
  return JSON.stringify({
    apiVersion: 'holdfast/v1',
    kind: 'Policy',
    name: 'law',
    tables: {},
    backup: {
      objectives: asked.objectives.map((objective) => ({
        frequency: hours(objective.frequencyHours),
        rpo: hours(objective.rpoHours),
        retention: days(objective.retentionDays),
        coldAfter: days(objective.coldAfterDays),
      })),
      maximumRetention: days(asked.maximumRetentionDays),
      copies: asked.copies.map((copy) => ({
        region: copy.region,
        frequency: hours(copy.frequencyHours),
        rpo: hours(copy.rpoHours),
        retention: days(copy.retentionDays),
        separated: copy.separated,
      })),
      recoveryPoints: some({
        newestWithin: hours(asked.newestWithinHours),
        observedOver: days(asked.observedOverDays),
        encrypted: asked.encrypted,
        meetObjectives: asked.meetObjectives,
      }),
      vault: some({
        lock: asked.lock,
        encryption: asked.encryption,
        manualDeletion: asked.manualDeletion,
        airGapped: asked.airGapped,
      }),
      pointInTimeRecovery: some({ window: days(asked.pointInTimeRecoveryDays) }),
    },
    restore: asked.restore && {
      rto: `${asked.restore.rtoMinutes}m`,
      measure: {
        clock: 'restored',
        statistic: asked.restore.statistic,
        over: days(asked.restore.overDays),
        samples: asked.restore.samples,
      },
      testedEvery: days(asked.restore.testedEveryDays),
    },
  });
}

function some<T extends object>(part: T): T | undefined {
  return Object.values(part).some((value) => value !== undefined) ? part : undefined;
}
