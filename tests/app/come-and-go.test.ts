// Agents come and go: the rest queue while all places are taken; ending one asks first, says what is kept, and ends also what does not want to.
import { describe, expect, it } from 'vitest';
import { type App, launch } from '../helpers/launch-app.js';

/** Names of the agents whose CLI was started, in order. */
const started = (app: App) => app.machine.programs.map(({ spawn }) => spawn.cwd.split('/').at(-1));

describe('with more agents than places', () => {
  it('five run, the others start in order as soon as a place is free', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('job', { count: 8 });
    expect(started(app)).toEqual(['job', 'job-2', 'job-3', 'job-4', 'job-5']);
    expect([6, 7, 8].map((number) => app.agentState(number).state)).toEqual(['queued', 'queued', 'queued']);
    expect(app.me.shows.includes('queued')).toBe(true);

    app.agent(3).exits(1);
    await app.settled();
    expect(started(app).slice(5)).toEqual(['job-6']);

    app.agent(1).exits(0);
    app.agent(2).exits(0);
    await app.settled();
    expect(started(app).slice(5)).toEqual(['job-6', 'job-7', 'job-8']);
  });

  it('one that is stopped while it queues never starts', async () => {
    const app = await launch({ cols: 120, rows: 30, config: { agents: { max: 1 } } });
    for (const name of ['a', 'b', 'c']) await app.run(name);
    await app.me.press('2', 'x', 'y');
    expect(app.agentState(2).state).toBe('stopped');
    app.agent(1).exits(0);
    await app.settled();
    expect(started(app)).toEqual(['a', 'c']);
  });

  it('many tries on one task are agents of their own', async () => {
    const app = await launch({ cols: 120, rows: 30, config: { agents: { max: 2 } } });
    await app.run('fix', { count: 3 });
    expect(started(app)).toEqual(['fix', 'fix-2']);
    expect(app.agentState(3)).toMatchObject({ name: 'fix-3', state: 'queued' });
  });
});

describe('ending an agent', () => {
  it('stop asks; the safe answer is the one that Enter gives', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    await app.me.press('x');
    expect(app.me.shows.includes('Stop fix-login?')).toBe(true);
    expect(app.me.shows.includes('Its worktree and its branch')).toBe(true);
    await app.me.press('enter');
    expect(app.me.shows.includes('Stop fix-login?')).toBe(false);
    expect(app.agent(1).isRunning).toBe(true);
  });

  it('stop stops', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    await app.me.press('x', 'y');
    expect(app.agent(1).signals).toEqual(['SIGTERM']);
    expect(app.agentState(1)).toMatchObject({ state: 'stopped', process: null, error: null });
    expect(app.me.shows.row(3)).toContain('stopped');
  });

  it('an agent that ignores TERM is killed after five seconds', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('stubborn');
    const agent = app.agent(1);
    agent.isStubborn = true;
    await app.me.press('x', 'y');
    await app.passes(4000);
    expect(agent.isRunning).toBe(true);
    expect(app.me.shows.row(3)).toContain('stopping');
    await app.passes(1000);
    expect(agent.signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(app.agentState(1).state).toBe('stopped');
  });

  it('removing tells the way back', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    await app.me.press('X');
    expect(app.me.shows.includes('Remove fix-login?')).toBe(true);
    await app.me.press('y');
    expect(app.me.shows.includes('git branch x refs/orch/rescue/x')).toBe(true);
    expect(app.ports.calls).toContain('removeWorktree(orch/fix-login)');
    await app.me.press('enter');
    expect(app.me.shows.includes('fix-login')).toBe(false);
  });

  it('one whose CLI could not be started gets its task when it is tried again', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    app.machine.refusal = 'claude is not there';
    await app.run('fix-login');
    expect(app.me.shows.row(-2)).toContain('fix-login failed: claude is not there');
    app.machine.refusal = null;
    await app.me.press('r');
    expect(app.agent(1).spawn.argv.at(-1)).toBe('Work on fix-login');
  });

  it('stopped agents are resumed in their conversation', async () => {
    const app = await launch({ cols: 120, rows: 30 });
    await app.run('fix-login');
    await app.me.press('x', 'y', 'r');
    expect(app.agent(1).isRunning).toBe(true);
    expect(app.agent(1).spawn.argv).toContain(`--resume=${app.agentState(1).conversation}`);
  });
});
