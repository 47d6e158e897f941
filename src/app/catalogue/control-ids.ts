import { awsAccepts } from '../../controls/aws-accepts.ts';
import { controls } from '../../controls/index.ts';
import { policyCoverage } from '../../controls/policy-coverage.ts';
import { driftControl } from '../../drift/control.ts';

/** The ids that policies may name, as the schema and the loader know them. */
export const CONTROL_IDS: readonly string[] = [
  policyCoverage.id,
  awsAccepts.id,
  driftControl.id,
  ...controls.map((control) => control.id),
].toSorted();
