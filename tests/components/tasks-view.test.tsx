// The tasks of a goal as a person reads them, wide and narrow, with and without a plan.
import { expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { TasksView } from '../../src/components/tasks-view.js';
import type { Goal } from '../../src/core/model/goal.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { sampleGoal } from '../helpers/sample-goals.js';
import { aScreen, sampleAgents } from '../helpers/view-fixtures.js';
import { aGoal, aPlan } from '../helpers/view-goals.js';

function shown(goal: Goal, over: { readonly cols?: number; readonly glyphs?: Glyphs; readonly keys?: readonly string[] } = {}) {
  const size = { cols: over.cols ?? 80, rows: 24 };
  const client = clientView({ agents: sampleAgents(), goals: [goal], size });
  client.does('view.tasks');
  client.presses(...(over.keys ?? []));
  const { place } = client.view;
  if (place.kind !== 'tasks') throw new Error('the tasks are not open');
  const screen = aScreen({ view: client.view, world: client.world });
  const layout = viewLayout(client.view, client.world);
  const ink = renderInk(<TasksView layout={layout} glyphs={glyphSet(over.glyphs ?? 'unicode')} place={place} screen={screen} />, size);
  ink.unmount();
  return ink.lastFrame().split('\n').slice(1, 22);
}

it('stand in order, indented, with who does what and what came of it', () => {
  const rows = shown(sampleGoal());
  expect(rows[0]).toMatch(/^╭ Plan: Login with tokens 期限 ─+ 1\/5 ─?╮$/u);
  expect(rows.slice(1, 8)).toEqual([
    '│ Agreed to. Tasks that have not begun can still be changed.                   │',
    '│                                                                              │',
    '│ ▸✓ 1 Design the tokens                    designer  design.md  3 m           │',
    '│  ● 2   Verify and refresh 期限切れ  ←1    coder     5 m                      │',
    '│  ? 3   Schema                       ←1    coder     run `npm test -- --watch…│',
    '│  · 4     Tests                      ←2,3  qa                                 │',
    '│  ✗ 5     Docs                       ←3    writer    2 of 31 tests failed  3 m│',
  ]);
});

it('tell of the chosen one what its agent is told', () => {
  const rows = shown(sampleGoal()).join('\n');
  expect(rows).toContain('1 Design the tokens · designer · ends in the file design.md');
  expect(rows).toContain('do t1');
});

it('name the agents where there is room', () => {
  expect(shown(sampleGoal(), { cols: 120 })[4]).toMatch(/● 2 .*coder +fix-login +5 m/u);
});

it('are readable in ASCII', () => {
  const rows = shown(sampleGoal({ text: 'Login' }), { glyphs: 'ascii' });
  expect(rows[3]).toMatch(/^\| >\+ 1 Design the tokens/u);
  expect(rows[6]).toMatch(/^\| {2}\. 4 {5}Tests +<2,3 {2}qa/u);
});

it('of a proposed plan ask for a yes, and show a change before the host has answered', () => {
  const rows = shown(aGoal(), { keys: ['D'] }).join('\n');
  expect(rows).toContain('Nothing is started before you agree');
  expect(rows).toContain('‹ Agree to the plan and start ›  A');
  expect(rows).not.toContain('title of t1');
});

it.each([
  [
    aGoal({ tasks: [], plan: aPlan({ state: 'asked', wish: 'fewer tasks' }) }),
    'The planner is cutting the goal into tasks. It was told: fewer tasks',
  ],
  [
    aGoal({ tasks: [], plan: aPlan({ state: 'failed', error: { kind: 'model', tried: 'plan', said: 'no answer', next: 'Try again' } }) }),
    'There is no plan: no answer. Try again',
  ],
  [aGoal({ pause: 'host-lost', plan: aPlan({ state: 'approved' }) }), 'Its host was lost; R resumes it.'],
  [
    aGoal({ plan: aPlan({ state: 'approved' }), finish: { state: 'asked', result: null, error: null, notes: [], sinceSeq: 1 } }),
    '‹ Agree to the finish ›',
  ],
])('say how far the goal is', (goal, text) => {
  expect(shown(goal).join('\n')).toContain(text);
});
