// A pull request on the screen, from its opening to its merge: what its forge says stands on the row of its agent, and who is needed is told.
import { expect, it } from 'vitest';
import { fail, ok } from '../../src/core/model/error.js';
import type { PullFacts } from '../../src/core/model/pull-request.js';
import { BEL } from '../../src/core/model/sequences.js';
import { launch } from '../helpers/launch-app.js';
import { check, facts } from '../helpers/pulls.js';

/** Longer than the host waits between two looks at a forge. */
const NEXT_LOOK_MS = 2 * 60_000;

async function opened() {
  let now: PullFacts = facts({ head: 'c1' });
  const app = await launch({
    cols: 120,
    rows: 30,
    config: { pulls: { rounds: 0 } },
    ports: {
      forge: {
        pull: async () => ok({ kind: 'facts', facts: now }),
        jobLog: async () => fail({ kind: 'forge', tried: 'read a log', said: 'it is gone', next: 'n' }),
        forgetPull: () => undefined,
        deleteBranch: async () => ok(undefined),
      },
    },
  });
  await app.run('fix-login', { finish: 'pr', unattended: true });
  app.agent(1).says('working');
  app.agent(1).exits(0);
  await app.settled();
  const says = async (changes: Partial<PullFacts>) => {
    now = facts({ head: 'c1', ...changes });
    const before = app.me.frames.length;
    await app.passes(NEXT_LOOK_MS);
    await app.settled();
    return app.me.frames.slice(before).filter((frame) => frame.startsWith(BEL)).length;
  };
  return { app, says };
}

it('stands on the row of its agent as its forge has it', async () => {
  const { app, says } = await opened();
  expect(app.me.shows.row(3)).toContain('PR #12');
  await says({ checks: [check('lint', 'pending')] });
  expect(app.me.shows.row(3)).toContain('PR #12 ci ●');
  await says({ checks: [check('lint', 'passed')] });
  expect(app.me.shows.row(3)).toContain('PR #12 ✓');
  expect(app.me.shows.includes('PR #12 ✓ · ')).toBe(true);
  await says({ state: 'merged', mergeCommit: 'm1' });
  expect(app.me.shows.row(3)).toContain('PR #12 merged');
});

it('that is stuck waits for a person as an agent does', async () => {
  const { app, says } = await opened();
  await app.run('docs');
  app.agent(2).says('working');
  await app.settled();
  await app.me.press('2');
  expect(await says({ checks: [check('lint', 'failed')] }), 'bells').toBe(1);
  expect(app.me.shows.row(3)).toMatch(/\? 1 fix-login .*PR #12 ci ✗ lint/u);
  expect(app.me.shows.includes('? PR #12 of fix-login: lint failed')).toBe(true);
});
