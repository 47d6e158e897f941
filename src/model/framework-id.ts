/** Ids of the frameworks that controls give evidence for; a policy names them under `frameworks`. Never reused. */
export const FRAMEWORK_IDS = [
  'aws-fsbp',
  'aws-well-architected',
  'cis-controls-8.1',
  'dora',
  'fedramp-rev5-high',
  'fedramp-rev5-low',
  'fedramp-rev5-moderate',
  'hipaa',
  'iso-27001-2022',
  'nis2',
  'nist-800-53-r5',
  'nist-csf-2.0',
  'pci-dss-4.0.1',
  'soc-2',
] as const;
export type FrameworkId = (typeof FRAMEWORK_IDS)[number];

/**
 * How far a control's pass is evidence. `full`: it tests the whole technical demand, for each table. `part`: some of it.
 * `supports`: it corroborates a document or process that somebody else must show, and alone meets nothing.
 */
export const EXTENTS = ['full', 'part', 'supports'] as const;
export type Extent = (typeof EXTENTS)[number];
