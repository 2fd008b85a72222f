// How work ends: by the exit of a CLI, by the verify command, by a person's word.
import { expect, it } from 'vitest';
import { ok } from '../../src/core/model/error.js';
import { CSI, sequences } from '../../src/core/model/sequences.js';
import type { CommandRunner } from '../../src/core/ports.js';
import { claudeComposer } from '../helpers/claude-composer.js';
import { launch } from '../helpers/launch-app.js';

const passes = { exitCode: 0, timedOut: false, tail: '' };
const fails = { exitCode: 1, timedOut: false, tail: '2 of 31 tests failed\n' };

/** A verify command with these outcomes, one after the other. */
function verify(...outcomes: readonly (typeof passes)[]): { readonly commands: CommandRunner['run'] } {
  const left = [...outcomes];
  return {
    commands: async () => {
      const outcome = left.shift();
      if (outcome === undefined) throw new Error('the verify command ran once too often');
      return outcome;
    },
  };
}

it('exit 0 commits what is left and keeps the branch', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  app.agent(1).says('working');
  app.agent(1).exits(0);
  await app.settled();
  expect(app.ports.calls).toContain('commitAll(orch/fix-login)');
  expect(app.agentState(1)).toMatchObject({ state: 'done', result: { kind: 'branch', commit: 'c1' } });
  expect(app.me.shows.row(3)).toContain('branch kept');
});

it('a person who quits the CLI they are attached to has left it, not finished it', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  await app.me.press('enter');
  app.agent(1).exits(0);
  await app.settled();
  expect(app.agentState(1)).toMatchObject({ state: 'stopped', result: null });
  expect(app.me.shows.row(-1)).toContain('r resume');
});

it('a failed verify run goes back to the CLI that lives, as one message', async () => {
  const app = await launch({ cols: 120, rows: 30, ports: verify(fails, passes) });
  await app.run('fix-login', { verify: 'npm test', finish: 'merge', unattended: true });
  const agent = app.agent(1);
  agent.prints(`${CSI}?2004h${claudeComposer()}`);
  agent.says('working');
  await app.settled();
  agent.received();
  agent.says('done');
  await app.passes(1000);
  const told = agent.received();
  expect(told).toContain('The check `npm test` failed (run 1 of 3)');
  expect(told).toContain('2 of 31 tests failed');
  expect(told.endsWith(sequences.pasteEnd)).toBe(true);
  expect(app.agentState(1)).toMatchObject({ state: 'working', attempts: 1 });
  agent.prints(claudeComposer('[Pasted text #1 +5 lines]'));
  await app.settled();
  expect(agent.received()).toBe('\r');
  agent.prints(claudeComposer());
  await app.passes(1000);

  agent.says('working');
  agent.says('done');
  await app.passes(1000);
  expect(app.agentState(1)).toMatchObject({ state: 'done', attempts: 2, result: { kind: 'merge' } });
  expect(app.me.shows.row(3)).toContain('merged');
});

it('a CLI that has ended is started again with what failed', async () => {
  const app = await launch({ cols: 120, rows: 30, ports: verify(fails, passes) });
  await app.run('fix-login', { verify: 'npm test' });
  const first = app.agent(1);
  first.exits(0);
  await app.settled();
  const second = app.agent(1);
  expect(second).not.toBe(first);
  expect(second.spawn.argv.join(' ')).toContain(`--resume=${app.agentState(1).conversation}`);
  expect(second.spawn.argv.at(-1)).toContain('2 of 31 tests failed');
  second.exits(0);
  await app.settled();
  expect(app.agentState(1)).toMatchObject({ state: 'done', attempts: 2 });
});

it('a verify run that takes too long is stopped from the screen', async () => {
  let wasTold = false;
  const run: CommandRunner['run'] = ({ signal }) =>
    new Promise((resolve) => {
      signal?.addEventListener('abort', () => {
        wasTold = true;
        resolve({ exitCode: null, timedOut: false, tail: '' });
      });
    });
  const app = await launch({ cols: 120, rows: 30, ports: { commands: run } });
  await app.run('fix-login', { verify: 'npm test' });
  app.agent(1).exits(0);
  await app.settled();
  expect(app.agentState(1).state).toBe('finishing');
  await app.me.press('x', 'y');
  expect(wasTold).toBe(true);
  expect(app.agentState(1).state).toBe('stopped');
});

it('a person finishes from the screen and is told what stood in the way', async () => {
  const app = await launch({ cols: 120, rows: 30, ports: verify(fails) });
  await app.run('fix-login', { verify: 'npm test', attempts: 1 });
  app.agent(1).says('working');
  await app.settled();
  await app.me.press('f');
  expect(app.me.shows.includes('fix-login has not said that it is done.')).toBe(true);
  await app.me.press('enter');
  expect(app.me.shows.includes('Not finished')).toBe(true);
  expect(app.me.shows.includes('2 of 31 tests failed')).toBe(true);
  expect(app.agentState(1)).toMatchObject({ state: 'waiting', error: { kind: 'verify' } });
});

it('a draft of work that fails its check is opened from the dialog, and told in the row', async () => {
  const orders: unknown[] = [];
  const app = await launch({
    cols: 120,
    rows: 30,
    ports: {
      ...verify(fails, fails),
      forge: {
        openPullRequest: async (order) => {
          orders.push(order);
          return ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes: [] });
        },
      },
    },
  });
  await app.run('fix-login', { verify: 'npm test', attempts: 1, finish: 'pr', unattended: true });
  app.agent(1).says('working');
  app.agent(1).exits(0);
  await app.settled();
  expect(app.agentState(1)).toMatchObject({ state: 'waiting', error: { kind: 'verify' } });
  await app.me.press('f');
  await app.me.press('left');
  expect(app.me.shows.text()).toContain('opens a draft pull request against');
  await app.me.press('enter');
  await app.settled();
  expect(orders).toMatchObject([{ draft: true, body: expect.stringContaining('**did not succeed** (check failed with exit code 1)') }]);
  expect(app.agentState(1)).toMatchObject({ state: 'done', pull: 'github.com/o/r#12' });
});

it('only a pull request can be a draft', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  app.agent(1).says('working');
  const refused = await app.ask('finish', { agent: 'fix-login', as: 'merge', removeWorktree: false, draft: true });
  expect(refused).toMatchObject({ ok: false, error: { kind: 'usage', said: 'only a pull request can be a draft' } });
});
