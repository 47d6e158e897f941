import type { Policy, RestoreSettings } from '../../model/policy.ts';
import type { Requirement } from '../define.ts';

/** What a policy asks of one setting of restored tables: one requirement, or none. */
export function askedSetting<K extends keyof RestoreSettings>(setting: K) {
  return ({ restore }: Policy): readonly Requirement<NonNullable<RestoreSettings[K]>>[] => {
    const asked = restore?.settings[setting];
    return asked === undefined ? [] : [{ path: `restore.settings.${setting}`, asked }];
  };
}
