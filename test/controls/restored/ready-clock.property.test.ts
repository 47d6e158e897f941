import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ago, exampleInventory, tableArnOf } from '../../../src/controls/example.ts';
import { known, unknown } from '../../../src/model/fact.ts';
import type { RestoreSettings } from '../../../src/model/policy.ts';
import type { TimeToLive } from '../../../src/model/table.ts';
import type { TrailEvent } from '../../../src/model/trail-event.ts';
import { call, expire, historyOf, judge, RESTORED, tag, untag, update } from './ready-history.ts';

/** What somebody may do to a restored table, some of it over and over. */
interface State {
  readonly tags: Readonly<Record<string, string>>;
  readonly timeToLive: TimeToLive;
  readonly stream: string;
  readonly pointInTimeRecovery: boolean;
}

interface Step {
  readonly event: (minutes: number) => TrailEvent;
  readonly after: (state: State) => State;
}

const STEPS: readonly Step[] = [
  ...['a', 'b'].map((team) => ({
    event: (minutes: number) => tag(minutes, { team }),
    after: (state: State) => ({ ...state, tags: { ...state.tags, team } }),
  })),
  {
    event: (minutes) => tag(minutes, { tier: 'gold', other: 'x' }),
    after: (state) => ({ ...state, tags: { ...state.tags, tier: 'gold', other: 'x' } }),
  },
  {
    event: (minutes) => untag(minutes, 'team', 'nothing'),
    after: ({ tags: { team: _, ...tags }, ...state }) => ({ ...state, tags }),
  },
  ...['until', 'never'].map((attribute) => ({
    event: (minutes: number) => expire(minutes, attribute),
    after: (state: State) => ({ ...state, timeToLive: { status: 'ENABLED', attribute } as const }),
  })),
  {
    event: (minutes) => expire(minutes, 'until', false),
    after: (state) => ({ ...state, timeToLive: { status: 'DISABLED' } }),
  },
  {
    event: (minutes) => update(minutes, { streamSpecification: { streamEnabled: true, streamViewType: 'NEW_IMAGE' } }),
    after: (state) => ({ ...state, stream: 'NEW_IMAGE' }),
  },
  {
    event: (minutes) => update(minutes, { streamSpecification: { streamEnabled: false } }),
    after: (state) => ({ ...state, stream: 'disabled' }),
  },
  ...[true, false].map((enabled) => ({
    event: (minutes: number) =>
      call('UpdateContinuousBackups', minutes, {
        tableName: RESTORED,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: enabled },
      }),
    after: (state: State) => ({ ...state, pointInTimeRecovery: enabled }),
  })),
];

const SETTINGS = {
  tags: { team: 'a', tier: 'gold' },
  timeToLive: { attribute: 'until' },
  stream: 'NEW_IMAGE',
  pointInTimeRecovery: 'enabled',
} as const satisfies RestoreSettings;

const IN_PLACE: Readonly<Record<keyof typeof SETTINGS, (state: State) => boolean>> = {
  tags: ({ tags }) => tags['team'] === 'a' && tags['tier'] === 'gold',
  timeToLive: ({ timeToLive }) => timeToLive.attribute === 'until',
  stream: ({ stream }) => stream === 'NEW_IMAGE',
  pointInTimeRecovery: ({ pointInTimeRecovery }) => pointInTimeRecovery,
};

const LEFT: State = { tags: {}, timeToLive: { status: 'DISABLED' }, stream: 'disabled', pointInTimeRecovery: false };
const DONE: State = {
  tags: SETTINGS.tags,
  timeToLive: { status: 'ENABLED', attribute: 'until' },
  stream: 'NEW_IMAGE',
  pointInTimeRecovery: true,
};
/** Puts back whatever is missing, so that most runs end with a table that is ready. */
const AT_LAST = [0, 2, 4, 7, 9] as const;

const RESTORE_MINUTES = 30;
const keys = ['tags', 'timeToLive', 'stream', 'pointInTimeRecovery'] as const;

interface Lived {
  readonly events: readonly TrailEvent[];
  readonly end: State;
  /** From when on all of it was in place together; undefined where it is not at the end. */
  readonly readyMinutes: number | undefined;
}

function live(steps: readonly (readonly [step: number, minutes: number])[]): Lived {
  let state = LEFT;
  let since: number | undefined;
  const events: TrailEvent[] = [];
  for (const [at, minutes] of steps.toSorted((a, b) => a[1] - b[1])) {
    const step = STEPS[at];
    if (!step) continue;
    events.push(step.event(minutes));
    state = step.after(state);
    const isReady = keys.every((key) => IN_PLACE[key](state));
    since = isReady ? (since ?? minutes) : undefined;
  }
  return { events, end: state, readyMinutes: since === undefined ? undefined : Math.max(RESTORE_MINUTES, since) };
}

function partsOf({ tags, timeToLive, stream, pointInTimeRecovery: enabled }: State) {
  const pointInTimeRecovery = known({ enabled }, 'test');
  return { restored: { tags, timeToLive: known(timeToLive, 'test'), description: { stream }, pointInTimeRecovery } };
}

const steps = fc.array(fc.tuple(fc.nat(STEPS.length - 1), fc.integer({ min: 31, max: 500 })), { maxLength: 14 });
/** Each at a time of its own: what happened at once has no order. */
const history = fc
  .tuple(steps, fc.boolean())
  .map(([some, ends]) => [...some, ...(ends ? AT_LAST.map((step, at) => [step, 510 + at] as const) : [])])
  .filter((all) => new Set(all.map(([, minutes]) => minutes)).size === all.length);

describe('the clock `ready`, held to what really happened', () => {
  test('is exact with a whole history', () => {
    fc.assert(
      fc.property(history, (happened) => {
        const { events, end, readyMinutes } = live(happened);
        const outcome = judge({ settings: SETTINGS, parts: partsOf(end), history: historyOf(events) });
        if (!keys.every((key) => IN_PLACE[key](end))) {
          expect(outcome).toMatchObject({ status: 'fail', actual: { readyAtLeastMinutes: 600 } });
        } else {
          expect(outcome.actual).toMatchObject({ readyAtLeastMinutes: readyMinutes, readyAtMostMinutes: readyMinutes });
        }
      }),
    );
  });

  test('of a table that is gone is never shorter, and never longer, than it was', () => {
    fc.assert(
      fc.property(history, (happened) => {
        const { events, readyMinutes } = live(happened);
        const deleted = call('DeleteTable', 550, { tableName: RESTORED });
        const restoreJobs = [{ createdArn: tableArnOf(RESTORED), createdAt: ago(10) }];
        const { actual } = judge({
          settings: SETTINGS,
          inventory: exampleInventory({ restoreJobs }),
          history: historyOf([...events, deleted]),
        });
        if (readyMinutes === undefined) expect(actual).not.toHaveProperty('readyAtMostMinutes');
        else expect(actual).toMatchObject({ readyAtLeastMinutes: readyMinutes, readyAtMostMinutes: readyMinutes });
      }),
    );
  });

  test('of a history with a gap, whatever it lacks, turns no failure into a pass and no pass into a failure', () => {
    fc.assert(
      fc.property(history, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (happened, kept) => {
        const { events, end } = live(happened);
        const parts = partsOf(end);
        const whole = judge({ settings: SETTINGS, parts, history: historyOf(events) }).status;
        const rest = events.filter((_, at) => kept[at]);
        const gaps = [unknown('denied', 'not allowed', 'cloudtrail:LookupEvents')];
        const torn = judge({ settings: SETTINGS, parts, history: historyOf(rest, { gaps }) }).status;
        expect([whole, 'unknown']).toContain(torn);
        expect(judge({ settings: SETTINGS, parts: partsOf(DONE), history: historyOf(rest, { gaps }) }).status).toBe(
          'unknown',
        );
      }),
    );
  });
});
