import { supports } from '../../frameworks/evidence.ts';
import type { Evidence } from '../../model/framework.ts';

/** What each of the settings of the table itself is evidence for. One setting is no configuration: it only supports. */
export const LIVE_EVIDENCE: readonly Evidence[] = supports(
  'one setting of the table is as asked; which settings there must be is another document',
  { 'nist-800-53-r5': ['CM-6'], 'iso-27001-2022': ['A.8.9'], 'nist-csf-2.0': ['PR.PS-01'] },
);
