import type { Report } from '../../src/model/report.ts';

/** What a report says, without what tells a preview from the real thing: when it was asked, and what it cost. */
export function answersOf(report: Report): readonly string[] {
  return report.results
    .map(
      ({ control, status, resource, policy, message }) =>
        `${resource.region} ${resource.name} ${control} ${policy?.path ?? ''}: ${status}: ${withoutIds(message)}`,
    )
    .toSorted();
}

/** Ids that AWS gives when a thing is made. */
function withoutIds(message: string): string {
  return message.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
}
