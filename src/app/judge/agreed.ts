import type { Unknown } from '../../model/fact.ts';
import type { Report } from '../../model/report.ts';
import type { Result } from '../../model/result.ts';

/** How the two ways are called. */
export interface WaysInWords {
  readonly one: string;
  readonly other: string;
  /** Where the second way has no such result. */
  readonly gone: string;
  readonly message: string;
}

const OF_STACK: WaysInWords = {
  one: 'with all that is there',
  other: 'without what the stack may own',
  gone: 'the stack may own it, and then it goes',
  message: 'hangs on what the deployed stack owns, which is not known',
};

/**
 * What holds whichever of two ways a change goes: each result that both give. The rest is unknown, and so is what one of them
 * no longer asks, but for what fails as long as it is asked.
 */
export function agreedResults(one: Report, other: Report, why: Unknown, words = OF_STACK): readonly Result[] {
  const others = new Map(other.results.map((result) => [result.fingerprint, result]));
  const agreed = one.results.map((result) => {
    const twin = others.get(result.fingerprint);
    others.delete(result.fingerprint);
    if (result.status === 'unknown' || result.status === 'waived' || twin?.status === result.status) return result;
    if (twin === undefined && result.status === 'fail') return result;
    const ways = [`${words.one}: ${result.message}`, twin ? `${words.other}: ${twin.message}` : words.gone];
    return undecided(result, why, ways, words.message);
  });
  const rest = [...others.values()].map((result) =>
    undecided(result, why, [`${words.other}: ${result.message}`], words.message),
  );
  return [...agreed, ...rest];
}

const OF_DRIFT: Omit<WaysInWords, 'gone'> = {
  one: 'as the template has it',
  other: 'as it is in the account, and stays where the deployed template says the same',
  message: 'depends on what the deployed template says, which is not known',
};

/**
 * Without what passes one way only: by default, if the template changes what is there. Where the deployed one says the same, what
 * drifted stays as it is.
 */
export function onlyPassing(
  results: readonly Result[],
  other: Report,
  why: Unknown,
  words = OF_DRIFT,
): readonly Result[] {
  const twins = new Map(other.results.map((result) => [result.fingerprint, result]));
  return results.map((result) => {
    const twin = twins.get(result.fingerprint);
    const isPass = result.status === 'pass' || result.status === 'not-applicable';
    if (!isPass || (twin?.status !== 'fail' && twin?.status !== 'unknown')) return result;
    return undecided(
      result,
      why,
      [`${words.one}: ${result.message}`, `${words.other}: ${twin.message}`],
      words.message,
    );
  });
}

function undecided(
  result: Result,
  { reason, detail, permission }: Unknown,
  ways: readonly string[],
  message = 'depends on what the deployed stack owns, which is not known',
): Result {
  const { actual: _actual, follows: _follows, ...rest } = result;
  return {
    ...rest,
    status: 'unknown',
    message,
    because: [detail, ...ways],
    unknown: { reason, detail, ...(permission === undefined ? {} : { permission }) },
  };
}
