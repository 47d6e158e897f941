import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';

const HOME_ACCOUNT = '111122223333';

/** One line a result, sorted: table, control, policy and path, status, message, and what follows or would settle it. */
export function resultLines({ results }: Report): readonly string[] {
  return results.map(lineOf).toSorted();
}

function lineOf({ resource, control, policy, status, message, follows, unknown, waiver }: Result): string {
  const account = resource.account === HOME_ACCOUNT ? '' : `${resource.account}/`;
  const asked = policy === undefined ? '-' : `${policy.name}:${policy.path}`;
  const notes = [
    ...(follows === undefined ? [] : [`follows ${follows}`]),
    ...(unknown === undefined ? [] : [[unknown.reason, unknown.permission].filter(Boolean).join(' ')]),
    ...(waiver === undefined ? [] : [`until ${waiver.until}`]),
  ];
  const suffix = notes.length === 0 ? '' : ` [${notes.join(', ')}]`;
  return `${account}${resource.region}/${resource.name} ${control} ${asked} ${status}: ${message}${suffix}`;
}
