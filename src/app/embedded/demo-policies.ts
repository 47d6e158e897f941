import { fileURLToPath } from 'node:url';

/**
 * What the demo asks beyond the ready-made policies. A file, not text, so that who reads the report can open the lines
 * that it names; the build puts it beside the bundle.
 */
export function demoPolicies(): string {
  return fileURLToPath(new URL('../../simulator/scenario/demo-policies.yaml', import.meta.url));
}
