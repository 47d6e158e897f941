import type { Policy, RestoreSettings } from '../../model/policy.ts';
import type { Requirement } from '../define.ts';

/** What a policy may write under one setting of restored tables. */
export type Asked<K extends keyof RestoreSettings> = NonNullable<RestoreSettings[K]>;

/** What a policy asks of one setting of restored tables: one requirement, or none. */
export function askedSetting<K extends keyof RestoreSettings>(setting: K) {
  return ({ restore }: Policy): readonly Requirement<Asked<K>>[] => {
    const asked = restore?.settings[setting];
    return asked === undefined ? [] : [{ path: `restore.settings.${setting}`, asked }];
  };
}
