import { saveInventory } from '../../sources/inventory-file.ts';
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
  const scope = scopeOf(options);
  const inventory = await collectLive(collectionRequest(policies, scope, host.now()), host);
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
