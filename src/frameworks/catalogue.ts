import type { Framework } from '../model/framework.ts';
import type { FrameworkId } from '../model/framework-id.ts';
import { awsFsbp } from './catalogue/aws-fsbp.ts';
import { awsWellArchitected } from './catalogue/aws-well-architected.ts';
import { cisControls } from './catalogue/cis-controls-8.1.ts';
import { dora } from './catalogue/dora.ts';
import { fedrampHigh, fedrampLow, fedrampModerate } from './catalogue/fedramp-rev5.ts';
import { hipaa } from './catalogue/hipaa.ts';
import { iso27001 } from './catalogue/iso-27001-2022.ts';
import { nis2 } from './catalogue/nis2.ts';
import { nist80053 } from './catalogue/nist-800-53-r5.ts';
import { nistCsf } from './catalogue/nist-csf-2.0.ts';
import { pciDss } from './catalogue/pci-dss-4.0.1.ts';
import { soc2 } from './catalogue/soc-2.ts';

/** Every framework, by id. */
export const CATALOGUE = {
  'aws-fsbp': awsFsbp,
  'aws-well-architected': awsWellArchitected,
  'cis-controls-8.1': cisControls,
  dora,
  'fedramp-rev5-high': fedrampHigh,
  'fedramp-rev5-low': fedrampLow,
  'fedramp-rev5-moderate': fedrampModerate,
  hipaa,
  'iso-27001-2022': iso27001,
  nis2,
  'nist-800-53-r5': nist80053,
  'nist-csf-2.0': nistCsf,
  'pci-dss-4.0.1': pciDss,
  'soc-2': soc2,
} as const satisfies Readonly<Record<FrameworkId, Framework>>;

export const FRAMEWORKS: readonly Framework[] = Object.values(CATALOGUE);

export function frameworkOf(id: FrameworkId): Framework {
  return CATALOGUE[id];
}
