import type { Demand, Framework } from '../../model/framework.ts';
import { nist80053 } from './nist-800-53-r5.ts';

const { requirements: asked } = nist80053;
const DAY = 24 * 60;

/** Each recovery point of a DynamoDB table is a full one, so that the weekly full backup follows from the daily one. */
const daily: Demand = {
  ...asked['CP-9(a)'],
  asks: 'user-level data is backed up daily, and in full weekly',
  bounds: [{ control: 'backup-frequency', field: 'frequencyMinutes', atMostMinutes: DAY }],
};

/** What all three baselines ask. */
const low = {
  'CP-2': asked['CP-2'],
  'CP-4': tested(asked['CP-4'], 'the plan is tested at least every three years', 3 * 365),
  'CP-9(a)': daily,
  'CP-9(d)': asked['CP-9(d)'],
  'CP-10': asked['CP-10'],
  'SI-12': asked['SI-12'],
  'SC-12': asked['SC-12'],
  'CM-2': asked['CM-2'],
  'CM-4': asked['CM-4'],
  'CM-6': asked['CM-6'],
  'CA-7': asked['CA-7'],
  'AU-6': asked['AU-6'],
};

const moderate = {
  ...low,
  'CP-4': tested(asked['CP-4'], 'the plan is tested at least yearly, by functional exercises', 365),
  'CP-6(a)': asked['CP-6(a)'],
  'CP-6(b)': asked['CP-6(b)'],
  'CP-6(1)': asked['CP-6(1)'],
  'CP-9(1)': tested(asked['CP-9(1)'], 'backups are tested for reliability and integrity at least yearly', 365),
  'CP-9(8)': asked['CP-9(8)'],
  'SC-28': asked['SC-28'],
  'SC-28(1)': asked['SC-28(1)'],
  'CM-2(2)': asked['CM-2(2)'],
  'CM-3': asked['CM-3'],
  'CM-3(2)': asked['CM-3(2)'],
  'AU-6(1)': asked['AU-6(1)'],
};

const high = {
  ...moderate,
  'CP-6(2)': asked['CP-6(2)'],
  'CP-9(1)': tested(asked['CP-9(1)'], 'backups are tested for reliability and integrity at least monthly', 31),
  'CP-9(2)': asked['CP-9(2)'],
  'CP-9(3)': asked['CP-9(3)'],
  'CP-9(5)': asked['CP-9(5)'],
  'CP-10(4)': asked['CP-10(4)'],
};

/** The ids are those of NIST, and so is the evidence; the numbers are FedRAMP's own. */
const shared = {
  basedOn: 'nist-800-53-r5',
  edition: 'Revision 5 baselines, 2024',
  leftOut: [{ ids: 'FedRAMP 20x', why: 'its indicators are about the process that makes evidence, not about one run' }],
} as const;

export const fedrampLow = {
  ...shared,
  id: 'fedramp-rev5-low',
  title: 'FedRAMP Low',
  short: 'FedRAMP Rev5 Low',
  requirements: low,
} as const satisfies Framework;

export const fedrampModerate = {
  ...shared,
  id: 'fedramp-rev5-moderate',
  title: 'FedRAMP Moderate',
  short: 'FedRAMP Rev5 Moderate',
  requirements: moderate,
} as const satisfies Framework;

export const fedrampHigh = {
  ...shared,
  id: 'fedramp-rev5-high',
  title: 'FedRAMP High',
  short: 'FedRAMP Rev5 High',
  requirements: high,
} as const satisfies Framework;

function tested(demand: Demand, asks: string, days: number): Demand {
  const bounds = [{ control: 'restore-tested', field: 'testedEveryMinutes', atMostMinutes: days * DAY }] as const;
  return { ...demand, asks, bounds };
}
