import { frameworkOf } from '../../frameworks/catalogue.ts';
import { readLedger } from '../../history/ledger.ts';
import { MAPPING_VERSION } from '../../model/framework.ts';
import { isAboutTable } from '../../model/result.ts';
import type { Judged } from '../judge/judge.ts';
import type { Manifest } from './manifest.ts';

/** What a manifest says that follows from what was judged: the rest is times, and what only the run knew. */
export type ManifestFacts = Pick<
  Manifest,
  | 'takenAt'
  | 'judgedAt'
  | 'callers'
  | 'scopes'
  | 'population'
  | 'frameworks'
  | 'ledger'
  | 'conclusion'
  | 'summary'
  | 'exitCode'
  | 'hasHistory'
>;

/** Made when a pack is written, and made again when it is verified. */
export function manifestFacts(
  { report, collected, history, estate }: Judged,
  ledger: Uint8Array | undefined,
  exitCode: number,
): ManifestFacts {
  const tables = new Set([
    ...report.results.filter(isAboutTable).map(({ resource }) => resource.arn),
    ...report.unmatchedTables,
    ...(report.narrowedTables ?? []),
  ]);
  return {
    takenAt: report.takenAt,
    judgedAt: estate.now,
    callers: [...new Set((collected?.accounts ?? []).flatMap(({ readBy }) => readBy ?? []))].toSorted(),
    scopes: {
      read: report.scopes.map(({ account, region }) => ({ account, region })),
      unread: (collected?.unread ?? []).map(({ account, roleArn, region, why }) => ({
        account: account ?? roleArn ?? '',
        region,
        why: why.detail.slice(0, 4096),
      })),
    },
    population: { tables: tables.size, judged: report.summary.tables, unmatched: report.unmatchedTables.length },
    frameworks: (report.frameworks ?? []).map(({ id }) => ({
      id,
      edition: frameworkOf(id).edition,
      mappingVersion: MAPPING_VERSION,
    })),
    ...(ledger ? { ledger: { lines: readLedger(new TextDecoder().decode(ledger)).records.length } } : {}),
    conclusion: report.conclusion,
    summary: report.summary,
    exitCode,
    hasHistory: history !== undefined,
  };
}

const FACTS = [
  'takenAt',
  'judgedAt',
  'callers',
  'scopes',
  'population',
  'frameworks',
  'ledger',
  'conclusion',
  'summary',
  'exitCode',
  'hasHistory',
] as const satisfies readonly (keyof ManifestFacts)[];

/** Each fact of a manifest that judging again refutes, by its name. */
export function refuted(manifest: Manifest, made: ManifestFacts): readonly string[] {
  return FACTS.flatMap((name) => differing(name, manifest[name], made[name]));
}

/** The innermost fields that differ. */
function differing(name: string, theirs: unknown, ours: unknown): readonly string[] {
  if (shown(theirs) === shown(ours)) return [];
  if (isFields(theirs) && isFields(ours)) {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].toSorted();
    return keys.flatMap((key) => differing(`${name}.${key}`, theirs[key], ours[key]));
  }
  return [`manifest.json: ${name} is ${short(theirs)}, and judged again it is ${short(ours)}`];
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As text that does not tell in which order the fields were written. */
function shown(value: unknown): string | undefined {
  return JSON.stringify(value, (_, each: unknown) =>
    isFields(each) ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each,
  );
}

function short(value: unknown): string {
  const text = shown(value) ?? 'absent';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** What was asked, where the facts show that something else was. */
export function refutedOptions({ options, inventory, hasHistory }: Manifest, { collected }: Judged): readonly string[] {
  const asksHistory = options.history.some((source) => source !== 'none');
  const changes = [options.terraformPlans, options.cloudFormation, options.changeSets, options.backupPolicies].flat();
  const { regions } = options;
  const isNamed = inventory === 'collected' && regions !== 'all' && regions.length > 0 && changes.length === 0;
  const read = (collected?.regions ?? []).flatMap(({ inScope, region }) => (inScope ? [region] : []));
  const reached = new Set([...read, ...(collected?.unread ?? []).map(({ region }) => region)]);
  return [
    ...(asksHistory === hasHistory
      ? []
      : [`manifest.json: options.history is ${short(options.history)}, and hasHistory is ${hasHistory}`]),
    ...(isNamed && (read.some((region) => !regions.includes(region)) || regions.some((region) => !reached.has(region)))
      ? [`manifest.json: options.regions is ${short(regions)}, and the facts are of ${short([...reached].toSorted())}`]
      : []),
  ];
}
