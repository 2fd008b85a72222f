// `finish.require: pr`: work counts as done only when its pull request is open.
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/core/model/error.js';
import type { PlannedTask } from '../../src/core/model/goal.js';
import { PLAIN_RUN } from '../../src/core/model/plain-run.js';
import { launchApp } from '../helpers/launch-app.js';

const config = { finish: { require: 'pr', kind: 'merge' } } as const;
const unattended = { unattended: true, whenStuck: 'fail' } as const;
const nothing = { repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } };

const task: PlannedTask = {
  id: 't1',
  title: 'Look',
  role: null,
  after: [],
  text: 'Look',
  done: null,
  kind: 'code',
  artifact: null,
  verify: null,
  estimateMinutes: null,
};

describe('where a pull request is required', () => {
  it('it is how work ends, whatever the usual end is', async () => {
    const app = await launchApp({ config });
    await app.run('one', { ...unattended, finish: null });
    app.agent(1).exits(0);
    await app.settled();
    expect(app.agentState(1)).toMatchObject({ state: 'done', result: { kind: 'pr', url: expect.stringContaining('/pull/12') } });
  });

  it.each(['merge', 'branch', 'keep'] as const)('another end is refused before anything is started: %s', async (finish) => {
    const app = await launchApp({ config });
    const params = { ...RUN, finish };
    expect(await app.ask('run', params)).toMatchObject({
      ok: false,
      error: { kind: 'usage', tried: `finish as ${finish}`, said: expect.stringContaining('finish.require is pr') },
    });
    expect(app.machine.programs).toEqual([]);
  });

  it('an agent whose person chooses at the end asks them for it, also where its CLI just ends', async () => {
    const app = await launchApp({ config });
    await app.run('one', { finish: 'keep', unattended: false });
    app.agent(1).exits(0);
    await app.settled();
    expect(app.agentState(1)).toMatchObject({ state: 'waiting', result: null, finish: { kind: 'pr' } });
  });

  it('a person who chooses at the end is held to it then', async () => {
    const app = await launchApp({ config });
    await app.run('one', { finish: 'keep', unattended: false });
    app.agent(1).says('working');
    app.agent(1).says('done');
    await app.settled();
    const finish = (as: 'merge' | null) => app.ask('finish', { agent: 'one', as, removeWorktree: false });
    expect(await finish('merge')).toMatchObject({ ok: false, error: { said: expect.stringContaining('finish.require') } });
    const finishing = finish(null);
    await app.settled();
    expect(await finishing).toMatchObject({ ok: true, value: { result: { kind: 'pr' } } });
  });

  it('an agent that changed nothing is not done', async () => {
    const app = await launchApp({ config, ports: nothing });
    await app.run('one', { ...unattended, finish: null });
    app.agent(1).exits(0);
    await app.settled();
    expect(app.agentState(1)).toMatchObject({ state: 'failed', error: { said: expect.stringContaining('nothing was changed') } });
  });

  it('without it one that changed nothing is done', async () => {
    const app = await launchApp({ ports: nothing });
    await app.run('one', { ...unattended, finish: null });
    app.agent(1).exits(0);
    await app.settled();
    expect(app.agentState(1)).toMatchObject({ state: 'done', result: null });
  });

  it('a repository without a forge is told at the start', async () => {
    const app = await launchApp({ config, ports: { repository: { forgeRemote: async () => ok(null) } } });
    expect(await app.ask('run', RUN)).toMatchObject({
      ok: false,
      error: { said: expect.stringContaining('no remote'), next: expect.stringContaining('finish.require') },
    });
  });

  it.each([
    ['with code to be delivered that changed nothing has failed', [task], 'failed'],
    ['of files alone is done, for there is nothing to deliver', [{ ...task, kind: 'artifact', artifact: 'notes.md' } as const], 'done'],
  ])('a planned goal %s', async (_sentence, tasks, state) => {
    const checkout = { worktree: '/x', commit: 'c0', baseCommit: 'c0' };
    const app = await launchApp({ config, ports: { repository: { withCheckout: (_order, use) => use(checkout) } } });
    const { goal } = await app.request('run', { ...RUN, tasks });
    app.agent(1).exits(0);
    await app.settled();
    const { goals } = await app.request('status', {});
    expect(goals.find(({ id }) => id === goal)).toMatchObject({ state, tasks: [{ state: 'done' }] });
  });
});

const RUN = { ...PLAIN_RUN, text: 'Fix it', harness: 'claude', ...unattended };
