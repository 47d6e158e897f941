import type { Report } from '../../src/model/report.ts';
import type { Result } from '../../src/model/result.ts';

/** What a report says, without what tells a preview from the real thing: when it was asked, and what it cost. */
export function answersOf(report: Report): readonly string[] {
  return report.results
    .map(
      ({ control, status, resource, policy, message }) =>
        `${resource.region} ${resource.name} ${control} ${policy?.path ?? ''}: ${status}: ${withoutIds(message)}`,
    )
    .toSorted();
}

/** Answers that a preview gives for sure, and that differ from what was found after the change. */
export function wrongAnswers(previewed: Report, found: Report): readonly string[] {
  const truth = statusesOf(found);
  return [...statusesOf(previewed)].flatMap(([asked, status]) => {
    const real = truth.get(asked) ?? 'not asked';
    return status === 'unknown' || status === real ? [] : [`${asked}: ${status}, and found ${real}`];
  });
}

export function statusesOf({ results }: Report): ReadonlyMap<string, Result['status']> {
  return new Map(
    results.map(({ control, status, resource, policy }) => [
      `${resource.region} ${resource.name} ${control} ${policy?.name ?? ''} ${policy?.path ?? ''}`,
      status,
    ]),
  );
}

/** Ids that AWS gives when a thing is made; a preview knows the key that AWS manages by its alias alone. */
function withoutIds(message: string): string {
  return message.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID').replaceAll('alias/aws/backup', 'key/ID');
}
