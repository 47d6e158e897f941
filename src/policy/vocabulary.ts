import type { KIND } from '../model/policy-keys/document.ts';

/** The documents of policy files and of their tests. */
export const TEST_KIND = 'Test';
export type Kind = typeof KIND | typeof TEST_KIND;
