import { parseArn } from '../model/arn.ts';
import type { ControlInfo } from '../model/control-info.ts';
import { policyWarnings, type Report } from '../model/report.ts';
import type { ResultResource, Status } from '../model/result.ts';
import { makeVisible } from '../model/visible.ts';
import { escapeUnseen } from './json.ts';
import { relatedRequirements } from './related-requirements.ts';
import { evidenceOf, positionText } from './summary.ts';
import { type Finding, warningAsResult } from './warning-result.ts';

/** Longest texts that Security Hub takes. Source: docs.aws.amazon.com/securityhub, "Required top-level ASFF attributes". */
const TITLE = 256;
const DESCRIPTION = 1_024;
const RECOMMENDATION = 512;
const FIELD = 1_024;
/** Most related requirements. Source: same guide, "Compliance". */
const RELATED = 32;

/** WARNING is AWS's word for "some information is missing". Source: same guide, "Compliance". */
const COMPLIANCE = {
  pass: 'PASSED',
  fail: 'FAILED',
  unknown: 'WARNING',
  waived: 'FAILED',
  'not-applicable': 'NOT_AVAILABLE',
} as const satisfies Record<Status, string>;

const WORKFLOW = {
  pass: 'RESOLVED',
  fail: 'NEW',
  unknown: 'NEW',
  waived: 'SUPPRESSED',
  'not-applicable': 'RESOLVED',
} as const satisfies Record<Status, string>;

/** Source: same guide, "Resources": a type that is not in its list is `Other`. */
const RESOURCE_TYPE = {
  'AWS::DynamoDB::Table': 'AwsDynamoDbTable',
  'AWS::Backup::BackupPlan': 'AwsBackupBackupPlan',
  'AWS::Backup::BackupVault': 'AwsBackupBackupVault',
  'AWS::Backup::RestoreTestingPlan': 'Other',
  'AWS::Backup::RegionSettings': 'Other',
  'AWS::Backup::GlobalSettings': 'Other',
  'AWS::Organizations::Policy': 'Other',
} as const satisfies Record<ResultResource['type'], string>;

/**
 * AWS Security Finding Format, 2018-10-08: a list for `BatchImportFindings`, which takes a hundred at a time. A result
 * about an account whose id is not known is left out, because a finding must name one.
 */
export function renderAsff(report: Report, controls: readonly ControlInfo[]): string {
  const byId = new Map<string, ControlInfo>(controls.map((control) => [control.id, control]));
  const warnings = policyWarnings(report).map((warning) => warningAsResult(warning, report));
  const findings = [...report.results, ...warnings]
    .filter(({ resource }) => /^\d{12}$/.test(resource.account))
    .map((result) => finding(result, byId.get(result.control), report));
  return `${escapeUnseen(JSON.stringify(findings, null, 2))}\n`;
}

function finding(result: Finding, control: ControlInfo | undefined, { takenAt, tool, scopes }: Report) {
  const { resource, status, severity, policy, unknown, waiver } = result;
  const partition = parseArn(resource.arn)?.partition ?? 'aws';
  const { account } = resource;
  // Settings of a whole account are of no Region, that of a new table may not be known, and a finding is imported into one.
  const region =
    resource.type === 'AWS::Backup::GlobalSettings' || resource.region === ''
      ? (scopes.find((scope) => scope.account === account)?.region ?? resource.region)
      : resource.region;
  const remediation = control?.remediation;
  const related = relatedRequirements(result, control).slice(0, RELATED);
  return {
    SchemaVersion: '2018-10-08',
    Id: `holdfast/${result.fingerprint}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ProductName: 'Holdfast',
    CompanyName: 'Holdfast',
    Region: region,
    GeneratorId: `holdfast/${result.control}`,
    AwsAccountId: account,
    Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    CreatedAt: takenAt,
    UpdatedAt: takenAt,
    Severity: { Label: status === 'fail' ? severity.toUpperCase() : 'INFORMATIONAL' },
    Title: clip(`${result.control}: ${control?.title ?? result.message}`, TITLE),
    Description: clip([result.message, ...evidenceOf(result)].join('; '), DESCRIPTION),
    ...(remediation === undefined
      ? {}
      : { Remediation: { Recommendation: { Text: clip(remediation, RECOMMENDATION) } } }),
    ProductFields: fields({
      'holdfast/version': tool.version,
      'holdfast/status': status,
      'holdfast/severity': severity,
      'holdfast/policy': policy?.name,
      'holdfast/asked-at': policy && positionText(policy),
      'holdfast/path': policy?.path,
      'holdfast/follows': result.follows,
      'holdfast/unknown': unknown && `${unknown.reason}: ${unknown.detail}`,
      'holdfast/permission': unknown?.permission,
      'holdfast/waiver': waiver && `until ${waiver.until}, by ${waiver.approvedBy}: ${waiver.reason}`,
    }),
    Resources: [{ Type: RESOURCE_TYPE[resource.type], Id: resource.arn, ...partitionOf(partition), Region: region }],
    Compliance: { Status: COMPLIANCE[status], ...(related.length === 0 ? {} : { RelatedRequirements: related }) },
    Workflow: { Status: WORKFLOW[status] },
    RecordState: 'ACTIVE',
  };
}

/** Security Hub names three partitions; in another one the attribute is left out. Source: API Reference, Resource. */
function partitionOf(partition: string): { readonly Partition?: string } {
  return ['aws', 'aws-cn', 'aws-us-gov'].includes(partition) ? { Partition: partition } : {};
}

function fields(values: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, clip(value, FIELD)]])),
  );
}

function clip(text: string, most: number): string {
  const line = makeVisible(text);
  // Not in the middle of a character that JavaScript counts as two.
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
