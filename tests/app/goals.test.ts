// A goal by the keyboard: asked for, planned, changed, agreed to; then its tasks are agents of the list.
import { expect, it } from 'vitest';
import { ok } from '../../src/core/model/error.js';
import { BEL } from '../../src/core/model/sequences.js';
import { NO_USAGE } from '../../src/core/model/usage.js';
import { launch } from '../helpers/launch-app.js';

const PLAN = {
  tasks: [
    { id: 't1', title: 'Design the tokens', role: 'designer', after: [], text: 'Write design.md.', done: 'it is there' },
    { id: 't2', title: 'Verify tokens', role: 'coder', after: ['t1'], text: 'Write verify().', done: 'tests pass' },
    { id: 't3', title: 'Paint the shed', role: 'coder', after: [], text: 'Paint it.', done: 'it is red' },
  ],
};

async function planning() {
  const answer = { text: JSON.stringify(PLAN), toolCalls: [], ended: 'stop' as const, model: 'm', usage: NO_USAGE };
  const app = await launch({ cols: 120, rows: 30, ports: { model: { chat: async () => ok(answer) } } });
  await app.me.press('g');
  await app.me.type('Login with tokens');
  await app.me.press('enter');
  await app.passes(500);
  return app;
}

it('is shown as a plan that asks for a yes, and nothing has begun', async () => {
  const app = await planning();
  const shown = app.me.shows.text();
  expect(shown).toMatch(/Plan: Login with tokens .* 0\/3/u);
  expect(shown).toContain('Nothing is started before you agree');
  expect(shown).toMatch(/· 2 +Verify tokens +←1 +coder/u);
  expect(app.machine.programs).toHaveLength(0);
});

it('is changed before it is agreed to, and begins as it was changed', async () => {
  const app = await planning();
  await app.me.press('down', 'down', 'D');
  await app.passes(500);
  expect(app.me.shows.includes('Paint the shed')).toBe(false);
  await app.me.press('A');
  await app.passes(500);
  expect(app.me.shows.text()).toMatch(/● 1|· 1|○ 1/u);
  expect(app.agentState(1)).toMatchObject({ task: 't1', role: 'designer' });
  const { goals } = await app.request('status', {});
  expect(goals[0]).toMatchObject({ plan: { state: 'approved', by: 'person' }, tasks: [{ id: 't1' }, { id: 't2' }] });
});

it('waits in the list of agents for a yes, and the orchestrator tells of it', async () => {
  const app = await planning();
  await app.me.press('escape');
  expect(app.me.shows.row(2)).toMatch(/▸◆ orchestrator +a plan waits for/u);
  expect(app.me.shows.row(-2)).toContain('Login with tokens: the plan waits for your yes, t shows it');
  expect(app.me.shows.includes('its plan waits for your yes')).toBe(true);
  await app.me.press('t');
  expect(app.me.shows.includes('Agree to the plan and start')).toBe(true);
});

it('its manager is asked in a line, and answers in the pane where the cells of an agent were', async () => {
  const answer = { text: 'One agent works.', toolCalls: [], ended: 'stop' as const, model: 'm', usage: NO_USAGE };
  const app = await launch({ cols: 80, rows: 24, ports: { model: { chat: async () => ok(answer) } } });
  await app.run('fix-login');
  app.agent(1).prints('the live pane');
  await app.settled();
  await app.me.press('up');
  await app.settled();
  expect(app.me.shows.includes('the live pane')).toBe(false);
  await app.me.press('enter');
  await app.me.type('what is going on?');
  await app.me.press('enter');
  await app.passes(500);
  expect(app.me.shows.text()).toMatch(/\? what is going on\?\s+One agent works\./u);
  await app.me.press('down');
  await app.settled();
  expect(app.me.shows.includes('the live pane')).toBe(true);
  expect(app.me.shows.includes('One agent works')).toBe(false);
});

it('whose text was begun on a screen that is gone stands in the next one; and the next goal begins as the last was ordered', async () => {
  const app = await launch({ cols: 120, rows: 30 });
  await app.me.press('g');
  await app.me.type('half a goal');
  await app.me.leaves();
  const next = await app.open({ cols: 120, rows: 30 });
  await next.press('g');
  expect(next.shows.includes('half a goal')).toBe(true);
  // To be merged, by one agent, nothing to agree to.
  await next.press('tab', 'tab', 'right', 'right', 'tab', 'tab', 'right', 'enter');
  await app.settled();
  const other = await app.open({ cols: 120, rows: 30 });
  await other.press('g');
  expect(other.shows.includes('half a goal')).toBe(false);
  expect(other.shows.text()).toMatch(/When done .*‹ merge ›/u);
});

it('calls for the yes to a plan who looks elsewhere, not who has it before their eyes', async () => {
  const answer = { text: JSON.stringify(PLAN), toolCalls: [], ended: 'stop' as const, model: 'm', usage: NO_USAGE };
  const app = await launch({ cols: 120, rows: 30, ports: { model: { chat: async () => ok(answer) } } });
  await app.run('fix-login');
  await app.me.press('1');
  const other = await app.open({ cols: 80, rows: 24 });
  const bells = () => app.me.frames.filter((frame) => frame.startsWith(BEL)).length;
  await other.press('g');
  await other.type('Login with tokens');
  await other.press('enter');
  await app.passes(500);
  // The one who ordered it sees the plan.
  expect(other.shows.includes('Nothing is started before you agree')).toBe(true);
  expect(bells()).toBe(0);
  await other.press('P');
  await other.type('fewer tasks');
  await other.leaves();
  await app.me.press('n');
  const { goals } = await app.request('status', {});
  await app.request('planAgain', { goal: goals.at(-1)?.id ?? '', wish: 'fewer tasks' });
  await app.passes(5000);
  expect(bells()).toBe(1);
});
