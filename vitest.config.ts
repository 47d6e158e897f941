import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/scrub-environment.ts'],
    // By default one core is left to the watcher, and on two cores everything would run one after the other.
    maxWorkers: '100%',
    // Against hanging, never against slowness.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default'],
  },
});
