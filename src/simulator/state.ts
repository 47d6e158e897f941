/*
 * What the simulated accounts hold. Names and shapes are AWS's own where a structure goes over the wire as it is kept
 * (PascalCase members); what AWS does not show is camelCase.
 */

export type { AthenaEngine, CatalogTable, Query } from './state/athena.ts';
export type * from './state/identity.ts';
export type * from './state/job.ts';
export type * from './state/key.ts';
export type * from './state/organization.ts';
export type * from './state/plan.ts';
export type * from './state/region.ts';
export type * from './state/restore-testing.ts';
export type * from './state/scaling.ts';
export type * from './state/table.ts';
export type * from './state/tags.ts';
export type * from './state/trail.ts';
export type * from './state/vault.ts';
export type * from './state/world.ts';
