import type { PlanToDate, TableSubject } from '../../controls/define.ts';
import { type ControlRequirements, requirementsOf } from '../../controls/requirements.ts';
import { type Estate, type EstateTable, estateOf } from '../../estate/estate.ts';
import { restoresOf } from '../../estate/restored.ts';
import type { LedgerRecord } from '../../history/ledger-line.ts';
import { parseArn, tableNameOf } from '../../model/arn.ts';
import { unknown } from '../../model/fact.ts';
import type { Instant } from '../../model/instant.ts';
import { type AccountInventory, INVENTORY_SCHEMA, type RegionInventory } from '../../model/inventory.ts';
import {
  ACCOUNT_NEEDS,
  type AccountNeed,
  type Need,
  REGION_NEEDS,
  type RegionNeed,
  TABLE_NEEDS,
  type TableNeed,
} from '../../model/need.ts';
import type { Policy, TableFilter, TableMatcher } from '../../model/policy.ts';
import type { Shard } from '../../model/report.ts';
import { type MatchSubject, matchTable } from '../../policy/match.ts';
import type { CollectionRequest, OrganizationScope } from '../../sources/request.ts';

export interface ScopeOptions {
  readonly regions: readonly string[] | 'all';
  readonly profile?: string | undefined;
  readonly roleArns: readonly string[];
  readonly organization?: OrganizationScope | undefined;
  readonly shard?: Shard | undefined;
  /** Read all settings of every table in policy, as who describes the table has to. */
  readonly wholeTables?: boolean | undefined;
  /** The tag that names the owner of a table; absent: nobody asked who owns it. */
  readonly ownerTag?: string | undefined;
  /** Deployed stacks that a preview is for. */
  readonly stacks?: readonly string[] | undefined;
}

/** What one policy needs: of the account and Region, of the tables that it matches, and of those restored from them. */
interface PolicyNeeds {
  readonly policy: Policy;
  readonly all: ReadonlySet<Need>;
  readonly ofTable: ReadonlySet<TableNeed>;
  readonly ofRestored: ReadonlySet<TableNeed>;
  readonly judgesRestored: boolean;
  /** Plans of a table that must be dated. */
  readonly plansToDate: (subject: TableSubject) => readonly PlanToDate[];
}

/** Policies → what must be fetched to judge by them, and nothing else. */
export function collectionRequest(
  policies: readonly Policy[],
  scope: ScopeOptions,
  now: Instant,
  ledger: readonly LedgerRecord[] = [],
): CollectionRequest {
  const needs = policies.map((policy) => (scope.wholeTables ? withWholeTables(needsOf(policy)) : needsOf(policy)));
  const byOwner = scope.ownerTag === undefined ? [] : (['tags'] as const);
  const all = new Set<Need>([...needs.flatMap((each) => [...each.all]), ...byOwner]);
  return {
    regions: scope.regions,
    ...(scope.profile === undefined ? {} : { profile: scope.profile }),
    roleArns: scope.roleArns,
    ...(scope.organization === undefined ? {} : { organization: scope.organization }),
    ...(scope.shard === undefined ? {} : { shard: scope.shard }),
    ...(scope.stacks === undefined || scope.stacks.length === 0 ? {} : { stacks: [...new Set(scope.stacks)] }),
    regionNeeds: new Set<RegionNeed>(REGION_NEEDS.filter((need) => all.has(need))),
    accountNeeds: new Set<AccountNeed>(ACCOUNT_NEEDS.filter((need) => all.has(need))),
    copyDestinations: policies
      .flatMap((policy) => policy.backup?.copies ?? [])
      .map(({ region, account }) => ({
        region,
        ...(account === undefined ? {} : { account }),
      })),
    describeEveryTable: needs.some((each) => each.judgesRestored),
    tableNeeds: (soFar) => tableNeeds(needs, estateSoFar([soFar], now, ledger)),
    lateNeeds: (regions, accounts) => {
      const estate = estateSoFar(regions, now, ledger, accounts);
      return {
        tables: restoredNeeds(needs, estate),
        unlisted: unlistedNeeds(needs, estate),
        backups: backupNeeds(needs, estate),
        planVersions: versionNeeds(needs, estate),
      };
    },
  };
}

/** Every need of the policies, those about single tables too. */
export function allNeeds(policies: readonly Policy[]): ReadonlySet<Need> {
  return new Set(policies.flatMap((policy) => [...needsOf(policy).all]));
}

function needsOf(policy: Policy): PolicyNeeds {
  const asked = requirementsOf(policy);
  const tables = asked.filter(({ control }) => control.judges === 'table');
  const restored = asked.filter(({ control }) => control.judges === 'restored-table');
  const byTags = [policy.tables, ...policy.waivers.map((waiver) => waiver.tables)].some(usesTags);
  return {
    policy,
    all: new Set([
      ...asked.flatMap(needsFor),
      ...(byTags ? (['tags'] as const) : []),
      ...(restored.length > 0 ? (['unlisted-settings'] as const) : []),
    ]),
    ofTable: tableNeedsOf(tables),
    ofRestored: tableNeedsOf(restored),
    judgesRestored: restored.length > 0,
    plansToDate: (subject) =>
      tables.flatMap(({ control, requirements }) =>
        control.judges === 'table' && control.plansToDate
          ? requirements.flatMap(({ asked }) => control.plansToDate?.(subject, asked) ?? [])
          : [],
      ),
  };
}

const WHOLE_TABLE: ReadonlySet<TableNeed> = new Set(TABLE_NEEDS);

function withWholeTables(needs: PolicyNeeds): PolicyNeeds {
  return { ...needs, all: new Set([...needs.all, 'tags']), ofTable: WHOLE_TABLE, ofRestored: WHOLE_TABLE };
}

function needsFor({ control, requirements }: ControlRequirements): readonly Need[] {
  return requirements.flatMap(({ asked }) => control.needs(asked));
}

function tableNeedsOf(asked: readonly ControlRequirements[]): ReadonlySet<TableNeed> {
  const needs = new Set(asked.flatMap(needsFor));
  return new Set(TABLE_NEEDS.filter((need) => needs.has(need)));
}

function usesTags(matcher: TableMatcher): boolean {
  const has = (filter: TableFilter | undefined) => filter?.tags !== undefined;
  return has(matcher) || has(matcher.except);
}

function estateSoFar(
  regions: readonly RegionInventory[],
  now: Instant,
  ledger: readonly LedgerRecord[],
  accounts: readonly AccountInventory[] = [],
): Estate {
  const read = { accounts, regions, unread: [], apiCalls: { total: 0, byOperation: {} } };
  return estateOf({ schema: INVENTORY_SCHEMA, takenAt: now, ...read }, now, ledger);
}

/** An undecided match counts as one: what was not fetched cannot be judged once the tags are known. */
function tableNeeds(needs: readonly PolicyNeeds[], estate: Estate): WantedFacts {
  const own = estate.tables.flatMap((table) =>
    matching(needs, subjectOf(table)).map(({ ofTable }) => [table.arn, ofTable] as const),
  );
  return gathered([...own, ...restoredNeeds(needs, estate)]);
}

type WantedFacts = ReadonlyMap<string, ReadonlySet<TableNeed>>;

/** Of restored tables and of their sources. */
function restoredNeeds(needs: readonly PolicyNeeds[], estate: Estate): WantedFacts {
  return gathered(
    restoredTables(needs, estate).flatMap(({ source, found, judging }) => {
      const arns = [...found.map(({ table }) => table.arn), ...(source ? [source.arn] : [])];
      return judging.flatMap(({ ofRestored }) => arns.map((arn) => [arn, ofRestored] as const));
    }),
  );
}

function gathered(wanted: readonly (readonly [string, ReadonlySet<TableNeed>])[]): WantedFacts {
  const byArn = new Map<string, Set<TableNeed>>();
  for (const [arn, needs] of wanted) {
    if (needs.size > 0) byArn.set(arn, new Set([...(byArn.get(arn) ?? []), ...needs]));
  }
  return byArn;
}

/** Plans that were changed where it decides a verdict when they were, by ARN, and since when it does. */
function versionNeeds(needs: readonly PolicyNeeds[], estate: Estate): ReadonlyMap<string, Instant> {
  const wanted = new Map<string, Instant>();
  for (const table of estate.tables) {
    for (const { plansToDate } of matching(needs, subjectOf(table))) {
      for (const { plan, since } of plansToDate({ estate, table })) {
        const before = wanted.get(plan.arn);
        wanted.set(plan.arn, before === undefined || since < before ? since : before);
      }
    }
  }
  return wanted;
}

function backupNeeds(needs: readonly PolicyNeeds[], estate: Estate): ReadonlySet<string> {
  const asking = restoredTables(needs, estate).filter(({ judging }) =>
    judging.some(({ all }) => all.has('native-backups')),
  );
  return new Set(asking.flatMap(({ found }) => found.flatMap(({ backupArn }) => backupArn ?? [])));
}

/** What no setting is about is compared where there is something to compare with. */
function unlistedNeeds(needs: readonly PolicyNeeds[], estate: Estate): ReadonlySet<string> {
  const pairs = restoredTables(needs, estate).flatMap(({ source, found, judging }) =>
    source && judging.some(({ judgesRestored }) => judgesRestored) ? [source, ...found.map(({ table }) => table)] : [],
  );
  return new Set(pairs.map(({ arn }) => arn));
}

/** Tables that were restored, by source, and the policies that judge them. */
function restoredTables(needs: readonly PolicyNeeds[], estate: Estate) {
  return [...restoresOf(estate).restoredFrom].flatMap(([sourceArn, found]) => {
    const source = estate.table(sourceArn);
    const subject = source ? subjectOf(source) : subjectElsewhere(sourceArn);
    return subject ? [{ source, found, judging: matching(needs, subject) }] : [];
  });
}

function matching(needs: readonly PolicyNeeds[], subject: MatchSubject): readonly PolicyNeeds[] {
  return needs.filter(({ policy }) => matchTable(policy.tables, subject).match !== 'no');
}

function subjectOf({ arn, name, account, region, record }: EstateTable): MatchSubject {
  return { arn, name, account, region, tags: record.tags };
}

/** A source that is gone, or lives in another Region or account: its ARN is all that is known of it. */
function subjectElsewhere(arn: string): MatchSubject | undefined {
  const parsed = parseArn(arn);
  const name = tableNameOf(arn);
  if (!parsed || name === undefined) return undefined;
  const { account, region } = parsed;
  return { arn, name, account, region, tags: unknown('not-collected', `${name} is not in this Region`) };
}
