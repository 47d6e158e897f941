import { type Baseline, baselineOf, baselineText, tableNames } from '../../drift/baseline.ts';
import { lostIn } from '../../drift/lost.ts';
import { readBaseline } from '../../drift/read-baseline.ts';
import { countUnknown } from '../../drift/recorded.ts';
import { count } from '../../model/count.ts';
import { UserError } from '../../model/user-error.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { noteLines } from '../collect/history.ts';
import { scopeOf } from '../collect/scope.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { unmatchedIn } from '../exit/unmatched.ts';
import { namedFile, savedInventory } from '../files/named-file.ts';
import { policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

export async function baseline(options: Options<'baseline'>, host: Host): Promise<ExitCode> {
  const policies = policiesAt(options.policies, host);
  const file = options['baseline-output'];
  host.tryPlace(file);
  const former = formerBaseline(file, host);
  const scope = scopeOf(options);
  const inventory =
    options.inventory === undefined
      ? await collectLive(baselineRequest(policies, scope, host.now(), new Set()), host)
      : await savedInventory(options.inventory, host);
  const recorded = baselineOf(inventory, policies);
  const lost = former ? lostIn(former, recorded) : [];
  const [first] = lost;
  if (first) {
    host.stderr.write(
      `${file} is left as it is: it records ${count(lost.length, 'fact')} that could not be read now, ${first.path} first: ${first.why.detail}\n`,
    );
    return exitOf({ unknown: true });
  }
  host.writeFile(file, baselineText(recorded));
  const unmatched = unmatchedIn(policies, inventory, options['allow-empty']);
  host.stderr.write(`${file}: ${holds(recorded)}\n${noteLines(unmatched.notes)}${notes(recorded)}`);
  return exitOf({ unknown: unknownsIn(recorded) > 0, ...unmatched.found });
}

/** What stands in the place that is written to. Of a file that cannot be read as a baseline nobody can tell whether it records more. */
function formerBaseline(file: string, host: Host): Baseline | undefined {
  const bytes = host.look(file).kind === 'file' ? namedFile(file, host) : undefined;
  try {
    // An empty one records nothing.
    return bytes && bytes.length > 0 ? readBaseline(bytes, file) : undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, 'restore it from Git, or delete it, and run holdfast baseline again', {
      cause: error,
    });
  }
}

function holds({ accounts }: Baseline): string {
  const regions = Object.values(accounts).flatMap((account) => Object.values(account.regions));
  const plans = regions.reduce((sum, { plans: list }) => sum + (Array.isArray(list) ? list.length : 0), 0);
  const tables = regions.reduce((sum, region) => sum + tableNames(region).length, 0);
  return `${count(plans, 'plan')} and ${count(tables, 'table')} in ${count(regions.length, 'account Region')}`;
}

function unknownsIn({ accounts, unread }: Baseline): number {
  return countUnknown(Object.values(accounts)) + unread.length;
}

function notes(recorded: Baseline): string {
  const unknown = unknownsIn(recorded);
  return unknown === 0
    ? ''
    : `note: ${count(unknown, 'fact')} could not be read and ${unknown === 1 ? 'is' : 'are'} recorded as unknown\n`;
}
