import { saveInventory } from '../../sources/inventory-file.ts';
import { both } from '../baseline-comparison.ts';
import { baselineAt, regionsOf, tablesOf } from '../baseline-file.ts';
import { baselineRequest } from '../baseline-request.ts';
import { collectLive } from '../collect-live.ts';
import { collectionRequest } from '../collection.ts';
import { count } from '../count.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Options } from '../options.ts';
import { policiesAt } from '../policy-files.ts';
import { scopeOf } from '../scope.ts';

export async function collect(options: Options<'collect'>, host: Host): Promise<ExitCode> {
  const policies = policiesAt(options.policies, host);
  const file = options['recorded-baseline'];
  const recorded = file === undefined ? undefined : baselineAt(file, host).recorded;
  const named = scopeOf(options);
  const scope = recorded && named.regions.length === 0 ? { ...named, regions: regionsOf(recorded) } : named;
  const asked = collectionRequest(policies, scope, host.now());
  const request = recorded ? both(asked, baselineRequest(policies, scope, host.now(), tablesOf(recorded))) : asked;
  const inventory = await collectLive(request, host);
  await saveInventory(options.output, inventory);
  const tables = inventory.regions.flatMap((region) => (region.tables.known ? region.tables.value : []));
  const places = inventory.regions.filter((region) => region.inScope);
  const unread = places.filter((region) => !region.tables.known).length + inventory.unread.length;
  host.stderr.write(
    `${options.output}: ${count(tables.length, 'table')} in ${count(places.length, 'account Region')}, ` +
      `${count(inventory.apiCalls.total, 'AWS API call')}\n` +
      (unread === 0 ? '' : `note: ${count(unread, 'account Region')} could not be read\n`),
  );
  return EXIT.compliant;
}
