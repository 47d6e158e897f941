/*
 * What BatchImportFindings takes, as far as a report uses it. No attribute beyond those here may be in a finding.
 * Source: AWS Security Hub API Reference, data types AwsSecurityFinding, Severity, Recommendation, Resource, Compliance and
 * Workflow, and BatchImportFindings; Security Hub User Guide, "AWS Security Finding Format (ASFF)", "Timestamps".
 */

/** `NonEmptyString`: something that is no blank. */
function text(maxLength: number, minLength = 1) {
  return { type: 'string', pattern: '\\S', minLength, maxLength } as const;
}

function object<P extends Readonly<Record<string, object>>>(properties: P, required: readonly (keyof P)[] = []) {
  return { type: 'object', required, properties, additionalProperties: false } as const;
}

const region = text(16);
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z$' } as const;

const resource = object(
  {
    Type: text(256),
    Id: { type: 'string', pattern: '\\S' },
    Partition: { enum: ['aws', 'aws-cn', 'aws-us-gov'] },
    Region: region,
  },
  ['Type', 'Id'],
);

export const ASFF_FINDING = object(
  {
    SchemaVersion: { const: '2018-10-08' },
    Id: text(512),
    ProductArn: {
      ...text(2_048, 12),
      // The only product under which an account may import findings of its own making.
      pattern: '^arn:[a-z-]+:securityhub:([a-z]+-)+\\d:(\\d{12}):product/\\2/default$',
    },
    ProductName: text(128),
    CompanyName: text(128),
    Region: region,
    GeneratorId: text(512),
    AwsAccountId: { type: 'string', pattern: '^\\d{12}$' },
    Types: {
      type: 'array',
      maxItems: 50,
      items: { type: 'string', pattern: '^Software and Configuration Checks/[^/]+(/[^/]+)?$' },
    },
    CreatedAt: instant,
    UpdatedAt: instant,
    Severity: object({ Label: { enum: ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] } }, ['Label']),
    Title: text(256),
    Description: text(1_024),
    Remediation: object({ Recommendation: object({ Text: text(512) }) }),
    ProductFields: {
      type: 'object',
      maxProperties: 50,
      propertyNames: { maxLength: 128 },
      additionalProperties: text(2_048),
    },
    Resources: { type: 'array', minItems: 1, maxItems: 32, items: resource },
    Compliance: object({ Status: { enum: ['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE'] } }),
    Workflow: object({ Status: { enum: ['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED'] } }),
    RecordState: { enum: ['ACTIVE', 'ARCHIVED'] },
  },
  [
    'SchemaVersion',
    'Id',
    'ProductArn',
    'GeneratorId',
    'AwsAccountId',
    'CreatedAt',
    'UpdatedAt',
    'Severity',
    'Title',
    'Description',
    'Resources',
  ],
);

/** Bytes of one finding: 240 KB. */
export const ASFF_FINDING_BYTES = 240_000;
