import type { Unknown } from '../../model/fact.ts';
import type { Outcome } from '../../model/result.ts';

interface Mixed<T> {
  readonly judge: (samples: readonly T[]) => Outcome;
  readonly doubtOf: (sample: T) => Unknown | undefined;
  /** Longer than asked, as far as anybody knows: at least, and at most. */
  readonly mayBeSlow: (sample: T) => boolean;
  readonly mayBeFast: (sample: T) => boolean;
}

/**
 * A verdict over samples of which some may not count: undefined where it depends on which do. No statistic falls by one
 * more sample that is longer than what is asked, and none rises by one that is not; so what holds with the slow ones of
 * the doubtful, with the fast ones and with none of them, holds with any.
 */
export function judgeMixtures<T>(samples: readonly T[], { judge, doubtOf, mayBeSlow, mayBeFast }: Mixed<T>) {
  if (samples.every((sample) => !doubtOf(sample))) return judge(samples);
  const sureAnd = (isIn: (sample: T) => boolean) => judge(samples.filter((each) => !doubtOf(each) || isIn(each)));
  const [sure, worst, best] = [sureAnd(() => false), sureAnd(mayBeSlow), sureAnd(mayBeFast)];
  const isAgreed = sure.status !== 'unknown' && sure.status === worst.status && sure.status === best.status;
  if (!isAgreed) return undefined;
  return sure.status === 'fail' ? best : worst;
}
