import { type Estate, type EstateTable, estateOf } from '../../estate/estate.ts';
import { matchable } from '../../evaluate/policy-result.ts';
import { fixOf } from '../../fix/fix.ts';
import { renderRunbook } from '../../fix/runbook.ts';
import { shellWord } from '../../fix/shell.ts';
import { count } from '../../model/count.ts';
import type { RegionInventory } from '../../model/inventory.ts';
import { TABLE_NEEDS } from '../../model/need.ts';
import { type FactsOfInterest, unlistedTables } from '../../model/unread-facts.ts';
import { CannotTell, UserError } from '../../model/user-error.ts';
import { matchTable } from '../../policy/match.ts';
import { nearest } from '../../policy/nearest.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { collectLive } from '../collect/collect-live.ts';
import { noteLines } from '../collect/history.ts';
import { organizationOf } from '../collect/scope.ts';
import { type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { openNotes, unreadNotes } from '../exit/unread.ts';
import { openIn } from '../exit/verdict.ts';
import { savedInventory } from '../files/named-file.ts';
import { policiesIfAny } from '../files/policy-files.ts';
import type { Host } from '../host/host.ts';
import { judge } from '../judge/judge.ts';
import { judgeOptions } from '../judge/judge-options.ts';
import { OPTIONS, type Options } from '../options/options.ts';
import { VERSION } from '../version.ts';

/** Prints; changes nothing, here or in AWS. */
export async function fix(options: Options<'fix'>, host: Host): Promise<ExitCode> {
  const { table, 'plan-for': planFor, format } = options;
  if (table !== undefined && planFor !== undefined) {
    throw new UserError(
      '--table and --plan-for are two different things',
      'give --table for a table that was restored, --plan-for for one that may have to be',
    );
  }
  if (planFor === undefined) return repair(options, host);
  if (format !== 'cli')
    throw new UserError(`--plan-for is a script; --format ${format} cannot hold it`, 'leave --format out');
  return plan(planFor, options, host);
}

async function repair(options: Options<'fix'>, host: Host): Promise<ExitCode> {
  const { table, format } = options;
  // A template holds a table with all that it has.
  const { policies, report, estate } = await judge({ ...judgeOptions(options), wholeTables: format !== 'cli' }, host);
  if (table !== undefined && tablesCalled(estate, table).length === 0) throw noSuchTable(estate, table);
  const { text, steps } = fixOf({
    estate,
    policies,
    results: report.results,
    table,
    format,
    version: VERSION,
    checkIn: (regions) => checkCall(options, regions),
  });
  host.stdout.write(text);
  const comments = steps.filter(
    ({ parts, commands }) => parts.length === 0 && commands.every(({ proposed }) => proposed),
  );
  if (steps.length > 0) {
    host.stderr.write(
      `note: ${count(steps.length, 'step')}, ${comments.length} of them only comments; nothing was changed\n`,
    );
  }
  host.stderr.write(noteLines(openNotes(report)));
  return exitOf(openIn(report));
}

async function plan(name: string, options: Options<'fix'>, host: Host): Promise<ExitCode> {
  // A runbook is of use before there is a policy.
  const policies = policiesIfAny(options.policies, host) ?? [];
  const inventory =
    options.inventory === undefined
      ? await collectLive(planRequest(name, options), host)
      : await savedInventory(options.inventory, host);
  const estate = estateOf(inventory, options.now ?? inventory.takenAt);
  const [table, ...others] = tablesCalled(estate, name);
  if (!table) throw noSuchTable(estate, name);
  if (others.length > 0) {
    const arns = [table, ...others].map(({ arn }) => arn);
    throw new UserError(`${arns.length} tables are called ${name}: ${arns.join(', ')}`, 'name one by its ARN');
  }
  const about = [
    `Restores the table ${table.name} of account ${table.account} in ${table.region}, and puts back the settings that a restore leaves behind.`,
    `Written by holdfast ${VERSION} from facts of ${inventory.takenAt}: write it again when the table changes.`,
    'Run it with bash: TARGET=NEW-TABLE bash runbook.sh',
  ];
  const matching = policies.filter((policy) => matchTable(policy.tables, matchable(table)).match === 'yes');
  host.stdout.write(
    renderRunbook({ estate, table, policies: matching, about, check: checkCall(options, [table.region]) }),
  );
  const unread = unreadNotes(inventory, options.inventory === undefined ? undefined : NEEDED);
  host.stderr.write(noteLines(unread));
  return exitOf({ unknown: unread.length > 0 });
}

/** What to run to see whether it is fixed: the check of the same places by the same policies, of the account itself. */
function checkCall(options: Options<'fix'>, regions: readonly string[]): string {
  const places = options.regions === 'all' || options.regions.length > 0 ? options.regions : regions;
  const policies = isDefaultFolder(options) ? [] : ['--policies', ...options.policies];
  const words = [
    ...policies,
    '--regions',
    places === 'all' ? places : places.join(','),
    ...(options.profile === undefined ? [] : ['--profile', options.profile]),
    ...options['role-arn'].flatMap((arn) => ['--role-arn', arn]),
    ...(options.organization ? ['--organization', '--role-name', options['role-name']] : []),
  ];
  return ['holdfast check', ...words.map(shellWord)].join(' ');
}

function isDefaultFolder({ policies }: Options<'fix'>): boolean {
  return policies.length === 1 && policies[0] === OPTIONS.policies.fallback;
}

/** What a saved inventory must tell: it may have been collected for more than one table. */
const NEEDED: FactsOfInterest = {
  ofRegion: ['settings', 'plans', 'tables', 'scalableTargets', 'scalingPolicies', 'alarms'],
  ofAccount: ['identityPolicies'],
};

/** All thirteen settings of one table, and who may restore it. */
function planRequest(name: string, options: Options<'fix'>): CollectionRequest {
  return {
    regions: options.regions,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    roleArns: options['role-arn'],
    ...organizationOf(options),
    regionNeeds: new Set(['plans', 'tags', 'region-settings', 'auto-scaling', 'alarms', 'keys']),
    accountNeeds: new Set(['identity-policies']),
    copyDestinations: [],
    describeEveryTable: false,
    tableNeeds: ({ tables }) =>
      new Map((tables.known ? tables.value : []).filter(isCalled(name)).map(({ arn }) => [arn, new Set(TABLE_NEEDS)])),
    lateNeeds: (regions) => ({
      tables: new Map(),
      backups: new Set(),
      unlisted: new Set(arnsOf(name, regions)),
      planVersions: new Map(),
    }),
  };
}

function tablesCalled({ tables }: Estate, name: string): readonly EstateTable[] {
  return tables.filter(isCalled(name));
}

function arnsOf(name: string, regions: readonly RegionInventory[]): readonly string[] {
  return regions.flatMap(({ tables }) =>
    tables.known ? tables.value.filter(isCalled(name)).map(({ arn }) => arn) : [],
  );
}

function isCalled(nameOrArn: string) {
  return ({ name, arn }: { readonly name: string; readonly arn: string }) => name === nameOrArn || arn === nameOrArn;
}

function noSuchTable({ tables, inventory }: Estate, name: string): UserError {
  const unread = unlistedTables(inventory);
  if (unread) {
    return new CannotTell(
      `cannot tell whether there is a table called ${JSON.stringify(name)}: ${unread.detail}`,
      'read it again with what is missing, or name its Region with --regions',
    );
  }
  const meant = nearest(
    name,
    tables.map((table) => table.name),
  );
  return new UserError(
    `no table that was read is called ${JSON.stringify(name)}`,
    meant === undefined
      ? 'name a table by its name or ARN, and its Region with --regions'
      : `did you mean \`${meant}\`?`,
  );
}
