import type { Control, Requirement } from '../controls/define.ts';
import { controls } from '../controls/index.ts';
import { notApplicable, undecided } from '../controls/outcome.ts';
import { coverageByPolicies, policyCoverage } from '../controls/policy-coverage.ts';
import { sourceOf } from '../controls/restored/source.ts';
import { unlistedDifferences } from '../controls/restored/unlisted-settings.ts';
import { type Estate, type EstateTable, estateOf, type FormerInventory } from '../estate/estate.ts';
import { isRestoreTestTable, type RestoredTable, type Restores, restoresOf } from '../estate/restored.ts';
import { warningsOf } from '../estate/warnings.ts';
import type { LedgerRecord } from '../history/ledger-line.ts';
import { parseArn, tableArn, tableNameOf } from '../model/arn.ts';
import { type Known, type Unknown, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import { REPORT_SCHEMA, type Report } from '../model/report.ts';
import type { Result } from '../model/result.ts';
import type { Tags } from '../model/table.ts';
import type { TrailHistory } from '../model/trail-event.ts';
import { type MatchSubject, matchTable } from '../policy/match.ts';
import { conclusionOf, summaryOf } from './conclusion.ts';
import { byPlaceThenControl } from './order.ts';
import { matchable, policyResult, resourceOf, resultOf } from './policy-result.ts';
import { restoreTimesOf } from './restore-times.ts';

export interface Evaluation {
  readonly policies: readonly Policy[];
  readonly inventory: Inventory;
  /** Restores that were recorded while AWS still listed them; absent: there is no ledger. */
  readonly ledger?: readonly LedgerRecord[] | undefined;
  /** Absent: no history was read. */
  readonly history?: TrailHistory | undefined;
  /** What was recorded at other times: it speaks of sources that are gone. */
  readonly former?: readonly FormerInventory[] | undefined;
  /** Judge as of this instant. */
  readonly now: Instant;
  /** A table that no policy matches fails `policy-coverage`. */
  readonly requirePolicy: boolean;
  readonly version: string;
}

/** Policies × inventory, ledger → report. Pure: the same arguments give the same report. */
export function evaluate({
  policies,
  inventory,
  ledger,
  history,
  former,
  now,
  requirePolicy,
  version,
}: Evaluation): Report {
  const estate = estateOf(inventory, now, ledger, history, former);
  const restores = restoresOf(estate);
  const prepared = policies.map((policy) => ({ policy, asks: asksOf(policy) }));
  const judged = estate.tables.filter((table) => !isRestoreTestTable(table.name));

  const results: Result[] = [];
  const unmatched: string[] = [];
  const matches = new Map<string, readonly Policy[]>();

  for (const table of judged) {
    const matching: Policy[] = [];
    let why: Unknown | undefined;
    for (const { policy, asks } of prepared) {
      const match = matchTable(policy.tables, matchable(table));
      if (match.match === 'no') continue;
      if (match.match === 'undecided') {
        why ??= match.why;
        const own = asks.filter((ask) => ask.control.judges === 'table');
        results.push(...undecidedResults(table, policy, own, match.why));
        const ofRestored = asks.filter((ask) => ask.control.judges === 'restored-table');
        for (const each of restoredSubjects(restores, table)) {
          results.push(...undecidedResults(each, policy, ofRestored, match.why));
        }
        continue;
      }
      matching.push(policy);
      results.push(...tableResults(estate, table, policy, asks));
      results.push(...sourceResults(estate, restores, table, policy, asks));
    }
    matches.set(table.arn, matching);
    if (restores.restoredArns.has(table.arn)) continue;
    if (matching.length === 0 && !why) unmatched.push(table.arn);
    if (requirePolicy || (matching.length === 0 && why)) {
      const outcome = coverageByPolicies(
        matching.map((policy) => policy.name),
        why,
      );
      results.push(resultOf(policyCoverage.id, policyCoverage.severity, resourceOf(table), outcome));
    }
  }

  results.push(...lostSourceResults(estate, restores, prepared));
  results.push(...unreadResults(inventory));
  const ordered = results.toSorted(byPlaceThenControl);
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'holdfast', version },
    takenAt: inventory.takenAt,
    conclusion: conclusionOf(ordered),
    scopes: inventory.regions
      .filter((region) => region.inScope)
      .map(({ partition, account, region }) => ({ partition, account, region })),
    summary: summaryOf(ordered),
    results: ordered,
    unmatchedTables: unmatched.toSorted(),
    restores: restoreTimesOf(restores, (arn) => matches.get(arn) ?? [], now),
    warnings: [...warningsOf(estate), ...unlistedDifferences(estate, restores)],
    apiCalls: inventory.apiCalls,
  };
}

/** A control with what one policy asks of it. */
interface Ask {
  readonly control: Control;
  readonly requirements: readonly Requirement<unknown>[];
}

function asksOf(policy: Policy): readonly Ask[] {
  return controls
    .map((control) => ({ control, requirements: control.requirements(policy) }))
    .filter((ask) => ask.requirements.length > 0);
}

function tableResults(estate: Estate, table: EstateTable, policy: Policy, asks: readonly Ask[]): Result[] {
  const results: Result[] = [];
  for (const { control, requirements } of asks) {
    if (control.judges !== 'table') continue;
    for (const requirement of requirements) {
      const outcome = control.evaluate({ estate, table }, requirement.asked, policy);
      results.push(policyResult(estate.now, control, policy, requirement.path, table, outcome));
    }
  }
  return results;
}

/** What the policies of a source table say of the tables restored from it. */
function sourceResults(
  estate: Estate,
  restores: Restores,
  source: EstateTable,
  policy: Policy,
  asks: readonly Ask[],
): Result[] {
  const found = restores.restoredFrom.get(source.arn) ?? [];
  const hidden = restores.unreadJobs[0] ?? restores.unreadTables[0];
  const results = restoredResults(estate, found, policy, asks);
  if (!restoredSubjects(restores, source).includes(source)) return results;
  const outcome = hidden
    ? undecided(`cannot tell whether a table was restored from ${source.name}`, hidden, { because: [hidden.detail] })
    : notApplicable(`no table restored from ${source.name} was found`);
  for (const { control, requirements } of asks) {
    if (control.judges !== 'restored-table') continue;
    for (const { path } of requirements) results.push(policyResult(estate.now, control, policy, path, source, outcome));
  }
  return results;
}

/**
 * What the policies of a source table are asked of: the tables restored from it, and the table itself where there is none,
 * or one may be hidden. A restored table is judged as one; what might be restored from it would be a second answer about it.
 */
function restoredSubjects(restores: Restores, source: EstateTable): readonly EstateTable[] {
  const found = (restores.restoredFrom.get(source.arn) ?? []).map(({ table }) => table);
  const isHidden = restores.unreadJobs.length > 0 || restores.unreadTables.length > 0;
  const isJudgedItself = (found.length === 0 || isHidden) && !restores.restoredArns.has(source.arn);
  return isJudgedItself ? [...found, source] : found;
}

function restoredResults(
  estate: Estate,
  found: readonly RestoredTable[],
  policy: Policy,
  asks: readonly Ask[],
): Result[] {
  const results: Result[] = [];
  for (const restored of found) {
    for (const { control, requirements } of asks) {
      if (control.judges !== 'restored-table') continue;
      for (const requirement of requirements) {
        const outcome = restored.inProgress
          ? notApplicable('the table is still being restored', { because: [restored.evidence] })
          : control.evaluate({ estate, restored }, requirement.asked, policy);
        const evidence = { ...outcome, because: [...new Set([...outcome.because, restored.evidence])] };
        results.push(policyResult(estate.now, control, policy, requirement.path, restored.table, evidence));
      }
    }
  }
  return results;
}

/** Restored tables whose source is gone: its name, account and Region still tell which policies it had. */
function lostSourceResults(
  estate: Estate,
  restores: Restores,
  prepared: readonly { readonly policy: Policy; readonly asks: readonly Ask[] }[],
): Result[] {
  const results: Result[] = [];
  for (const [sourceArn, found] of restores.restoredFrom) {
    if (estate.table(sourceArn)) continue;
    for (const restored of found) {
      const source = goneTable(restored.sourceArn);
      if (!source) continue;
      const recorded = recordedTags(estate, restored);
      for (const { policy, asks } of prepared) {
        const tags = recorded && !asksForTagsOfAws(policy) ? { tags: recorded } : {};
        const match = matchTable(policy.tables, { ...source, ...tags });
        if (match.match === 'yes') results.push(...restoredResults(estate, [restored], policy, asks));
        if (match.match !== 'undecided') continue;
        const own = asks.filter((ask) => ask.control.judges === 'restored-table');
        results.push(...undecidedResults(restored.table, policy, own, match.why, estate.now));
      }
    }
  }
  return results;
}

function recordedTags(estate: Estate, restored: RestoredTable): Known<Tags> | undefined {
  const source = sourceOf(estate, restored);
  const tags = source.known ? source.value.table.record.tags : undefined;
  return tags?.known ? tags : undefined;
}

/** A baseline does not hold them. */
function asksForTagsOfAws({ tables }: Policy): boolean {
  return Object.keys({ ...tables.tags, ...tables.except?.tags }).some((key) => key.startsWith('aws:'));
}

function goneTable(arn: string): MatchSubject | undefined {
  const parsed = parseArn(arn);
  const name = tableNameOf(arn);
  if (!parsed || name === undefined) return undefined;
  return {
    arn,
    name,
    account: parsed.account,
    region: parsed.region,
    tags: unknown('not-collected', `${name}, the source of a restored table, is gone, and its tags with it`),
  };
}

function undecidedResults(
  table: EstateTable,
  policy: Policy,
  asks: readonly Ask[],
  why: Unknown,
  now?: Instant,
): Result[] {
  return asks.flatMap(({ control, requirements }) =>
    requirements.map(({ path }) => {
      const outcome = undecided(`cannot tell whether policy ${policy.name} matches the table`, why, {
        because: [why.detail],
      });
      return policyResult(now, control, policy, path, table, outcome);
    }),
  );
}

/** Places whose tables could not be listed: whatever stands there was not judged. */
function unreadResults(inventory: Inventory): Result[] {
  const places = [
    ...inventory.unread.map(({ region, roleArn, why }) => {
      const role = parseArn(roleArn ?? '');
      return { partition: role?.partition ?? 'aws', account: role?.account ?? '', region, why };
    }),
    ...inventory.regions.flatMap(({ partition, account, region, inScope, tables }) =>
      !inScope || tables.known ? [] : [{ partition, account, region, why: tables }],
    ),
  ];
  return places.map(({ partition, account, region, why }) => {
    const resource = {
      type: 'AWS::DynamoDB::Table',
      arn: tableArn(partition, region, account, '*'),
      name: '*',
      account,
      region,
    } as const;
    const outcome = undecided(`the tables of ${region} could not be listed, so none of them was judged`, why, {
      because: [why.detail],
    });
    return resultOf(policyCoverage.id, policyCoverage.severity, resource, outcome);
  });
}
