import { parseArn } from '../model/arn.ts';
import type { ControlInfo } from '../model/control-info.ts';
import { epochMs } from '../model/instant.ts';
import { policyWarnings, type Report } from '../model/report.ts';
import type { Status } from '../model/result.ts';
import type { Severity } from '../model/severity.ts';
import { escapeUnseen } from './json.ts';
import { relatedRequirements } from './related-requirements.ts';
import { type Finding, warningAsResult } from './warning-result.ts';

/** The version of the schema that the fields are from. */
const OCSF = '1.3.0';

/** Source: schema.ocsf.io, Compliance Finding [2003] and the objects and dictionary that it names. */
const CLASS = {
  activity_id: 1,
  activity_name: 'Create',
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
  type_uid: 200301,
  type_name: 'Compliance Finding: Create',
} as const;

const SEVERITY = {
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
} as const satisfies Record<Severity, object>;

const INFORMATIONAL = { severity_id: 1, severity: 'Informational' } as const;

/** Warning: "did not yield a result due to missing information". */
const COMPLIANCE = {
  pass: { status_id: 1, status: 'Pass' },
  unknown: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
  waived: { status_id: 3, status: 'Fail' },
  'not-applicable': { status_id: 99, status: 'Not applicable' },
} as const satisfies Record<Status, object>;

const LIFECYCLE = {
  pass: { status_id: 4, status: 'Resolved' },
  unknown: { status_id: 1, status: 'New' },
  fail: { status_id: 1, status: 'New' },
  waived: { status_id: 3, status: 'Suppressed' },
  'not-applicable': { status_id: 4, status: 'Resolved' },
} as const satisfies Record<Status, object>;

/** A list of OCSF events, one a result. */
export function renderOcsf(report: Report, controls: readonly ControlInfo[]): string {
  const byId = new Map<string, ControlInfo>(controls.map((control) => [control.id, control]));
  const warnings = policyWarnings(report).map((warning) => warningAsResult(warning, report));
  const events = [...report.results, ...warnings].map((result) => event(result, byId.get(result.control), report));
  return `${escapeUnseen(JSON.stringify(events, null, 2))}\n`;
}

function event(result: Finding, control: ControlInfo | undefined, { takenAt, tool }: Report) {
  const { resource, status, policy, message, because, unknown, waiver, follows } = result;
  const partition = parseArn(resource.arn)?.partition ?? 'aws';
  return {
    ...CLASS,
    ...(status === 'fail' ? SEVERITY[result.severity] : INFORMATIONAL),
    ...LIFECYCLE[status],
    time: epochMs(takenAt),
    message,
    metadata: {
      version: OCSF,
      uid: result.fingerprint,
      profiles: ['cloud'],
      product: { name: 'Holdfast', vendor_name: 'Holdfast', version: tool.version },
    },
    finding_info: {
      uid: result.fingerprint,
      title: control?.title ?? result.control,
      desc: [message, ...because].join('; '),
      types: [result.control],
    },
    compliance: {
      control: result.control,
      standards: [policy === undefined ? 'holdfast/v1' : `holdfast/v1 ${policy.name}`],
      ...requirementsOf([...(policy === undefined ? [] : [policy.path]), ...relatedRequirements(result, control)]),
      ...COMPLIANCE[status],
      status_code: status,
      status_detail: unknown === undefined ? message : `${unknown.reason}: ${unknown.detail}`,
    },
    resources: [
      {
        uid: resource.arn,
        name: resource.name,
        type: resource.type,
        region: resource.region,
        cloud_partition: partition,
      },
    ],
    cloud: {
      provider: 'AWS',
      region: resource.region,
      account: { uid: resource.account, type: 'AWS Account', type_id: 10 },
    },
    ...(control === undefined ? {} : { remediation: { desc: control.remediation } }),
    unmapped: {
      severity: result.severity,
      ...(policy === undefined ? {} : { policy: { file: policy.file, line: policy.line, column: policy.column } }),
      ...(follows === undefined ? {} : { follows }),
      ...(unknown?.permission === undefined ? {} : { permission: unknown.permission }),
      ...(waiver === undefined ? {} : { waiver }),
    },
  };
}

/** OCSF has no empty lists here. */
function requirementsOf(requirements: readonly string[]) {
  return requirements.length === 0 ? {} : { requirements };
}
