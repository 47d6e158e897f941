import { awsAccepts } from '../../controls/aws-accepts.ts';
import { controls } from '../../controls/index.ts';
import { policyCoverage } from '../../controls/policy-coverage.ts';
import { driftControl } from '../../drift/control.ts';
import type { ControlInfo } from '../../model/control-info.ts';

/** What reports tell of each control. */
export const CONTROL_INFO: readonly ControlInfo[] = [policyCoverage, awsAccepts, driftControl, ...controls].map(
  ({ id, title, description, remediation, severity, evidence = [] }) => ({
    id,
    title,
    description,
    remediation,
    severity,
    docsUrl: '',
    evidence,
  }),
);
