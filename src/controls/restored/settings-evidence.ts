import { part, supports } from '../../frameworks/evidence.ts';
import type { Evidence } from '../../model/framework.ts';

/** What each of the settings of a restored table is evidence for. */
export const SETTINGS_EVIDENCE: readonly Evidence[] = [
  ...part('a restored table has this setting as asked; a known state is all of them together', {
    'nist-800-53-r5': ['CP-9(2)', 'CP-10', 'CP-10(4)'],
    'iso-27001-2022': ['A.8.9'],
    'soc-2': ['A1.3'],
    nis2: ['4.2.2(e)'],
    'aws-well-architected': ['REL13-BP04'],
    'nist-csf-2.0': ['RC.RP-05'],
  }),
  ...supports('settings of restored tables are compared; the procedure is another document', {
    'soc-2': ['CC7.5'],
    hipaa: ['164.308(a)(7)(ii)(B)'],
    dora: ['12(1)(b)', '12(7)'],
  }),
];
