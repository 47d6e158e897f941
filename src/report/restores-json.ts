import type { RestoreReport } from '../model/restore-report.ts';
import { escapeUnseen } from './json.ts';

/** `holdfast/restores/v1`. */
export function renderRestoresJson(report: RestoreReport): string {
  return `${escapeUnseen(JSON.stringify(report, null, 2))}\n`;
}
