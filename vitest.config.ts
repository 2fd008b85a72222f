import { defineConfig } from 'vitest/config';

const app = 'tests/app/**/*.test.ts';
// Real agent CLIs: `npm run test:real`.
const real = 'tests/real/**';

export default defineConfig({
  test: {
    // Two cores: one worker each; end-to-end stories start real processes.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Ink draws nothing but the last frame where CI is set; the tests look at every one.
    env: { NODE_ENV: 'test', CI: 'false' },
    projects: [
      // Each story is a whole app of its own and nothing of it is global: loading Ink and React once per worker takes half the time.
      { extends: true, test: { name: 'app', include: [app], isolate: false } },
      {
        extends: true,
        test: { name: 'parts', include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'], exclude: [app, real, '**/node_modules/**'] },
      },
    ],
  },
});
