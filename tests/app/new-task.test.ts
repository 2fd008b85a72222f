// The dialog for a new task, from its first key to the agent that starts.
import { expect, it } from 'vitest';
import { refusal } from '../helpers/fake-effect-ports.js';
import { launch, PLAIN_RUN } from '../helpers/launch-app.js';

it('takes text of several lines, typed and pasted, and gives it to the agent as it is', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.me.press('n');
  expect(app.me.shows.includes('New task')).toBe(true);
  await app.me.type('Fix the login');
  await app.me.press('ctrl-j');
  await app.me.paste('Keep the old endpoint.\n  - and its "tests"\n');
  await app.me.type('größe 修复');
  expect(app.me.shows.includes('Keep the old endpoint.')).toBe(true);
  await app.me.press('enter');
  expect(app.me.shows.includes('New task')).toBe(false);
  expect(app.agent(1).spawn.argv.at(-1)).toBe('Fix the login\nKeep the old endpoint.\n  - and its "tests"\ngröße 修复');
  expect(app.agentState(1)).toMatchObject({ launch: { harness: 'claude' }, branch: `orch/${app.agentState(1).name}` });
});

it('what was just started is chosen, and its terminal has the size of the pane', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.run('old');
  await app.me.press('n');
  await app.me.type('new one');
  await app.me.press('enter');
  const { cols, rows } = app.agent(2).spawn;
  app.agent(2).prints(`${'x'.repeat(cols)}${'\r\n'.repeat(rows - 1)}last row`);
  await app.settled();
  expect(app.agent(2).resizes).toEqual([]);
  expect(app.me.shows.text().match(/x+/gu)?.[0]).toHaveLength(cols);
  expect(app.me.shows.row(-4)).toContain('last row');
});

it('every field is reached by Tab; the choices become the order', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.me.press('n');
  await app.me.type('do it');
  await app.me.press('tab', 'right', 'tab', '2', 'tab', 'tab');
  // From `ask` to a pull request to a merge, whatever stands between.
  for (let turn = 0; turn < 5 && !app.me.shows.includes('‹ merge ›'); turn += 1) await app.me.press('right');
  await app.me.press('tab');
  await app.me.type('npm test');
  await app.me.press('enter');
  expect(app.machine.programs.map(({ spawn }) => spawn.argv[0])).toEqual(['codex', 'codex']);
  expect(app.agentState(2).finish).toMatchObject({ kind: 'merge', verify: 'npm test' });
});

it('an empty task is not started, and one left by Esc comes back', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.me.press('n', 'enter');
  expect(app.me.shows.includes('The task is empty.')).toBe(true);
  await app.me.type('half a thought');
  await app.me.press('escape');
  expect(app.me.shows.includes('half a thought')).toBe(false);
  await app.me.press('n');
  expect(app.me.shows.includes('half a thought')).toBe(true);
});

it('a text whose terminal is gone stands in the next screen that opens the dialog, once', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.me.press('n');
  await app.me.type('half a thought');
  await app.me.leaves();
  const next = await app.open({ cols: 80, rows: 24 });
  await next.press('n');
  expect(next.shows.includes('half a thought')).toBe(true);
  const other = await app.open({ cols: 80, rows: 24 });
  await other.press('n');
  expect(other.shows.includes('half a thought')).toBe(false);
  // Left by Esc and then by closing the screen: a screen that was there already finds it, too.
  await next.press('escape', 'q');
  await other.press('escape', 'n');
  expect(other.shows.includes('half a thought')).toBe(true);
  expect(app.storage.appended.map(({ event }) => JSON.stringify(event)).join()).not.toContain('half a thought');
});

it('a refused task keeps its text, and says why', async () => {
  const app = await launch({ cols: 120, rows: 30, ports: { repository: { resolveBase: async () => refusal('there is no branch maim') } } });
  await app.me.press('n');
  await app.me.type('do it');
  await app.me.press('enter');
  expect(app.me.shows.includes('there is no branch maim')).toBe(true);
  expect(app.me.shows.includes('do it')).toBe(true);
  expect(app.machine.programs).toEqual([]);
});

it('two tasks of the same words that come together get a worktree each', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  const same = { ...PLAIN_RUN, name: null, text: 'Fix the login' };
  const one = app.ask('run', same);
  await app.request('run', same);
  expect(await one).toMatchObject({ ok: true });
  expect([app.agentState(1), app.agentState(2)].map(({ branch }) => branch)).toEqual(['orch/fix-the-login', 'orch/fix-the-login-2']);
});
