import type { EstateTable } from '../../estate/estate.ts';
import type { Fact, Unknown } from '../../model/fact.ts';
import type { Need } from '../../model/need.ts';
import type { Policy, RestoreSettings, SameAsSource } from '../../model/policy.ts';
import { settings } from '../../model/policy-keys/settings.ts';
import type { Outcome } from '../../model/result.ts';
import type { Control, ControlFacts, RestoredSubject, RestoredTableControl } from '../define.ts';
import { undecided } from '../outcome.ts';
import { RESTORE_PAGE } from './pages.ts';
import { SETTINGS_EVIDENCE } from './settings-evidence.ts';
import { sourceOf } from './source.ts';

export type SettingKey = keyof RestoreSettings;

/** What a policy may write under one setting of restored tables instead of `same-as-source`. */
export type Named<K extends SettingKey> = Exclude<NonNullable<RestoreSettings[K]>, SameAsSource>;

/** A setting as one fact of a table. */
export interface Setting<T> {
  readonly key: SettingKey;
  /** As a message calls it: `tags`, `billing mode`. */
  readonly called: string;
  readonly read: (table: EstateTable) => Fact<T>;
}

type Words = Pick<
  ControlFacts<never>,
  'title' | 'severity' | 'description' | 'remediation' | 'sources' | 'examples' | 'evidence'
>;

/** What the controls of the thirteen settings do not share. */
export interface SettingControl<K extends SettingKey, T> extends Words, Setting<T> {
  readonly key: K;
  /** A native backup keeps it, so that one can stand in for a source that is gone. */
  readonly inBackups?: boolean;
  /** Beside the list of restores and the descriptions of the tables. */
  readonly needs?: (asked: SameAsSource | Named<K>) => readonly Need[];
  readonly besideSource: (own: T, source: T, subject: RestoredSubject, policy: Policy) => Outcome;
  /** Absent where a policy can ask for nothing but the source's. */
  readonly asAsked?: (own: T, asked: Named<K>) => Outcome;
}

const GONE =
  'Where the source is gone, a baseline or inventory of before (`--baseline`, `--former`) tells what it had; without one it is unknown.';
const GONE_WITH_BACKUP =
  'Where the source is gone, the native backup that was restored, or a baseline or inventory of before (`--baseline`, `--former`), tells what it had; without one it is unknown.';

/** The control of one setting of restored tables: beside the source, or by what the policy names. */
export function settingControl<K extends SettingKey, T>(setting: SettingControl<K, T>): Control {
  const {
    key,
    called,
    read,
    inBackups,
    needs,
    besideSource,
    asAsked,
    sources,
    description,
    evidence = [],
    ...words
  } = setting;
  const control: Omit<RestoredTableControl<SameAsSource | Named<K>>, 'asked'> = {
    ...words,
    description: `${description} ${inBackups ? GONE_WITH_BACKUP : GONE}`,
    id: settings.keys[key].asks[0],
    judges: 'restored-table',
    evidence: [...SETTINGS_EVIDENCE, ...evidence],
    sources: [RESTORE_PAGE, ...sources],
    needs: (asked) => [
      'restore-jobs',
      'description',
      ...(inBackups && asked === 'same-as-source' ? (['native-backups'] as const) : []),
      ...(needs?.(asked) ?? []),
    ],
    evaluate: (subject, asked, policy) => {
      const { table } = subject.restored;
      const own = read(table);
      if (!own.known)
        return undecided(`cannot tell the ${called} of ${table.name}`, own, { because: [own.detail], subjects: [] });
      if (asked !== 'same-as-source' && asAsked) return asAsked(own.value, asked);
      const source = sourceOf(subject.estate, subject.restored);
      if (!source.known) return withoutSource(setting, source);
      const { table: sourceTable, gone } = source.value;
      const wanted = read(sourceTable);
      if (!wanted.known) return withoutSource(setting, wanted, sourceTable.name, gone);
      const outcome = besideSource(own.value, wanted.value, subject, policy);
      if (gone === undefined) return outcome;
      return { ...outcome, because: [...outcome.because, gone, `${called}: taken from ${wanted.from}`] };
    },
  };
  // The engine hands `evaluate` only what stands at the control's own key, so the parameter type is kept.
  return control as Control;
}

function withoutSource({ key, called }: Setting<unknown>, why: Unknown, name?: string, gone?: string): Outcome {
  return undecided(`cannot tell the ${called} of the source${name === undefined ? '' : ` ${name}`}`, why, {
    expected: { [key]: 'same-as-source' },
    because: [...(gone === undefined ? [] : [gone]), why.detail],
    subjects: [],
  });
}
