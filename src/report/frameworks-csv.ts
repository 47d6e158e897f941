import type { Report } from '../model/report.ts';
import { escapeCsv } from './escape.ts';

const HEAD = [
  'framework',
  'edition',
  'requirement',
  'status',
  'met_extent',
  'control',
  'evidence',
  'pass',
  'fail',
  'unknown',
  'waived',
  'not_applicable',
  'reasons',
];

/** Requirement × control, counted; a requirement that nothing was asked of has one line without a control. */
export function renderFrameworksCsv({ frameworks = [] }: Pick<Report, 'frameworks'>): string {
  const rows = frameworks.flatMap(({ id, edition, requirements }) =>
    requirements.flatMap((requirement) => {
      const head = [id, edition, requirement.id, requirement.status, requirement.extent ?? ''];
      const reasons = requirement.reasons.join(' | ');
      if (requirement.controls.length === 0) return [[...head, '', '', '0', '0', '0', '0', '0', reasons]];
      return requirement.controls.map(({ control, extent, pass, fail, unknown, waived, notApplicable }) => [
        ...head,
        control,
        extent,
        ...[pass, fail, unknown, waived, notApplicable].map(String),
        reasons,
      ]);
    }),
  );
  return [HEAD, ...rows].map((cells) => `${cells.map(escapeCsv).join(',')}\r\n`).join('');
}
