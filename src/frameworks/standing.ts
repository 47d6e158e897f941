import type { ControlInfo } from '../model/control-info.ts';
import { count } from '../model/count.ts';
import { type Demand, type Framework, MAPPING_VERSION } from '../model/framework.ts';
import {
  type ControlTally,
  type FrameworkReport,
  REQUIREMENT_STATUSES,
  type RequirementReport,
  type RequirementStatus,
  type ResultRequirement,
} from '../model/framework-report.ts';
import { groupBy } from '../model/group-by.ts';
import type { Report } from '../model/report.ts';
import { isAboutTable, type Result, type Status } from '../model/result.ts';
import { mappedControls } from './map.ts';

/** One result as evidence for one requirement. */
interface Piece extends ResultRequirement {
  readonly result: Result;
}

/** Reasons shown; the rest are counted. */
const REASONS = 5;

/**
 * Where each requirement of a framework stands, from results that name the requirements they are evidence for. A failure beats an
 * unknown result, that a waiver, that a pass; what only supports meets nothing; what the policy asks must be at least what the
 * requirement asks; and each table that is judged for the framework needs evidence.
 */
export function frameworkReport(
  framework: Framework,
  { results, unmatchedTables, narrowedTables = [] }: Pick<Report, 'results' | 'unmatchedTables' | 'narrowedTables'>,
  controls: readonly ControlInfo[],
): FrameworkReport {
  const pieces = results.flatMap((result) =>
    (result.requirements ?? []).flatMap((each) => (each.framework === framework.id ? [{ ...each, result }] : [])),
  );
  const ofTables = new Set(controls.flatMap(({ id, judges }) => (judges === 'table' ? [id] : [])));
  const tables = new Set(pieces.flatMap(({ result }) => (ofTables.has(result.control) ? [result.resource.arn] : [])));
  const all = new Set([
    ...results.filter(isAboutTable).map(({ resource }) => resource.arn),
    ...unmatchedTables,
    ...narrowedTables,
  ]);
  const unseen = results.filter(isUnseen).length;
  const mapped = mappedControls(framework, controls);
  const byRequirement = groupBy(pieces, ({ id }) => id);
  const requirements = Object.entries(framework.requirements).map(([id, demand]) => {
    const asksTables = (mapped.get(id) ?? []).some(
      ({ control, extent }) => extent !== 'supports' && ofTables.has(control),
    );
    const judged = asksTables ? tables : new Set<string>();
    return requirementReport(id, demand, byRequirement.get(id) ?? [], judged, unseen);
  });
  return {
    id: framework.id,
    title: framework.title,
    edition: framework.edition,
    mappingVersion: MAPPING_VERSION,
    tables: { judged: tables.size, all: all.size },
    unseen,
    counts: countsOf(requirements),
    requirements,
  };
}

function countsOf(requirements: readonly RequirementReport[]): Readonly<Record<RequirementStatus, number>> {
  const of = (wanted: RequirementStatus) => requirements.filter(({ status }) => status === wanted).length;
  return Object.fromEntries(REQUIREMENT_STATUSES.map((status) => [status, of(status)])) as Record<
    RequirementStatus,
    number
  >;
}

function requirementReport(
  id: string,
  demand: Demand,
  pieces: readonly Piece[],
  tables: ReadonlySet<string>,
  unseen: number,
): RequirementReport {
  const core = pieces.filter(({ extent, result }) => extent !== 'supports' && result.status !== 'not-applicable');
  const found: Found = {
    failing: core.filter(({ result }) => result.status === 'fail'),
    short: shortOf(demand, core),
    unknown: core.filter(({ result }) => result.status === 'unknown'),
    unseen,
    missing: missingOf(demand, pieces, core, tables),
    waived: core.filter(({ result }) => result.status === 'waived'),
  };
  const status = statusOf(found);
  const isFull = [...byTable(core).values()].every((own) => own.some(({ extent }) => extent === 'full'));
  return {
    id,
    asks: demand.asks,
    status,
    ...(status === 'met' ? { extent: isFull ? 'full' : 'part' } : {}),
    reasons: shortened(reasonsFor(found)),
    controls: talliesOf(pieces),
  };
}

interface Found {
  readonly failing: readonly Piece[];
  readonly short: readonly string[];
  readonly unknown: readonly Piece[];
  readonly unseen: number;
  /** What nothing asked for, in words; empty: each table has evidence. */
  readonly missing: readonly string[];
  readonly waived: readonly Piece[];
}

function statusOf({ failing, short, unknown, unseen, missing, waived }: Found): RequirementStatus {
  if (failing.length > 0 || short.length > 0) return 'not-met';
  if (unknown.length > 0 || unseen > 0) return 'unknown';
  if (waived.length > 0) return 'waived';
  return missing.length > 0 ? 'not-asked' : 'met';
}

function reasonsFor({ failing, short, unknown, unseen, missing, waived }: Found): readonly string[] {
  return [
    ...failing.map(({ result }) => `${result.control} fails: ${result.resource.name}`),
    ...short,
    ...unknown.map(({ result }) => `${result.control} is unknown: ${result.resource.name}`),
    ...(unseen > 0 ? [`${count(unseen, 'place or table', 'places or tables')} could not be seen`] : []),
    ...waived.map(
      ({ result }) =>
        `${result.control} is waived until ${result.waiver?.until ?? 'a day'} by ${result.waiver?.approvedBy ?? 'somebody'}: ${result.resource.name}`,
    ),
    ...missing,
  ];
}

function shortened(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - REASONS;
  return more > 1 ? [...reasons.slice(0, REASONS), `and ${more} more`] : reasons;
}

/** A bound must hold for one of the things that a policy asks of the control, for each table. */
function shortOf({ bounds = [] }: Demand, core: readonly Piece[]): readonly string[] {
  const found = bounds.flatMap(({ control }) => {
    const own = byTable(core.filter(({ result }) => result.control === control));
    return [...own.values()].flatMap((asked) =>
      asked.every(({ short }) => short !== undefined) ? asked.map(({ short }) => short ?? '') : [],
    );
  });
  return [...new Set(found)];
}

function missingOf(
  { must = [], bounds = [] }: Demand,
  pieces: readonly Piece[],
  core: readonly Piece[],
  tables: ReadonlySet<string>,
): readonly string[] {
  if (core.length === 0) {
    const [first] = pieces;
    if (first === undefined) return ['no policy asked for evidence'];
    const only = first.extent === 'supports' ? 'what was asked only supports it' : 'what was asked does not apply';
    return [only];
  }
  const own = byTable(core);
  const settled = byTable(pieces);
  const bare = [...tables].filter((table) => !settled.has(table));
  const cores = [...must, ...bounds.map(({ control }) => [control])];
  return [
    ...(bare.length > 0 ? [`nothing was asked for ${count(bare.length, 'table')} of ${tables.size}`] : []),
    ...cores.flatMap((controls) => {
      const asked = (table: string) => own.get(table)?.some(({ result }) => controls.includes(result.control)) ?? false;
      const without = [...tables].filter((table) => own.has(table) && !asked(table));
      return without.length === 0
        ? []
        : [`${controls.join(' or ')} was not asked for ${count(without.length, 'table')} of ${tables.size}`];
    }),
  ];
}

function byTable(pieces: readonly Piece[]): ReadonlyMap<string, readonly Piece[]> {
  return groupBy(pieces, ({ result }) => result.resource.arn);
}

const TALLY = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  waived: 'waived',
  'not-applicable': 'notApplicable',
} as const satisfies Record<Status, keyof ControlTally>;

function talliesOf(pieces: readonly Piece[]): readonly ControlTally[] {
  const alike = groupBy(pieces, ({ result, extent }) => `${result.control} ${extent}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const tally = { pass: 0, fail: 0, unknown: 0, waived: 0, notApplicable: 0 };
    for (const { result } of same) tally[TALLY[result.status]] += 1;
    return [{ control: first.result.control, extent: first.extent, ...tally }];
  });
}

/** A place whose tables nobody could list, or a table of which nobody can tell which policies match it. */
function isUnseen({ status, policy, resource }: Result): boolean {
  return status === 'unknown' && policy === undefined && resource.type === 'AWS::DynamoDB::Table';
}
