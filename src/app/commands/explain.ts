import { controls } from '../../controls/index.ts';
import { type Estate, type EstateTable, estateOf } from '../../estate/estate.ts';
import { explainTable } from '../../estate/explain-table.ts';
import { placeOfVault } from '../../estate/points.ts';
import { type ExplainedExposure, explainDestroy } from '../../exposure/explain-destroy.ts';
import type { Inventory, RegionInventory } from '../../model/inventory.ts';
import type { TableNeed } from '../../model/need.ts';
import { type FactsOfInterest, unlistedTables } from '../../model/unread-facts.ts';
import { CannotTell, UserError } from '../../model/user-error.ts';
import { nearest } from '../../policy/nearest.ts';
import { escapeTerminal } from '../../report/escape.ts';
import type { Coverage } from '../../selection/coverage.ts';
import { renderExplained } from '../../selection/explain.ts';
import type { CollectionRequest } from '../../sources/request.ts';
import { CONTROL_PAGES, controlPage } from '../catalogue/control-page.ts';
import { collectLive, readAws } from '../collect/collect-live.ts';
import { noteLines } from '../collect/history.ts';
import { EXIT, type ExitCode, exitOf } from '../exit/exit-codes.ts';
import { unreadNotes } from '../exit/unread.ts';
import { savedInventory } from '../files/named-file.ts';
import { columnsOf, type Host } from '../host/host.ts';
import type { Options } from '../options/options.ts';

/** A control's id is never a table's name by accident: both are looked up, the control first. */
export async function explain(options: Options<'explain'>, host: Host): Promise<ExitCode> {
  const page = CONTROL_PAGES.find((control) => control.id === options.subject);
  if (page) {
    if (options.destroy) throw new UserError('--destroy asks about a table, and a control is named', 'name a table');
    host.stdout.write(controlPage(page, columnsOf(host.stdout)));
    return EXIT.compliant;
  }
  refuseMisspeltControl(options);
  const inventory =
    options.inventory === undefined
      ? await collectCoverage(options, host)
      : await savedInventory(options.inventory, host);
  const estate = estateOf(inventory, options.now ?? inventory.takenAt);
  const found = tablesNamed(options.subject, estate);
  const needed = options.destroy ? NEEDED_TO_DESTROY : NEEDED;
  const unread = unreadNotes(inventory, options.inventory === undefined ? undefined : needed);
  if (found.length === 0) throw unknownSubject(options.subject, inventory);
  const pages = found.map((table) => pageOf(estate, table, options));
  host.stdout.write(pages.map(({ tree }) => `${renderExplained(tree, escapeTerminal)}\n`).join('\n'));
  host.stderr.write(noteLines(unread));
  return exitOf({ unknown: unread.length > 0 || pages.some(({ isOpen }) => isOpen) });
}

/** Why the table is covered, or who could destroy its points. */
function pageOf(estate: Estate, table: EstateTable, { destroy }: Options<'explain'>): ExplainedExposure {
  return destroy
    ? explainDestroy(estate, table)
    : { tree: explainTable(estate, table), isOpen: isOpen(estate.coverage(table)) };
}

/** What a saved inventory must tell: it may have been collected for more than coverage. */
const NEEDED: FactsOfInterest = {
  ofRegion: ['settings', 'plans', 'vaults'],
  ofAccount: ['globalSettings', 'backupRoles'],
};

const NEEDED_TO_DESTROY: FactsOfInterest = {
  ofRegion: ['settings', 'plans', 'vaults', 'recoveryPoints', 'keys'],
  ofAccount: ['identityPolicies'],
};

/** Plans that may select the table, for all that could be read. */
function isOpen({ possible, unread }: Coverage): boolean {
  return possible.length > 0 || unread.length > 0;
}

/** Nobody who mistypes a control wants AWS to be read for a table of that name. */
function refuseMisspeltControl({ subject, inventory, regions }: Options<'explain'>): void {
  if (inventory !== undefined || regions.length > 0) return;
  const meant = nearest(
    subject,
    CONTROL_PAGES.map((control) => control.id),
  );
  if (meant === undefined) return;
  throw new UserError(
    `no control is called ${JSON.stringify(subject)}; did you mean \`${meant}\`?`,
    'name --inventory or --regions to explain a table of that name',
  );
}

/** What covers the table, and then the vaults of the Regions that its copies turn out to go to. */
async function collectCoverage(options: Options<'explain'>, host: Host): Promise<Inventory> {
  const request = coverageRequest(options);
  const inventory = await collectLive(request, host);
  const destinations = unreadDestinations(options, inventory);
  if (destinations.length === 0) return inventory;
  const regionNeeds = new Set(NEEDS_OF_VAULTS[options.destroy ? 'destroy' : 'coverage']);
  const { regions, unread } = await readAws(
    { ...request, regions: destinations, regionNeeds, accountNeeds: new Set(), tableNeeds: () => new Map() },
    host,
  );
  const { region: hasRegion } = estateOf(inventory, inventory.takenAt);
  const beyond = regions.filter(({ account, region }) => !hasRegion(account, region));
  return {
    ...inventory,
    regions: [...inventory.regions, ...beyond.map((target) => ({ ...target, inScope: false }))],
    unread: [...inventory.unread, ...unread],
  };
}

/** Regions of accounts that were read, into which rules copy that select the table, or may. */
function unreadDestinations(options: Options<'explain'>, inventory: Inventory): readonly string[] {
  const estate = estateOf(inventory, inventory.takenAt);
  const rules = tablesNamed(options.subject, estate).flatMap((table) => {
    const { covering, possible } = estate.coverage(table);
    return [...covering, ...possible].flatMap((plan) => plan.rules ?? []);
  });
  const places = rules.flatMap(({ copyActions }) =>
    copyActions.flatMap(({ destinationVaultArn }) => placeOfVault(destinationVaultArn) ?? []),
  );
  const unread = places.filter(({ account, region }) => estate.account(account) && !estate.region(account, region));
  return [...new Set(unread.map(({ region }) => region))].toSorted();
}

function tablesNamed(subject: string, { tables }: Estate): readonly EstateTable[] {
  return tables.filter((table) => table.arn === subject || table.name === subject);
}

function coverageRequest(options: Options<'explain'>): CollectionRequest {
  return {
    regions: options.regions,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    roleArns: options['role-arn'],
    regionNeeds: new Set([
      ...(['plans', 'tags', 'region-settings'] as const),
      ...(options.destroy ? (['backup-jobs', 'copy-jobs'] as const) : []),
      ...NEEDS_OF_VAULTS[options.destroy ? 'destroy' : 'coverage'],
    ]),
    accountNeeds: new Set(options.destroy ? ['identity-policies'] : ['global-settings', 'backup-roles']),
    copyDestinations: [],
    describeEveryTable: false,
    tableNeeds: ({ tables }) => (options.destroy ? ageOf(options.subject, tables) : new Map()),
  };
}

const NEEDS_OF_VAULTS = {
  coverage: ['vaults', 'vault-policies'],
  destroy: ['vaults', 'vault-policies', 'recovery-points', 'key-policies'],
} as const;

/** Points of a table that had the name before are told apart by the age of the table. */
function ageOf(subject: string, tables: RegionInventory['tables']): ReadonlyMap<string, ReadonlySet<TableNeed>> {
  const named = tables.known ? tables.value.filter(({ arn, name }) => arn === subject || name === subject) : [];
  return new Map(named.map(({ arn }) => [arn, new Set(['description'] as const)]));
}

function unknownSubject(subject: string, inventory: Inventory): UserError {
  const places = inventory.regions.filter((region) => region.inScope);
  const names = places.flatMap((region) => (region.tables.known ? region.tables.value.map((table) => table.name) : []));
  const unread = unlistedTables(inventory);
  if (unread) {
    return new CannotTell(
      `cannot tell whether there is a table called ${JSON.stringify(subject)}: ${unread.detail}`,
      'read it again with what is missing, or name its Region with --regions',
    );
  }
  const meant = nearest(subject, [...names, ...controls.map((control) => control.id)]);
  const hint =
    meant === undefined ? 'name a table by its name or ARN, or a control by its id' : `did you mean \`${meant}\`?`;
  return new UserError(`neither a control nor a table of the inventory is called ${JSON.stringify(subject)}`, hint);
}
