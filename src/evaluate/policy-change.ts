import { requirementsOf } from '../controls/requirements.ts';
import { type EstateTable, estateOf } from '../estate/estate.ts';
import { restoresOf } from '../estate/restored.ts';
import type { ControlId } from '../model/control-id.ts';
import type { Instant } from '../model/instant.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Policy } from '../model/policy.ts';
import type { PolicyChange, Report, RequirementChange } from '../model/report.ts';
import { matchTable } from '../policy/match.ts';
import { waiverFor } from '../policy/waiver.ts';
import { askedText, askedValues } from './asked-text.ts';
import { fingerprintOf } from './fingerprint.ts';
import { judgedTables } from './judged-tables.ts';
import { matchable } from './policy-result.ts';

export interface PolicyComparison {
  /** Files or folders of the former policies, as the user named them. */
  readonly base: readonly string[];
  readonly former: readonly Policy[];
  readonly policies: readonly Policy[];
  /** The tables that are asked of. */
  readonly inventory: Inventory;
  readonly now: Instant;
  /** What the former policies say of the account. */
  readonly formerReport: Report;
}

/** Which tables gain, lose or change which requirement when policies take the place of former ones. */
export function policyChangeOf(comparison: PolicyComparison): PolicyChange {
  const { base, former, policies, inventory, now, formerReport } = comparison;
  const estate = estateOf(inventory, now);
  const restores = restoresOf(estate);
  const failing = new Set(
    formerReport.results.flatMap(({ status, fingerprint }) => (status === 'fail' ? [fingerprint] : [])),
  );
  const were = former.map(prepared);
  const are = policies.map(prepared);
  const groups = new Map<string, Mutable<RequirementChange>>();
  const fingerprints = new Set<string>();
  for (const { table, records } of judgedTables(estate.tables)) {
    const restored = records.flatMap(({ arn }) => restores.restoredFrom.get(arn) ?? []);
    const judged = [table.arn, ...restored.map((each) => each.table.arn)];
    for (const { before, after } of changesOf(asksOf(were, table, now), asksOf(are, table, now))) {
      const own = before ? judged.map((arn) => fingerprintOf(before.control, arn, before.policy, before.path)) : [];
      if (before?.terms !== after?.terms) for (const fingerprint of own) fingerprints.add(fingerprint);
      const control = before?.control ?? after?.control ?? '';
      const key = JSON.stringify([control, before?.whole, after?.whole]);
      const group = groups.get(key) ?? {
        change: before ? (after ? 'changed' : 'lost') : 'gained',
        control,
        ...(before ? { before: before.text } : {}),
        ...(after ? { after: after.text } : {}),
        tables: [],
        failing: [],
      };
      group.tables.push(table.arn);
      if (own.some((fingerprint) => failing.has(fingerprint))) group.failing.push(table.arn);
      groups.set(key, group);
    }
  }
  const order = ['lost', 'changed', 'gained'];
  const requirements = [...groups.values()].sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
  return { base, requirements, fingerprints: [...fingerprints].sort() };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/** One thing that a policy asks of a table. */
interface Ask {
  readonly control: ControlId;
  readonly policy: string;
  readonly path: string;
  /** What decides about the result, as JSON: the asked values, and a waiver. */
  readonly terms: string;
  /** All that matters of it, as JSON: the severity, too. */
  readonly whole: string;
  /** The same in words, for the reader alone. */
  readonly text: string;
}

/** A policy with all that it asks of whatever it matches. */
function prepared(policy: Policy) {
  const asks = requirementsOf(policy).flatMap(({ control, requirements }) =>
    requirements.map((requirement) => ({
      control,
      path: requirement.path,
      values: askedValues(requirement),
      words: askedText(requirement),
    })),
  );
  return { policy, asks };
}

function asksOf(policies: readonly ReturnType<typeof prepared>[], table: EstateTable, now: Instant): readonly Ask[] {
  const subject = matchable(table);
  return policies.flatMap(({ policy, asks }) => {
    const { match } = matchTable(policy.tables, subject);
    if (match === 'no') return [];
    return asks.map(({ control, path, values, words }) => {
      const severity = policy.severity[control.id] ?? control.severity;
      const waiver = waiverFor(policy, control.id, subject, now);
      const until = waiver.kind === 'active' ? waiver.waiver.until : null;
      const terms = JSON.stringify([values, until, match]);
      const text = joined([
        words,
        until === null ? '' : `waived until ${until}`,
        match === 'undecided' ? 'if the policy matches, which is not known' : '',
        severity === control.severity ? '' : `severity ${severity}`,
      ]);
      return { control: control.id, policy: policy.name, path, terms, whole: JSON.stringify([terms, severity]), text };
    });
  });
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

interface AskChange {
  readonly before?: Ask;
  readonly after?: Ask;
}

/**
 * What is asked alike counts as the same, wherever it is written. The rest is paired by control: first what stands at the
 * same place, then what is left.
 */
function changesOf(former: readonly Ask[], now: readonly Ask[]): readonly AskChange[] {
  const alike = pairs(former, now, (one, other) => one.whole === other.whole);
  const placed = pairs(
    alike.before,
    alike.after,
    (one, other) => one.policy === other.policy && one.path === other.path,
  );
  const rest = pairs(placed.before, placed.after, () => true);
  return [
    ...placed.pairs,
    ...rest.pairs,
    ...rest.before.map((before) => ({ before })),
    ...rest.after.map((after) => ({ after })),
  ];
}

function pairs(before: readonly Ask[], after: readonly Ask[], fits: (one: Ask, other: Ask) => boolean) {
  const left = [...after];
  const found: { readonly before: Ask; readonly after: Ask }[] = [];
  const single = before.filter((one) => {
    const at = left.findIndex((other) => one.control === other.control && fits(one, other));
    const [other] = at < 0 ? [] : left.splice(at, 1);
    if (other) found.push({ before: one, after: other });
    return other === undefined;
  });
  return { pairs: found, before: single, after: left };
}
