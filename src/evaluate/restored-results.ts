import type { RestoredTableControl } from '../controls/define.ts';
import { notApplicable, undecided } from '../controls/outcome.ts';
import type { ControlRequirements } from '../controls/requirements.ts';
import { sourceOf } from '../controls/restored/source.ts';
import type { Estate, EstateTable } from '../estate/estate.ts';
import type { RestoredTable, Restores } from '../estate/restored.ts';
import { firstSubjects, pointSubject, restoreSubject } from '../estate/subjects.ts';
import { parseArn, tableNameOf } from '../model/arn.ts';
import { count } from '../model/count.ts';
import { type Known, unknown } from '../model/fact.ts';
import type { Policy } from '../model/policy.ts';
import type { Outcome, Result } from '../model/result.ts';
import type { Subject } from '../model/subject.ts';
import type { Tags } from '../model/table.ts';
import { type MatchSubject, matchTable } from '../policy/match.ts';
import { policyResult } from './policy-result.ts';
import { undecidedResults } from './undecided-results.ts';

/** What the policies of a source table say of the tables restored from it. */
export function sourceResults(
  estate: Estate,
  restores: Restores,
  source: EstateTable,
  policy: Policy,
  asks: readonly ControlRequirements[],
): Result[] {
  const found = restores.restoredFrom.get(source.arn) ?? [];
  const hidden = restores.unreadJobs[0] ?? restores.unreadTables[0];
  const results = restoredResults(estate, found, policy, asks);
  if (!restoredSubjects(restores, source).includes(source)) return results;
  const outcome = hidden
    ? undecided(`cannot tell whether a table was restored from ${source.name}`, hidden, {
        because: [hidden.detail],
        subjects: [],
      })
    : notApplicable(noneIsThere(restores, source), {
        subjects: firstSubjects(restores.bySource.get(source.arn) ?? [], restoreSubject),
      });
  for (const { control, requirements } of asks) {
    if (control.judges !== 'restored-table') continue;
    for (const { path } of requirements) results.push(policyResult(estate.now, control, policy, path, source, outcome));
  }
  return results;
}

/** Restores may be known, and measured, whose tables are gone: those of restore tests always are. */
function noneIsThere(restores: Restores, { arn, name }: EstateTable): string {
  const known = (restores.bySource.get(arn) ?? []).length;
  if (known === 0) return `no table restored from ${name} was found`;
  return `${count(known, 'restore')} of ${name} known, and no table that ${known === 1 ? 'it' : 'they'} made is there now`;
}

/**
 * What the policies of a source table are asked of: the tables restored from it, and the table itself where there is none,
 * or one may be hidden. A restored table is judged as one; what might be restored from it would be a second answer about it.
 */
export function restoredSubjects(restores: Restores, source: EstateTable): readonly EstateTable[] {
  const found = (restores.restoredFrom.get(source.arn) ?? []).map(({ table }) => table);
  const isHidden = restores.unreadJobs.length > 0 || restores.unreadTables.length > 0;
  const isJudgedItself = (found.length === 0 || isHidden) && !restores.restoredArns.has(source.arn);
  return isJudgedItself ? [...found, source] : found;
}

function restoredResults(
  estate: Estate,
  found: readonly RestoredTable[],
  policy: Policy,
  asks: readonly ControlRequirements[],
): Result[] {
  const results: Result[] = [];
  for (const restored of found) {
    for (const { control, requirements } of asks) {
      if (control.judges !== 'restored-table') continue;
      for (const requirement of requirements) {
        const outcome = restoredOutcome(estate, restored, control, requirement.asked, policy);
        const evidence = {
          ...outcome,
          because: [...new Set([...outcome.because, restored.evidence])],
          subjects: [...outcome.subjects, ...madeBy(restored)],
        };
        results.push(policyResult(estate.now, control, policy, requirement.path, restored.table, evidence));
      }
    }
  }
  return results;
}

/** The restore or, where only the table itself tells of one, the backup that it was made from. */
function madeBy({ restore, backupArn }: RestoredTable): readonly Subject[] {
  if (restore) return [restoreSubject(restore)];
  return backupArn === undefined ? [] : [pointSubject({ arn: backupArn })];
}

function restoredOutcome(
  estate: Estate,
  restored: RestoredTable,
  control: RestoredTableControl<unknown>,
  asked: unknown,
  policy: Policy,
): Outcome {
  const { inProgress, doubt } = restored;
  if (inProgress) return notApplicable('the table is still being restored', { subjects: [] });
  const outcome = control.evaluate({ estate, restored }, asked, policy);
  if (!doubt || outcome.status === 'unknown') return outcome;
  const message = 'cannot tell whether the table is still the one that was restored, or another of its name';
  return undecided(message, doubt, { because: [doubt.detail, ...outcome.because], subjects: outcome.subjects });
}

/** Restored tables whose source is gone: its name, account and Region still tell which policies it had. */
export function lostSourceResults(
  estate: Estate,
  restores: Restores,
  prepared: readonly { readonly policy: Policy; readonly asks: readonly ControlRequirements[] }[],
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
