import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';

/**
 * Verdicts that missing facts made up: a pass or a failure that was none, a failure that no longer applies, results that
 * are gone with their table and leave nothing unknown behind, and compliance.
 */
export function madeUp(sound: Report, broken: Report): readonly string[] {
  const before = new Map(sound.results.map((result) => [result.fingerprint, result]));
  const after = new Set(broken.results.map(({ fingerprint }) => fingerprint));
  const lies = broken.results
    .filter(({ fingerprint, status }) => {
      const was = before.get(fingerprint)?.status;
      // What fails does so whether it is waived or not, and a waiver that is in doubt waives nothing.
      if (was === 'waived' && status === 'fail') return false;
      return (status === 'pass' || status === 'fail' || status === 'not-applicable') && status !== was;
    })
    .map((result) => `${before.get(result.fingerprint)?.status ?? 'absent'} → ${textOf(result)}`);
  const leavesDoubt = broken.results.some(
    ({ fingerprint, status }) => status === 'unknown' && before.get(fingerprint)?.status !== 'unknown',
  );
  const gone = leavesDoubt ? [] : sound.results.filter(({ fingerprint }) => !after.has(fingerprint));
  return [
    ...(broken.conclusion === 'compliant' && sound.conclusion !== 'compliant' ? ['compliant'] : []),
    ...lies,
    ...gone.map((result) => `gone: ${textOf(result)}`),
  ];
}

function textOf({ resource, control, policy, status, message }: Result): string {
  return `${status}: ${resource.name} ${control} ${policy?.path ?? ''} ${message}`;
}
