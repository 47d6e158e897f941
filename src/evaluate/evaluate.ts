import { undecided } from '../controls/outcome.ts';
import { coverageByPolicies, policyCoverage } from '../controls/policy-coverage.ts';
import { type ControlRequirements, requirementsOf } from '../controls/requirements.ts';
import { unlistedDifferences } from '../controls/restored/unlisted-settings.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import { restoresOf } from '../estate/restored.ts';
import { warningsOf } from '../estate/warnings.ts';
import { parseArn, tableArn } from '../model/arn.ts';
import type { Unknown } from '../model/fact.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import { REPORT_SCHEMA, type Report } from '../model/report.ts';
import { isAboutTable, type Result } from '../model/result.ts';
import { matchTable } from '../policy/match.ts';
import { concluded } from './conclusion.ts';
import { judgedTables, restoredFrom } from './judged-tables.ts';
import { byPlaceThenControl } from './order.ts';
import { organizationResults } from './organization-results.ts';
import { matchable, policyResult, resourceOf, resultOf } from './policy-result.ts';
import { restoreTimesOf } from './restore-times.ts';
import { lostSourceResults, sourceResults } from './restored-results.ts';
import { perhapsAbsent, undecidedResults } from './undecided-results.ts';
import { unmatchedPolicies } from './unmatched-policies.ts';

export interface Evaluation {
  readonly policies: readonly Policy[];
  /** What is judged, and as of when. */
  readonly estate: Estate;
  /** A table that no policy matches fails `policy-coverage`. */
  readonly requirePolicy: boolean;
  /** That policies are given and no table is judged leaves nothing open: this is one shard, or the user says so. */
  readonly allowEmpty?: boolean;
  readonly version: string;
}

/** Policies × estate → report. Pure: the same arguments give the same report. */
export function evaluate({ policies, estate, requirePolicy, allowEmpty = false, version }: Evaluation): Report {
  const { inventory, now } = estate;
  const restores = restoresOf(estate);
  const prepared = policies.map((policy) => ({ policy, asks: requirementsOf(policy) }));

  const results: Result[] = [];
  const unmatched: string[] = [];
  const matches = new Map<string, readonly Policy[]>();
  /** Policies that match a table, or may. */
  const reached = new Set<string>();

  for (const judged of judgedTables(estate.tables)) {
    const { table } = judged;
    const absent = table.record.perhapsAbsent?.why;
    const matching: Policy[] = [];
    let why: Unknown | undefined;
    for (const { policy, asks } of prepared) {
      const match = matchTable(policy.tables, matchable(table));
      if (match.match === 'no') continue;
      reached.add(policy.name);
      const open = absent ?? (match.match === 'undecided' ? match.why : undefined);
      if (open) {
        why ??= open;
        const now = match.match === 'yes' ? estate.now : undefined;
        const own = asks.filter((ask) => ask.control.judges === 'table');
        results.push(...undecidedResults(table, policy, own, open, now));
        const ofRestored = asks.filter((ask) => ask.control.judges === 'restored-table');
        for (const each of restoredFrom(judged, restores)) {
          results.push(...undecidedResults(each, policy, ofRestored, open, now));
        }
        continue;
      }
      matching.push(policy);
      results.push(...tableResults(estate, table, policy, asks));
      results.push(...sourceResults(estate, restores, table, policy, asks));
    }
    matches.set(table.arn, matching);
    if (matching.length === 0 && !why && !absent) unmatched.push(table.arn);
    if (requirePolicy || (matching.length === 0 && why && !absent)) {
      const outcome = absent
        ? perhapsAbsent(absent)
        : coverageByPolicies(
            matching.map((policy) => policy.name),
            why,
          );
      results.push(resultOf(policyCoverage.id, policyCoverage.severity, resourceOf(table), outcome));
    }
  }

  const ofLostSources = lostSourceResults(estate, restores, prepared);
  for (const { policy } of ofLostSources) if (policy) reached.add(policy.name);
  results.push(...ofLostSources);
  results.push(...unreadResults(inventory));
  results.push(...organizationResults(inventory));
  const empty = !allowEmpty && policies.length > 0 && !results.some(isAboutTable) ? true : undefined;
  return {
    schema: REPORT_SCHEMA,
    tool: { name: 'holdfast', version },
    takenAt: inventory.takenAt,
    ...(now === inventory.takenAt ? {} : { asOf: now }),
    ...concluded(results.toSorted(byPlaceThenControl), empty),
    ...(empty ? { nothingJudged: true } : {}),
    scopes: inventory.regions
      .filter((region) => region.inScope)
      .map(({ partition, account, region }) => ({ partition, account, region })),
    unmatchedTables: unmatched.toSorted(),
    restores: restoreTimesOf(estate, (arn) => matches.get(arn) ?? []),
    warnings: [
      ...unmatchedPolicies(policies, reached, estate),
      ...warningsOf(estate),
      ...unlistedDifferences(estate, restores),
    ],
    apiCalls: inventory.apiCalls,
  };
}

function tableResults(
  estate: Estate,
  table: EstateTable,
  policy: Policy,
  asks: readonly ControlRequirements[],
): Result[] {
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

/** Places whose tables could not be listed: whatever stands there was not judged. */
function unreadResults(inventory: Inventory): Result[] {
  const places = [
    ...inventory.unread.map(({ region, account, roleArn, why }) => {
      const role = parseArn(roleArn ?? '');
      return { partition: role?.partition ?? 'aws', account: account ?? role?.account ?? '', region, why };
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
    const place = region === '' ? `a Region of account ${account} that nothing tells` : region;
    const outcome = undecided(`the tables of ${place} could not be listed, so none of them was judged`, why, {
      because: [why.detail],
      subjects: [],
    });
    return resultOf(policyCoverage.id, policyCoverage.severity, resource, outcome);
  });
}
