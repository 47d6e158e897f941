import type { EstateTable } from '../../estate/estate.ts';
import type { Fact, Known, Unknown } from '../../model/fact.ts';
import type { Need } from '../../model/need.ts';
import type { Policy, RestoreSettings, SameAsSource, TableSettings } from '../../model/policy.ts';
import { settings, tableSettings } from '../../model/policy-keys/settings.ts';
import type { Outcome } from '../../model/result.ts';
import type { Control, ControlFacts, RestoredSubject, RestoredTableControl, TableControl } from '../define.ts';
import { undecided } from '../outcome.ts';
import { LIVE_EVIDENCE } from './live-evidence.ts';
import { RESTORE_PAGE } from './pages.ts';
import { SETTINGS_EVIDENCE } from './settings-evidence.ts';
import { sourceOf } from './source.ts';

export type SettingKey = keyof RestoreSettings;

/** What a policy may ask of one setting by name, of restored tables and of the table itself. */
export type Named<K extends SettingKey> = NonNullable<TableSettings[K]>;

/** A setting as one fact of a table, and how that is judged: by what a policy names, and beside a source. */
export interface Setting<K extends SettingKey, T> {
  readonly key: K;
  /** As a message calls it: `tags`, `billing mode`. */
  readonly called: string;
  readonly read: (table: EstateTable) => Fact<T>;
  /** What must be fetched to read and judge it. */
  readonly needs: (asked: SameAsSource | Named<K>) => readonly Need[];
  readonly asAsked: (own: T, asked: Named<K>) => Outcome;
  /** The table was made by a restore. */
  readonly besideSource: (own: T, source: T, subject: RestoredSubject, policy: Policy) => Outcome;
}

type Words = Pick<
  ControlFacts<never>,
  'title' | 'severity' | 'description' | 'remediation' | 'sources' | 'examples' | 'evidence'
>;

/** What a control of restored tables says beside its setting. */
export interface RestoredWords<T> extends Words {
  /** What a reader has to know of the value on a table that a restore made. */
  readonly notes?: (own: T) => readonly string[];
  /** A native backup keeps it, so that one can stand in for a source that is gone. */
  readonly inBackups?: boolean;
}

/** The types of a setting follow from what is written of it. */
export function setting<const K extends SettingKey, T>(written: Setting<K, T>): Setting<K, T> {
  return written;
}

/** The control of a setting of the table itself: by what the policy names. */
export function tableSetting<K extends SettingKey, T>(
  { key, read, needs, asAsked, called }: Setting<K, T>,
  { evidence = [], ...words }: Words,
): Control {
  const control: Omit<TableControl<Named<K>>, 'asked'> = {
    ...words,
    id: tableSettings.keys[key].asks[0],
    judges: 'table',
    evidence: [...evidence, ...LIVE_EVIDENCE],
    needs,
    evaluate: ({ table }, asked) => {
      const own = read(table);
      return own.known ? since(called, own, asAsked(own.value, asked)) : hidden(called, table, own);
    },
  };
  // The engine hands `evaluate` only what stands at the control's own key, so the parameter type is kept.
  return control as Control;
}

/** Says as of when a value is known that was carried over. */
function since(called: string, { asOf }: Known<unknown>, outcome: Outcome): Outcome {
  if (asOf === undefined) return outcome;
  const said = `${called}: known as of ${asOf}; CloudTrail names no change since a former inventory was taken`;
  return { ...outcome, because: [...outcome.because, said] };
}

function hidden(called: string, { name }: EstateTable, why: Unknown): Outcome {
  return undecided(`cannot tell the ${called} of ${name}`, why, { because: [why.detail], subjects: [] });
}

const GONE =
  'Where the source is gone, a baseline or inventory of before (`--baseline`, `--former`) tells what it had; without one it is unknown.';
const GONE_WITH_BACKUP =
  'Where the source is gone, the native backup that was restored, or a baseline or inventory of before (`--baseline`, `--former`), tells what it had; without one it is unknown.';

/** The control of a setting of restored tables: beside the source, or by what the policy names. */
export function restoredSetting<K extends SettingKey, T>(
  setting: Setting<K, T>,
  { inBackups, notes, sources, description, evidence = [], ...words }: RestoredWords<T>,
): Control {
  const { called, read, needs, asAsked, besideSource } = setting;
  const control: Omit<RestoredTableControl<SameAsSource | Named<K>>, 'asked'> = {
    ...words,
    description: `${description} ${inBackups ? GONE_WITH_BACKUP : GONE}`,
    id: settings.keys[setting.key].asks[0],
    judges: 'restored-table',
    evidence: [...SETTINGS_EVIDENCE, ...evidence],
    sources: [RESTORE_PAGE, ...sources],
    needs: (asked) => [
      'restore-jobs',
      'description',
      ...(inBackups && asked === 'same-as-source' ? (['native-backups'] as const) : []),
      ...needs(asked),
    ],
    evaluate: (subject, asked, policy) => {
      const { table } = subject.restored;
      const found = read(table);
      if (!found.known) return hidden(called, table, found);
      const own = found.value;
      const noted = (outcome: Outcome) =>
        since(called, found, { ...outcome, because: [...outcome.because, ...(notes?.(own) ?? [])] });
      if (asked !== 'same-as-source') return noted(asAsked(own, asked));
      const source = sourceOf(subject.estate, subject.restored);
      if (!source.known) return withoutSource(setting, source);
      const { table: sourceTable, gone } = source.value;
      const wanted = read(sourceTable);
      if (!wanted.known) return withoutSource(setting, wanted, sourceTable.name, gone);
      const compared = noted(besideSource(own, wanted.value, subject, policy));
      const outcome = since(`${called} of the source`, wanted, compared);
      if (gone === undefined) return outcome;
      return { ...outcome, because: [...outcome.because, gone, `${called}: taken from ${wanted.from}`] };
    },
  };
  // The engine hands `evaluate` only what stands at the control's own key, so the parameter type is kept.
  return control as Control;
}

function withoutSource(
  { key, called }: Pick<Setting<SettingKey, never>, 'key' | 'called'>,
  why: Unknown,
  name?: string,
  gone?: string,
): Outcome {
  return undecided(`cannot tell the ${called} of the source${name === undefined ? '' : ` ${name}`}`, why, {
    expected: { [key]: 'same-as-source' },
    because: [...(gone === undefined ? [] : [gone]), why.detail],
    subjects: [],
  });
}
