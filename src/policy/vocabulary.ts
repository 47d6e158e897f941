import { type RestoreMeasure, STATISTICS, type VaultRequirement } from '../model/policy.ts';

/** The words of the policy language, for the schema and for the reader of what the schema has passed. */
export const API_VERSION = 'holdfast/v1';
export const KIND = 'Policy';
export const TEST_KIND = 'Test';
export type Kind = typeof KIND | typeof TEST_KIND;

export const SAME = 'same-as-source';
export const VAULT_LOCKS = ['none', 'governance', 'compliance'] as const satisfies readonly VaultRequirement['lock'][];
export const CLOCKS = ['restored', 'ready'] as const satisfies readonly RestoreMeasure['clock'][];
export const BILLING_MODES = [SAME, 'PROVISIONED', 'PAY_PER_REQUEST'] as const;
export const STREAMS = [SAME, 'disabled', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const;
export const SWITCHES = [SAME, 'enabled', 'disabled'] as const;
export const REQUIRED = [SAME, 'required'] as const;
export const TIMES_TO_LIVE = [SAME, 'disabled'] as const;

export { STATISTICS };

/** What `restore.measure` says where a policy does not: the slowest restore of half a year. One measured restore is enough. */
export const DEFAULT_MEASURE = {
  clock: 'restored',
  statistic: 'max',
  overMinutes: 180 * 24 * 60,
  samples: 1,
} as const satisfies RestoreMeasure;
