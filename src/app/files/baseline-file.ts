import { type Baseline, tableNames } from '../../drift/baseline.ts';
import { readBaseline } from '../../drift/read-baseline.ts';
import { tableArn } from '../../model/arn.ts';
import type { Instant } from '../../model/instant.ts';
import { UserError } from '../../model/user-error.ts';
import type { Host } from '../host/host.ts';
import { namedFile } from './named-file.ts';

/** What `holdfast baseline` recorded, and where it stands. */
export interface BaselineFile {
  readonly file: string;
  readonly recorded: Baseline;
}

export function baselineAt(file: string, host: Host): BaselineFile {
  const bytes = namedFile(file, host);
  if (bytes) {
    const recorded = readBaseline(bytes, file);
    if (recorded.takenAt > host.now()) throw fromTheFuture(file, recorded.takenAt);
    return { file, recorded };
  }
  throw new UserError(`no baseline: ${file} is not a file`, 'record one with holdfast baseline');
}

/** No event lies after it, so that every change would be nobody's. */
function fromTheFuture(file: string, takenAt: Instant): UserError {
  return new UserError(
    `${file} says that it was taken at ${takenAt}, which is in the future`,
    'set the clock, or record it again with holdfast baseline',
  );
}

/** The Regions that were in scope; those that only copies go to are read because the policies ask for copies there. */
export function regionsOf({ accounts }: Baseline): readonly string[] {
  const names = Object.values(accounts).flatMap(({ regions }) =>
    Object.entries(regions).flatMap(([name, { plans }]) => (plans === undefined ? [] : [name])),
  );
  return [...new Set(names)].toSorted();
}

/** ARNs of the tables that it holds: they are read whatever the policies say now. */
export function tablesOf({ accounts }: Baseline): ReadonlySet<string> {
  return new Set(
    Object.entries(accounts).flatMap(([account, { regions }]) =>
      Object.entries(regions).flatMap(([region, held]) =>
        tableNames(held).map((name) => tableArn(held.partition, region, account, name)),
      ),
    ),
  );
}
