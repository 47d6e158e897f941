import { groupBy } from '../model/group-by.ts';
import type { Result, ResultControl } from '../model/result.ts';

/** Names told in one sentence; the report has them all. */
const NAMES = 10;

export interface Differences {
  /** Failing after the change, and not before. */
  readonly failing: readonly Result[];
  /** Failing before the change, and passing after it. */
  readonly fixed: readonly Result[];
  /** Of tables that are judged before the change, and no longer after it. */
  readonly gone: readonly Result[];
  /** The result of the same fingerprint before the change. */
  readonly before: (result: Result) => Result | undefined;
  /** Addresses of resources that take their whole change with them where AWS refuses them. */
  readonly takenBack: ReadonlySet<string>;
  /** Addresses of resources that the change deletes. */
  readonly deleted: ReadonlySet<string>;
}

/**
 * `after this change these 4 tables lose their copy in eu-central-1: a, b, c, d`: one sentence for each cause. First what
 * tables had and lose, then what others lack, then what is gained.
 */
export function sentencesOf({ failing, fixed, gone, before, takenBack, deleted }: Differences): readonly string[] {
  // A table without a plan has no copy either, and that is worth a sentence of its own; the rest goes without saying.
  const ofTables = failing.filter(({ control }) => control !== 'aws-accepts');
  const causes = ofTables.filter(({ control, follows }) => follows === undefined || control === 'copy-coverage');
  const had = (result: Result) => before(result)?.status === 'pass';
  return [
    ...failing
      .filter(({ control }) => control === 'aws-accepts')
      .map(({ resource: { name } }) => `AWS refuses ${refusedText(name, takenBack, deleted)}`),
    ...grouped(
      causes.filter(had),
      (what, one) => `${one ? 'loses its' : 'lose their'} ${what}`,
      (id, one) => `${one ? 'fails' : 'fail'} ${id}`,
    ),
    ...grouped(
      causes.filter((result) => !had(result)),
      (what, one) => `${one ? 'has' : 'have'} no ${what}`,
      (id, one) => `${one ? 'fails' : 'fail'} ${id}`,
    ),
    ...grouped(
      fixed.filter(({ follows }) => follows === undefined),
      (what, one) => `${one ? 'gains its' : 'gain their'} ${what}`,
      (id, one) => `${one ? 'passes' : 'pass'} ${id}`,
    ),
    ...removed(gone),
  ];
}

type Phrase = (what: string, one: boolean) => string;

function grouped(results: readonly Result[], having: Phrase, plain: Phrase): readonly string[] {
  const groups = new Map<string, { readonly names: Set<string>; readonly result: Result }>();
  for (const result of results) {
    const key = `${whatOf(result) ?? result.control} ${result.resource.region}`;
    const group = groups.get(key) ?? { names: new Set<string>(), result };
    group.names.add(result.resource.name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ names, result }) => {
    const one = names.size === 1;
    const what = whatOf(result);
    const does = what === undefined ? plain(result.control, one) : having(what, one);
    return `after this change ${tablesIn(result.resource.region, names)} ${does}: ${listed(names)}`;
  });
}

/** A table that passed goes as loudly as one that failed. */
function removed(gone: readonly Result[]): readonly string[] {
  return [...groupBy(gone, ({ resource }) => resource.region)].map(([region, results]) => {
    const names = new Set(results.map(({ resource }) => resource.name));
    const failed = results.some(({ status }) => status === 'fail') ? ', failures and all' : '';
    const are = names.size === 1 ? 'is' : 'are';
    return `after this change ${tablesIn(region, names)} ${are} no longer evaluated${failed}: ${listed(names)}`;
  });
}

function refusedText(name: string, takenBack: ReadonlySet<string>, deleted: ReadonlySet<string>): string {
  if (takenBack.has(name)) return `${name}: nothing of this change stays, as CloudFormation takes all of it back`;
  return deleted.has(name) ? `to delete ${name}: it stays` : `${name}: it is not made, nor what rests on it`;
}

function tablesIn(region: string, names: ReadonlySet<string>): string {
  return `${names.size === 1 ? 'this table' : `these ${names.size} tables`} in ${region}`;
}

function listed(names: ReadonlySet<string>): string {
  const more = names.size - NAMES;
  return [...names].sort().slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** What a table has when the control passes; other controls are told of by their ids. */
const POSSESSIONS: Readonly<Partial<Record<ResultControl, string>>> = {
  'plan-coverage': 'backup plan',
  'policy-coverage': 'policy',
  'backup-frequency': 'backups as often as asked',
  'backup-retention': 'backups kept as long as asked',
  'cold-storage': 'move to cold storage',
  'point-in-time-recovery': 'point-in-time recovery',
  'vault-lock': 'vault lock',
  'vault-encryption': 'vault encryption',
  'vault-deletion': 'protection from manual deletion',
  'vault-air-gap': 'air-gapped backups',
};

const COPY_POSSESSIONS: Readonly<Partial<Record<ResultControl, string>>> = {
  'copy-coverage': 'copy',
  'copy-frequency': 'copies as often as asked',
  'copy-retention': 'copies kept as long as asked',
};

function whatOf({ control, expected }: Result): string | undefined {
  const copy = COPY_POSSESSIONS[control];
  const region = expected?.['region'];
  if (copy !== undefined) return typeof region === 'string' ? `${copy} in ${region}` : copy;
  return POSSESSIONS[control];
}
