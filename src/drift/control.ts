import { part, supports } from '../frameworks/evidence.ts';
import type { ControlInfo } from '../model/control-info.ts';

/** No policy asks for it: the baseline does. */
export const driftControl = {
  id: 'drift',
  title: 'The account is as the baseline recorded it',
  description:
    'Passes for a plan, vault, table or setting that is as `holdfast.lock.json` recorded it. Fails for each difference, with its path, what it was and is, and the CloudTrail events that could have made it; and for protection that was switched off for a while, or recovery points deleted by hand, which the present state does not show. What weakens the protection is of high severity, all else of low. Unknown where one of the two sides could not be read, or the history that was asked for has a gap. Order that means nothing, and AWS’s defaults, are no difference.',
  remediation:
    'Undo the change, or record it: `holdfast baseline --output holdfast.lock.json`, reviewed like any other change.',
  severity: 'high',
  docsUrl: '',
  evidence: [
    ...part(
      'differences from the recorded baseline are found, with who made them; only settings of backups and tables',
      {
        'nist-800-53-r5': ['CM-2', 'CM-2(2)', 'CM-3', 'CM-6'],
        'iso-27001-2022': ['A.8.9'],
        'soc-2': ['CC7.1'],
        nis2: ['6.3.1', '6.3.2(b)'],
        'aws-well-architected': ['REL13-BP04'],
      },
    ),
    ...supports('it knows what changed and who did it, not whether the change was authorized', {
      'nist-800-53-r5': ['CM-4', 'CA-7', 'AU-6', 'AU-6(1)'],
      'iso-27001-2022': ['A.8.32', 'A.5.36'],
      'soc-2': ['CC8.1'],
      'pci-dss-4.0.1': ['6.5.1'],
      dora: ['9(4)(e)', 'RTS 17(1)'],
      nis2: ['3.2.3(f)'],
      'nist-csf-2.0': ['PR.PS-01'],
    }),
  ],
  sources: [],
} as const satisfies ControlInfo & { readonly sources: readonly string[] };
