import { type Baseline, baselineOf, baselineText, tableNames } from '../../drift/baseline.ts';
import { countUnknown } from '../../drift/recorded.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { baselineRequest } from '../baseline-request.ts';
import { collectLive } from '../collect-live.ts';
import { count } from '../count.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { policiesAt } from '../policy-files.ts';
import { scopeOf } from '../scope.ts';

export async function baseline(options: Options<'baseline'>, host: Host): Promise<ExitCode> {
  const policies = policiesAt(options.policies, host);
  const scope = scopeOf(options);
  const inventory =
    options.inventory === undefined
      ? await collectLive(baselineRequest(policies, scope, host.now(), new Set()), host)
      : await readInventory(options.inventory);
  const recorded = baselineOf(inventory, policies);
  const file = options['baseline-output'];
  host.writeFile(file, baselineText(recorded));
  host.stderr.write(`${file}: ${holds(recorded)}\n${notes(recorded)}`);
  return EXIT.compliant;
}

function holds({ accounts }: Baseline): string {
  const regions = Object.values(accounts).flatMap((account) => Object.values(account.regions));
  const plans = regions.reduce((sum, { plans: list }) => sum + (Array.isArray(list) ? list.length : 0), 0);
  const tables = regions.reduce((sum, region) => sum + tableNames(region).length, 0);
  return `${count(plans, 'plan')} and ${count(tables, 'table')} in ${count(regions.length, 'account Region')}`;
}

function notes({ accounts, unread }: Baseline): string {
  const unknown = countUnknown(Object.values(accounts)) + unread.length;
  return unknown === 0
    ? ''
    : `note: ${count(unknown, 'fact')} could not be read and ${unknown === 1 ? 'is' : 'are'} recorded as unknown\n`;
}
