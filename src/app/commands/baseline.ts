import { type Baseline, baselineOf, baselineText, tableNames } from '../../drift/baseline.ts';
import { countUnknown } from '../../drift/recorded.ts';
import { count } from '../../model/count.ts';
import { readInventory } from '../../sources/inventory-file.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { scopeOf } from '../collect/scope.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

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
