/** Controls that one thing bears on together. */
export const SCHEDULE = ['backup-frequency', 'backup-rpo', 'copy-frequency', 'copy-rpo'];
export const COPY = ['copy-coverage', 'copy-frequency', 'copy-rpo', 'copy-retention'];
export const COVERAGE = ['plan-coverage', 'backup-frequency', 'backup-rpo', 'backup-retention', ...COPY];
export const RULE = [...COVERAGE, 'cold-storage', 'maximum-retention'];
export const VAULTS = ['vault-lock', 'vault-encryption', 'vault-deletion', 'vault-air-gap'];
