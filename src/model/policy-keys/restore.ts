import { asks, flag, oneOf, orEmpty, refines, requirements, section, wholeNumber, withDefault } from './key.ts';
import { settings } from './settings.ts';
import { duration } from './texts.ts';

const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99', 'max', 'latest'] as const;

/** Where a policy says nothing: the slowest restore of half a year. One measured restore is enough. */
export const measure = section(
  {
    clock: withDefault(
      oneOf(['restored', 'ready'], {
        about: '`restored`: job created → table restored. `ready`: → every required setting in place.',
      }),
      'restored',
    ),
    statistic: withDefault(oneOf(STATISTICS, { about: 'What of the samples is held to the RTO.' }), 'max'),
    over: withDefault(duration('How far back restores count.', '180d'), '180d'),
    samples: withDefault(
      wholeNumber(1, 10_000, {
        about: 'With fewer restores than this the RTO is unproven: unknown, never passed.',
      }),
      1,
    ),
  },
  { about: 'How restore times are measured.' },
);

export const restore = requirements(
  {
    rto: asks(['restore-time'], duration('Longest allowed time to restore, as measured.', '4h')),
    measure: refines(['restore-time'], orEmpty(measure)),
    testedEvery: asks(['restore-tested'], duration('A completed restore of the table at least this often.', '90d')),
    validated: refines(
      ['restore-time', 'restore-tested'],
      flag({ about: 'Only restore tests whose validation was `SUCCESSFUL` count, as samples and for `testedEvery`.' }),
    ),
    testedIn: refines(
      ['restore-tested'],
      oneOf(['any', 'other-region', 'other-account'], {
        about: 'Where a restore must have been made to count for `testedEvery`, seen from the table.',
      }),
    ),
    settings: orEmpty(settings),
  },
  { about: 'What a restore of the table must be.' },
);
