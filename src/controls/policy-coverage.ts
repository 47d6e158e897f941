import { part, supports } from '../frameworks/evidence.ts';
import type { Unknown } from '../model/fact.ts';
import type { Outcome } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { fail, pass, undecided } from './outcome.ts';

/**
 * The one control that no policy asks for: it answers for tables that policies miss, with `--require-policy`, and for
 * places and tables of which nobody can tell whether a policy matches.
 */
export const policyCoverage = {
  id: 'policy-coverage',
  title: 'Table is matched by a policy',
  severity: 'high' as Severity,
  description:
    'Passes when a policy matches the table. With --require-policy a table that no policy matches fails, whether a restore made it or not; tables of restore tests are left out. Unknown when the tables of a Region could not be listed, or when a tag that decides could not be read.',
  remediation: 'Write a policy that matches the table, or widen the `tables` part of one that nearly does.',
  evidence: [
    ...part('every table of the population is assigned to a policy, so that none is forgotten', {
      'nist-800-53-r5': ['CP-9(a)'],
      'iso-27001-2022': ['A.8.13'],
      'soc-2': ['A1.2'],
      hipaa: ['164.308(a)(7)(ii)(A)'],
      dora: ['12(1)(a)'],
      nis2: ['4.2.2(b)'],
      'cis-controls-8.1': ['11.2'],
      'aws-well-architected': ['REL09-BP01'],
      'nist-csf-2.0': ['PR.DS-11'],
    }),
    ...supports('policies are assigned to tables; that they follow the business impact is for others to show', {
      dora: ['11(5)'],
      'pci-dss-4.0.1': ['12.10.1'],
    }),
  ],
  sources: [],
} as const;

export function coverageByPolicies(matching: readonly string[], why: Unknown | undefined): Outcome {
  if (matching.length > 0) {
    return pass(`matched by ${matching.length === 1 ? 'policy' : 'policies'} ${matching.join(', ')}`, { subjects: [] });
  }
  if (why)
    return undecided('cannot tell whether a policy matches the table', why, { because: [why.detail], subjects: [] });
  return fail('no policy matches the table; every table is asked to have one', { subjects: [] });
}
