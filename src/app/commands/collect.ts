import { count } from '../../model/count.ts';
import { saveInventory } from '../../sources/inventory-file.ts';
import { baselineRequest } from '../collect/baseline-request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { collectionRequest } from '../collect/collection.ts';
import { noteLines } from '../collect/history.ts';
import { resumableRun } from '../collect/resume.ts';
import { scopeOf } from '../collect/scope.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { unmatchedIn } from '../exit/unmatched.ts';
import { unreadNotes } from '../exit/unread.ts';
import { baselineAt, regionsOf, tablesOf } from '../files/baseline-file.ts';
import { policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import { both } from '../judge/baseline-comparison.ts';
import type { Options } from '../options/options.ts';

export async function collect(options: Options<'collect'>, host: Host): Promise<ExitCode> {
  const policies = policiesAt(options.policies, host);
  const file = options['recorded-baseline'];
  const recorded = file === undefined ? undefined : baselineAt(file, host).recorded;
  host.tryPlace(options.output);
  const named = { ...scopeOf(options), stacks: options.stack.map(({ name }) => name) };
  const scope = recorded && named.regions.length === 0 ? { ...named, regions: regionsOf(recorded) } : named;
  const run =
    options.resume === undefined ? undefined : resumableRun(options.resume, [policies, scope, recorded], host);
  const now = run?.takenAt ?? host.now();
  const asked = collectionRequest(policies, scope, now);
  const request = recorded ? both(asked, baselineRequest(policies, scope, now, tablesOf(recorded))) : asked;
  const inventory = await collectLive(request, host, run);
  await saveInventory(options.output, inventory);
  const tables = inventory.regions.flatMap((region) => (region.tables.known ? region.tables.value : []));
  const places = inventory.regions.filter((region) => region.inScope);
  const unread = unreadNotes(inventory);
  const unmatched = unmatchedIn(policies, inventory, options['allow-empty']);
  host.stderr.write(
    `${options.output}: ${count(tables.length, 'table')} in ${count(places.length, 'account Region')}, ` +
      `${count(inventory.apiCalls.total, 'AWS API call')}\n${noteLines([...unmatched.notes, ...unread])}`,
  );
  return exitOf({ unknown: unread.length > 0, ...unmatched.found });
}
