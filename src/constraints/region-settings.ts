import type { NewRegionSettings } from './backup-things.ts';
import type { Breach, Constraint, Grade } from './constraint.ts';
import { given } from './requested.ts';

/** As `DescribeRegionSettings` spells them. AWS adds types, so one that is not here may be one all the same. */
const TYPES = [
  'Aurora',
  'CloudFormation',
  'DSQL',
  'DocumentDB',
  'DynamoDB',
  'EBS',
  'EC2',
  'EFS',
  'EKS',
  'FSx',
  'Neptune',
  'RDS',
  'Redshift',
  'Redshift Serverless',
  'S3',
  'SAP HANA on Amazon EC2',
  'Storage Gateway',
  'Timestream',
  'VirtualMachine',
];

function bare(type: string): string {
  return type.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A known type in other letters than its own is refused; in other cases, or not known here, nobody recorded it. */
function gradeOf(key: string): Grade | undefined {
  if (TYPES.includes(key)) return undefined;
  const misspelt = TYPES.some((type) => bare(type) === bare(key) && type.toLowerCase() !== key.toLowerCase());
  return misspelt ? 'A' : 'U';
}

function* breachesOf(settings: NewRegionSettings, grade: Grade): Iterable<Breach> {
  for (const map of ['resourceTypeOptInPreference', 'resourceTypeManagementPreference'] as const) {
    for (const key of Object.keys(given(settings[map]) ?? {})) {
      if (gradeOf(key) !== grade) continue;
      const message =
        'Element present in resource type opt in preference has invalid values. Please use describeRegionSettings API to know the supported resource types';
      yield { path: `${map}.${key}`, message };
    }
  }
}

export const REGION_SETTINGS_CONSTRAINTS: readonly Constraint<NewRegionSettings>[] = (['A', 'U'] as const).map(
  (grade) => ({
    id: 'RG1',
    grade,
    code: 'InvalidParameterValueException',
    quoted: grade === 'A',
    source: 'boto/boto3#3758; hashicorp/terraform-provider-aws#21801',
    breaches: (settings) => breachesOf(settings, grade),
  }),
);
