// The tasks of a goal as a person reads them, wide and narrow, with and without a plan.
import { describe, expect, it } from 'vitest';
import { glyphSet } from '../../src/components/glyphs.js';
import { TasksView } from '../../src/components/tasks-view.js';
import type { Goal, Task } from '../../src/core/model/goal.js';
import { costText } from '../../src/core/view/goal-facts.js';
import type { Pulls } from '../../src/core/view/shown-pull.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { sampleGoal } from '../helpers/sample-goals.js';
import { aScreen, sampleAgents } from '../helpers/view-fixtures.js';
import { aGoal, aPlan, aTask } from '../helpers/view-goals.js';

interface Shown {
  readonly cols?: number;
  readonly glyphs?: Glyphs;
  readonly keys?: readonly string[];
  readonly pulls?: Pulls;
}

function shown(goal: Goal, over: Shown = {}) {
  const size = { cols: over.cols ?? 80, rows: 24 };
  const client = clientView({ agents: sampleAgents(), goals: [goal], pulls: over.pulls ?? {}, size });
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
  [
    aGoal({
      plan: aPlan({ state: 'approved' }),
      finish: {
        state: 'done',
        result: { kind: 'merge', commit: '0123456789abcdef', url: null, path: null },
        error: null,
        notes: [],
        sinceSeq: 1,
      },
    }),
    'Delivered: merged into',
  ],
])('say how far the goal is', (goal, text) => {
  expect(shown(goal).join('\n')).toContain(text);
});

describe('of how long and how much', () => {
  const timed = (minutes: number | null, over: Partial<Task> = {}) => ({ estimateMinutes: minutes, ...over });
  const tasks = [aTask('t1', [], timed(30)), aTask('t2', ['t1'], timed(50)), aTask('t3', ['t1'], timed(20)), aTask('t4', [], timed(null))];

  it('tell the estimate of what has not begun, and of a proposed plan as a whole', () => {
    const rows = shown(aGoal({ tasks }), { cols: 120 });
    expect(rows[1]).toContain('Proposed by the planner. About 1 h 40 m of work, 1 h 20 m side by side, 1 task not counted. Nothing is');
    expect(rows[4]).toMatch(/1 title of t1 .*~30 m +│$/u);
    expect(rows[7]).not.toContain('~');
  });

  it('tell how long the chosen one took, beside what was thought', () => {
    const done = aTask('t1', [], timed(30, { state: 'done', agent: 'id-typo' }));
    const text = shown(aGoal({ plan: aPlan({ state: 'approved' }), tasks: [done, aTask('t2', ['t1'], timed(50))] })).join('\n');
    expect(text).toContain('about 30 m · took 3 m');
    expect(text).not.toMatch(/1 title of t1.*~30 m/u);
    expect(text).toMatch(/2 {3}title of t2.*~50 m/u);
  });

  it.each([
    [{}, /─ 1\/5 ─?╮$/u],
    [{ modelUsage: { inputTokens: 9, outputTokens: 9, costUsd: 0.4, estimated: true } }, /─ ~\$0\.40 {2}1\/5 ─?╮$/u],
    [{ budget: { usd: 2.5, tokens: null, turns: null } }, /─ \$0\.00 of \$2\.50 {2}1\/5 ─?╮$/u],
  ] as const)('tell in the title what the goal costs and may cost', (over, title) => {
    expect(shown(sampleGoal(over))[0]).toMatch(title);
  });

  it('count what the agents of the goal cost, and the bound that is configured', () => {
    const goal = sampleGoal({ id: 'g1' });
    const agents = sampleAgents().map((agent) => ({
      ...agent,
      usage: { inputTokens: 1, outputTokens: 1, costUsd: 0.1, estimated: false },
    }));
    expect(costText(goal, { agents, goalUsd: 5 })).toBe('$0.80 of $5.00');
    expect(costText({ ...goal, id: 'another' }, { agents, goalUsd: null })).toBe('');
  });
});

it('tell of a failed task what was tried, what it said, and what to do next; of one that waits what it asks', () => {
  const failed = shown(sampleGoal(), { keys: ['G'] }).join('\n');
  expect(failed).toContain('npm test: 2 of 31 tests failed. Read its output.');
  const waiting = shown(sampleGoal(), { keys: ['j', 'j'] }).join('\n');
  expect(waiting).toContain('│ run `npm test -- --watch=false`?');
});

it('tell facts of the chosen one that do not fit in one row below its title, none of them torn', () => {
  const rows = shown(sampleGoal(), { cols: 60, keys: ['j'] });
  const at = rows.findIndex((row) => row.startsWith('│ 2 Verify and refresh 期限切れ'));
  expect(rows.slice(at, at + 3).map((row) => row.slice(1, -1).trim())).toEqual([
    '2 Verify and refresh 期限切れ',
    'coder · ends in commits · verified by npm test',
    'about 20 m · 5 m so far',
  ]);
});

it('have the pull request of the whole in their title', () => {
  const pull = pullRequest({ agent: null, follow: 'paused', error: { kind: 'needs-person', tried: 't', said: 's', next: 'n' } });
  expect(shown(sampleGoal({ pull: pull.id }), { pulls: { [pull.id]: pull } })[0]).toMatch(/ PR #12 needs you +1\/5 /u);
});
