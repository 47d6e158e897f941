import type { Result } from '../model/result.ts';

/** Names told in one sentence; the report has them all. */
const NAMES = 10;

/**
 * `after this change these 4 tables lose their copy in eu-central-1: a, b, c, d`: one sentence for each cause, tables that
 * lose something first, then those that have it no more open.
 */
export function sentencesOf(
  failing: readonly Result[],
  fixed: readonly Result[],
  former: ReadonlyMap<string, Result>,
): readonly string[] {
  const lost = failing.filter(({ follows }) => follows === undefined || isCopy(follows));
  const told = grouped(lost, (result) => (former.get(result.fingerprint)?.status === 'pass' ? 'lose' : 'lack'));
  const gained = grouped(
    fixed.filter(({ follows }) => follows === undefined),
    () => 'gain',
  );
  return [...told, ...gained];
}

function isCopy(control: string): boolean {
  return control === 'plan-coverage';
}

function grouped(results: readonly Result[], verbOf: (result: Result) => string): readonly string[] {
  const groups = new Map<string, { readonly names: Set<string>; readonly verb: string; readonly what: string }>();
  for (const result of results) {
    const [verb, what] = [verbOf(result), whatOf(result)];
    const group = groups.get(`${verb} ${what}`) ?? { names: new Set<string>(), verb, what };
    group.names.add(result.resource.name);
    groups.set(`${verb} ${what}`, group);
  }
  return [...groups.values()].map(sentence);
}

function sentence({
  names,
  verb,
  what,
}: {
  readonly names: ReadonlySet<string>;
  readonly verb: string;
  readonly what: string;
}): string {
  const sorted = [...names].sort();
  const one = sorted.length === 1;
  const subject = one ? 'this table' : `these ${sorted.length} tables`;
  const more = sorted.length - NAMES;
  const list = sorted.slice(0, NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `after this change ${subject} ${one ? `${verb}s` : verb} ${one ? 'its' : 'their'} ${what}: ${list}`;
}

/** What a table has when the control passes; other controls by their own name. */
const POSSESSIONS: Readonly<Record<string, string>> = {
  'plan-coverage': 'backup plan',
  'policy-coverage': 'policy',
  'backup-frequency': 'backups as often as asked',
  'backup-rpo': 'worst-case RPO',
  'backup-retention': 'backups kept as long as asked',
  'cold-storage': 'move to cold storage',
  'maximum-retention': 'maximum retention',
  'point-in-time-recovery': 'point-in-time recovery',
  'vault-lock': 'vault lock',
  'vault-encryption': 'vault encryption',
  'vault-deletion': 'protection from manual deletion',
  'vault-air-gap': 'air-gapped backups',
  'restore-tested': 'restore tests',
};

const COPY_POSSESSIONS: Readonly<Record<string, string>> = {
  'copy-coverage': 'copy',
  'copy-frequency': 'copies as often as asked',
  'copy-rpo': 'worst-case RPO of copies',
  'copy-retention': 'copies kept as long as asked',
};

function whatOf({ control, expected }: Result): string {
  const copy = COPY_POSSESSIONS[control];
  const region = expected?.['region'];
  if (copy !== undefined) return typeof region === 'string' ? `${copy} in ${region}` : copy;
  return POSSESSIONS[control] ?? control;
}
