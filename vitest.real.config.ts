import { defineConfig } from 'vitest/config';

// Apart from vitest.config.ts, so that no run of the others starts a real agent CLI: see scripts/run-real.mjs.
export default defineConfig({
  test: {
    include: ['tests/real/**/*.test.ts'],
    // Each starts CLIs that take a core to start.
    maxWorkers: 2,
    hookTimeout: 60_000,
    env: { NODE_ENV: 'test', CI: 'false' },
  },
});
