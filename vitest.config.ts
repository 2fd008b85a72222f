import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    // Two cores: one worker each; end-to-end stories start real processes.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Ink draws nothing but the last frame where CI is set; the tests look at every one.
    env: { NODE_ENV: 'test', CI: 'false' },
  },
});
