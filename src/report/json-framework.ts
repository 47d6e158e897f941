import { type FrameworkReport, REQUIREMENT_STATUSES } from '../model/framework-report.ts';

/** Its fields in the documented order. */
export function orderedFramework(framework: FrameworkReport) {
  const { tables, counts } = framework;
  return {
    id: framework.id,
    title: framework.title,
    edition: framework.edition,
    mappingVersion: framework.mappingVersion,
    tables: { judged: tables.judged, all: tables.all },
    unseen: framework.unseen,
    counts: Object.fromEntries(REQUIREMENT_STATUSES.map((status) => [status, counts[status]])),
    requirements: framework.requirements.map(({ id, asks, status, extent, reasons, controls }) => ({
      id,
      asks,
      status,
      extent,
      reasons,
      controls: controls.map((tally) => ({
        control: tally.control,
        extent: tally.extent,
        pass: tally.pass,
        fail: tally.fail,
        unknown: tally.unknown,
        waived: tally.waived,
        notApplicable: tally.notApplicable,
      })),
    })),
  };
}
