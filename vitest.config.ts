import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const app = 'tests/app/**/*.test.ts';
// Real agent CLIs: `npm run test:real`.
const real = 'tests/real/**';

// They start a Redis of their own, which not every machine has; CI installs one.
const withRedis = [
  'tests/unit/broker/{broker,last-node,network,redis-entries,redis-life,redis-refusals}.test.ts',
  'tests/e2e/{redis,worker,look-at-worker,neighbours,neighbours-killed,cut-off-worker,last-worker,messages-over-redis,remote-away,remote-login,hierarchy-over-redis,questions-over-redis}.test.ts',
];
const hasRedis = (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/redis-server`));
if (!hasRedis && process.env.CI === 'true') throw new Error('redis-server is not installed, and here all tests have to run');
if (!hasRedis) process.stderr.write('redis-server is not installed: the tests that start one are left out\n');

export default defineConfig({
  test: {
    // Two cores: one worker each; end-to-end stories start real processes.
    maxWorkers: 2,
    // Nothing is measured by them: a machine with other work on it takes a multiple of the time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Ink draws nothing but the last frame where CI is set; the tests look at every one.
    env: { NODE_ENV: 'test', CI: 'false' },
    projects: [
      // Each story is a whole app of its own and nothing of it is global: loading Ink and React once per worker takes half the time.
      { extends: true, test: { name: 'app', include: [app], isolate: false } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: [app, real, '**/node_modules/**', ...(hasRedis ? [] : withRedis)],
        },
      },
    ],
  },
});
