import { mergeReports } from '../../evaluate/merge-reports.ts';
import type { Report } from '../../model/report.ts';
import { UserError } from '../../model/user-error.ts';
import { leadsAway, refuseLinkAway } from '../files/allowed-folders.ts';
import { reportAt } from '../files/report-file.ts';
import type { Host } from '../host/host.ts';
import { VERSION } from '../version.ts';

/** One report of several: files, or folders in which every file that ends in .json is one. */
export function mergedReport(paths: readonly string[], allowEmpty: boolean, host: Host): Report {
  const files = [...new Set(paths.flatMap((path) => filesAt(path, host)))];
  const reports = files.map((file) => reportAt(file, 'merge', host));
  const drifting = files.find((_, index) => reports[index]?.drift !== undefined);
  if (drifting !== undefined) {
    throw new UserError(`${drifting} holds a comparison with a baseline`, 'merge reports of holdfast check');
  }
  return mergeReports(reports, VERSION, allowEmpty);
}

function filesAt(path: string, host: Host): readonly string[] {
  const place = host.look(path);
  if (place.kind !== 'absent') refuseLinkAway(path, host);
  if (place.kind !== 'folder') return [path];
  const [away] = place.outside;
  if (away !== undefined) throw leadsAway(away);
  const files = place.files.filter((file) => file.endsWith('.json'));
  if (files.length > 0) return files;
  throw new UserError(`no report in ${path}`, 'put files that end in .json there');
}
