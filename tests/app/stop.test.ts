// Ending things asks first, says what is kept, and ends also what does not want to.
import { expect, it } from 'vitest';
import { launch } from '../helpers/launch-app.js';

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
  expect(app.me.shows.row(2)).toContain('stopped');
});

it('an agent that ignores TERM is killed after five seconds', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('stubborn');
  const agent = app.agent(1);
  agent.isStubborn = true;
  await app.me.press('x', 'y');
  await app.passes(4000);
  expect(agent.isRunning).toBe(true);
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

it('stopped agents are resumed in their conversation', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('fix-login');
  await app.me.press('x', 'y', 'r');
  expect(app.agent(1).isRunning).toBe(true);
  expect(app.agent(1).spawn.argv).toContain(`--resume=${app.agentState(1).conversation}`);
});
