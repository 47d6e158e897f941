import { requirementsOf } from '../controls/requirements.ts';
import { frameworkOf } from '../frameworks/catalogue.ts';
import { evidenceIn } from '../frameworks/map.ts';
import { frameworkReport } from '../frameworks/standing.ts';
import type { ControlInfo } from '../model/control-info.ts';
import { formatMinutes } from '../model/duration.ts';
import type { AskedValue, Demand, Evidence } from '../model/framework.ts';
import { type Extent, FRAMEWORK_IDS, type FrameworkId } from '../model/framework-id.ts';
import type { ResultRequirement } from '../model/framework-report.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import type { Report } from '../model/report.ts';
import { isAboutTable, type Result } from '../model/result.ts';
import { concluded } from './conclusion.ts';

export interface Speaking {
  readonly policies: readonly Policy[];
  /** Those that the user asks for; none: those that policies name. */
  readonly named: readonly FrameworkId[];
  readonly controls: readonly ControlInfo[];
  /** That nothing is left for the frameworks that are named leaves nothing open. */
  readonly allowEmpty: boolean;
}

/**
 * Each result with the requirements that it is evidence for; where the user names frameworks, those results alone that are evidence
 * for one. What no policy asks for (a place that was not read, a change that AWS refuses) stays, and so do the names of the tables
 * that this takes away: each is still one of those that coverage is told of.
 */
export function speaking(report: Report, by: Speaking): Report {
  const results = report.results.map(annotator(by));
  if (by.named.length === 0) return { ...report, results };
  const kept = results.filter(({ policy, requirements }) => policy === undefined || requirements !== undefined);
  const empty = report.nothingJudged ?? (!by.allowEmpty && !kept.some(isAboutTable) ? true : undefined);
  const seen = new Set(kept.map(({ resource }) => resource.arn));
  const gone = results.filter((result) => isAboutTable(result) && !seen.has(result.resource.arn));
  const narrowed = [...new Set(gone.map(({ resource }) => resource.arn))].toSorted();
  return {
    ...report,
    ...concluded(kept, empty),
    ...(empty ? { nothingJudged: empty } : {}),
    ...(narrowed.length === 0 ? {} : { narrowedTables: narrowed }),
  };
}

/** The report with where each framework stands that anybody speaks for. */
export function withFrameworks(report: Report, by: Speaking): Report {
  const spoken = spokenFor(by);
  if (spoken.length === 0) return report;
  const annotate = annotator(by);
  // What a baseline adds is asked by no policy.
  const results = report.results.map((result) => (result.policy === undefined ? annotate(result) : result));
  return standing({ ...report, results }, spoken, by.controls);
}

/** Where each framework stands, by results that name their requirements. */
export function standing(report: Report, spoken: readonly FrameworkId[], controls: readonly ControlInfo[]): Report {
  if (spoken.length === 0) return report;
  return { ...report, frameworks: spoken.map((id) => frameworkReport(frameworkOf(id), report, controls)) };
}

/** Every framework, whoever speaks for it; of those that somebody speaks for, those alone. */
export function inAllFrameworks(report: Report, policies: readonly Policy[], controls: readonly ControlInfo[]): Report {
  if (report.frameworks !== undefined) return report;
  const annotate = annotator({ policies, named: FRAMEWORK_IDS, controls, allowEmpty: true });
  return standing({ ...report, results: report.results.map(annotate) }, FRAMEWORK_IDS, controls);
}

function spokenFor({ policies, named }: Speaking): readonly FrameworkId[] {
  const spoken = new Set(named.length > 0 ? named : policies.flatMap(({ frameworks = [] }) => frameworks));
  return FRAMEWORK_IDS.filter((id) => spoken.has(id));
}

function annotator(by: Speaking): (result: Result) => Result {
  const { policies, named, controls } = by;
  const spoken = spokenFor(by);
  if (spoken.length === 0) return (result) => result;
  const infos = new Map(controls.map((control) => [control.id, control]));
  const asked = new Map(policies.map((policy) => [policy.name, askedIn(policy)]));
  const speaks = new Map(
    policies.map(({ name, frameworks }) => [
      name,
      spoken.filter((id) => frameworks?.includes(id) ?? named.includes(id)),
    ]),
  );
  return (result) => {
    const info = infos.get(result.control);
    if (info === undefined) return result;
    const { policy } = result;
    const value = policy && asked.get(policy.name)?.get(`${result.control} ${policy.path}`);
    const frameworks = policy ? (speaks.get(policy.name) ?? []) : spoken;
    const requirements = frameworks.flatMap((id) => requirementsIn(id, info, value, result));
    return requirements.length === 0 ? result : { ...result, requirements };
  };
}

function askedIn(policy: Policy): ReadonlyMap<string, Json> {
  return new Map(
    requirementsOf(policy).flatMap(({ control, requirements }) =>
      requirements.map(({ path, asked }) => [`${control.id} ${path}`, asked as Json] as const),
    ),
  );
}

const RANK = { full: 0, part: 1, supports: 2 } as const satisfies Record<Extent, number>;

/** Each requirement once, as far as the evidence goes. */
function requirementsIn(
  id: FrameworkId,
  info: ControlInfo,
  value: Json | undefined,
  result: Result,
): readonly ResultRequirement[] {
  const framework = frameworkOf(id);
  const strongest = new Map<string, Evidence>();
  for (const each of evidenceIn(info, framework)) {
    if (!isAsked(each.when, value)) continue;
    const before = strongest.get(each.requirement);
    if (before === undefined || RANK[each.extent] < RANK[before.extent]) strongest.set(each.requirement, each);
  }
  return [...strongest.values()].map(({ requirement, extent }) => {
    const short = shortOf(framework.requirements[requirement], value, result);
    return { framework: id, id: requirement, extent, ...(short === undefined ? {} : { short }) };
  });
}

function isAsked(when: AskedValue | undefined, value: Json | undefined): boolean {
  if (when === undefined) return true;
  const field = when.field === undefined ? value : fieldOf(value, when.field);
  if (typeof field !== 'string' && typeof field !== 'number' && typeof field !== 'boolean') return false;
  return (when.is?.includes(field) ?? true) && !(when.not?.includes(field) ?? false);
}

/** What the policy asks is less than the requirement does; what cannot be told is less, too. */
function shortOf(demand: Demand | undefined, value: Json | undefined, { control, policy }: Result): string | undefined {
  const bound = demand?.bounds?.find((each) => each.control === control);
  if (bound === undefined) return undefined;
  const minutes = fieldOf(value, bound.field);
  if (typeof minutes === 'number' && minutes <= bound.atMostMinutes) return undefined;
  const asks = typeof minutes === 'number' ? formatMinutes(minutes) : 'something else';
  const where = policy === undefined ? '' : ` (${policy.file}:${policy.line})`;
  return `policy ${policy?.name ?? ''}${where} asks ${control} for ${asks}; the requirement asks for at most ${formatMinutes(bound.atMostMinutes)}`;
}

function fieldOf(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (at, name) => (at !== undefined && isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
      value,
    );
}
