import { awsAccepts } from '../../controls/aws-accepts.ts';
import { controls } from '../../controls/index.ts';
import { policyCoverage } from '../../controls/policy-coverage.ts';
import { driftControl } from '../../drift/control.ts';
import type { ControlInfo } from '../../model/control-info.ts';

type Listed = Omit<ControlInfo, 'docsUrl'>;
const LISTED: readonly Listed[] = [policyCoverage, awsAccepts, driftControl, ...controls];

/** What reports tell of each control. */
export const CONTROL_INFO: readonly ControlInfo[] = LISTED.map(
  ({ id, title, description, remediation, severity, judges, evidence = [] }) => ({
    id,
    title,
    description,
    remediation,
    severity,
    docsUrl: '',
    evidence,
    ...(judges ? { judges } : {}),
  }),
);
