import { count } from '../../model/count.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Policy } from '../../model/policy.ts';
import { UserError } from '../../model/user-error.ts';
import { proxyFor } from '../../network/proxy-for.ts';
import { escapeTerminal } from '../../report/escape.ts';
import { collectLive } from '../collect/collect-live.ts';
import { collectionRequest } from '../collect/collection.ts';
import { scopeOf } from '../collect/scope.ts';
import { describeError } from '../describe-error.ts';
import { EXIT, type ExitCode } from '../exit/exit-codes.ts';
import { unreadNotes } from '../exit/unread.ts';
import { policiesAt } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';
import { VERSION } from '../version.ts';

/** Says of all that a check stands on whether it works. It reads what a check by these policies reads, and judges nothing. */
export async function doctor(options: Options<'doctor'>, host: Host): Promise<ExitCode> {
  const tell = (works: boolean, what: string, text: string) =>
    host.stdout.write(
      `${works ? 'ok  ' : 'FAIL'}  ${what.padEnd(12)}${text.trimEnd().split('\n').map(escapeTerminal).join('\n                  ')}\n`,
    );
  tell(true, 'versions', `Holdfast ${VERSION}, Node ${process.versions.node}`);
  tell(true, 'settings', settingsIn(host));
  tell(true, 'proxy', proxyIn(host));
  const policies = await attempt(
    async () => policiesAt(options.policies, host),
    (why) => tell(false, 'policies', why),
  );
  if (policies)
    tell(true, 'policies', `${count(policies.length, 'policy', 'policies')} in ${options.policies.join(', ')}`);
  const inventory = await attempt(
    () => read(options, policies ?? [], host),
    (why) => tell(false, 'AWS', why),
  );
  if (!inventory) return EXIT.usage;
  tell(true, 'AWS', placesIn(inventory));
  const unread = unreadNotes(inventory);
  tell(
    unread.length === 0,
    'rights',
    unread.length === 0
      ? `all that ${policies ? 'these policies need' : 'was asked'} could be read (${count(inventory.apiCalls.total, 'call')})`
      : `${unread.join('\n')}\nholdfast permissions prints the policy that lets all of it be read`,
  );
  if (!policies) return EXIT.usage;
  return unread.length === 0 ? EXIT.compliant : EXIT.undetermined;
}

async function attempt<T>(act: () => Promise<T>, failed: (why: string) => void): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    failed(describeError(error));
    return undefined;
  }
}

function read(options: Options<'doctor'>, policies: readonly Policy[], host: Host): Promise<Inventory> {
  return collectLive(collectionRequest(policies, scopeOf(options), host.now()), host);
}

/** Names of variables, and values of those that hold no secret. */
function settingsIn({ environment }: Host): string {
  const shown = ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION'].flatMap((name) =>
    environment[name] ? [`${name}=${environment[name]}`] : [],
  );
  const others = ['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ENDPOINT_URL', 'NODE_EXTRA_CA_CERTS'].filter(
    (name) => environment[name],
  );
  return [...shown, ...others].join(', ') || 'none in the environment: files of the AWS configuration, or the machine';
}

function proxyIn({ environment }: Host): string {
  const proxy = proxyFor(environment, 'https', 'sts.amazonaws.com', 443);
  return proxy ? `AWS and GitHub are reached through ${proxy.host}` : 'none';
}

function placesIn({ regions }: Inventory): string {
  const places = regions.filter(({ inScope }) => inScope).map(({ account, region }) => `${account} ${region}`);
  return places.length > 10 ? `${places.slice(0, 10).join(', ')} and ${places.length - 10} more` : places.join(', ');
}
