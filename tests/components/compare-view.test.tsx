// Several tries of one task as a person reads them, wide and narrow, in colour and without.
import { expect, it } from 'vitest';
import { AgentList } from '../../src/components/agent-list.js';
import { BottomLines } from '../../src/components/bottom-lines.js';
import { CompareView } from '../../src/components/compare-view.js';
import { glyphSet } from '../../src/components/glyphs.js';
import type { Goal } from '../../src/core/model/goal.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { triedAgents, triedGoal } from '../helpers/sample-tries.js';
import { aScreen } from '../helpers/view-fixtures.js';

interface Shown {
  readonly cols?: number;
  readonly rows?: number;
  readonly glyphs?: Glyphs;
  readonly goal?: Goal;
  readonly selected?: string;
}

function shown({ cols = 110, rows = 24, glyphs = 'unicode', goal = triedGoal(), selected }: Shown = {}): readonly string[] {
  const size = { cols, rows };
  const client = clientView({ agents: triedAgents(), goals: [goal], size }, selected ?? null);
  client.does('view.compare');
  const { place } = client.view;
  if (place.kind !== 'compare') throw new Error('the tries are not open');
  const screen = aScreen({ view: client.view, world: client.world });
  const layout = viewLayout(client.view, client.world);
  const ink = renderInk(<CompareView layout={layout} glyphs={glyphSet(glyphs)} place={place} screen={screen} />, size);
  ink.unmount();
  return ink
    .lastFrame()
    .split('\n')
    .slice(layout.body.y, layout.body.y + layout.body.height);
}

it('have a row each with all that is known, and below the reason of the chosen one', () => {
  const rows = shown();
  expect(rows[0]).toMatch(/^╭ Compare: add-login ─+ 3 tries ─?╮$/u);
  expect(rows.slice(1, 10)).toEqual([
    '│ Pick one: it is verified again and finished as it was ordered; the others are kept as refs and removed.    │',
    '│                                                                                                            │',
    '│    try          harness  state   check   size      files  time  cost   score                               │',
    '│  ✓ add-login    claude   done    passed  +120 −31  4      5 m   $0.42  6.5                                 │',
    '│  ✗ add-login-2  codex    failed  failed  +20 −3    2      5 m          2                                   │',
    '│ ▸✓ add-login-3  gemini   done    passed  +48 −12   3      5 m          8                                   │',
    '│                                                                                                            │',
    '│ add-login-3                                                                                                │',
    '│ Small, tested, and the old endpoint keeps working.                                                         │',
  ]);
});

it('at 80 columns and narrower lose columns and keep check, size and score', () => {
  for (const [cols, gone] of [
    [60, 'state'],
    [44, 'harness'],
  ] as const) {
    const text = shown({ cols }).join('\n');
    expect(text).toContain('score');
    expect(text).toContain('passed');
    expect(text).not.toContain(gone);
    expect(shown({ cols }).every((row) => row.length <= cols)).toBe(true);
  }
  expect(shown({ cols: 80 }).join('\n')).toContain('harness');
});

it('show the chosen one and its rows first where the screen is low', () => {
  const rows = shown({ cols: 80, rows: 12 });
  expect(rows.join('\n')).toMatch(/▸✓ add-login-3/u);
});

it('are readable in ASCII', () => {
  const rows = shown({ glyphs: 'ascii' });
  expect(rows[6]).toMatch(/^\| >\+ add-login-3 +gemini +done +passed +\+48 -12/u);
});

it('say why they were not judged', () => {
  const rows = shown({ goal: triedGoal({ judgement: null, unjudged: 'no key is set' }), selected: 'id-add-login' }).join('\n');
  expect(rows).toContain('Not judged: no key is set');
});

it('that wait are named above the keys and in the list', () => {
  const size = { cols: 140, rows: 30 };
  const client = clientView({ agents: triedAgents({ 'add-login-2': { state: 'done' } }), goals: [triedGoal()], size }, 'id-add-login');
  const screen = aScreen({ view: client.view, world: client.world });
  const parts = { layout: viewLayout(client.view, client.world), glyphs: glyphSet('unicode'), screen };
  const ink = renderInk(
    <>
      <AgentList {...parts} />
      <BottomLines {...parts} />
    </>,
    size,
  );
  ink.unmount();
  const text = ink.lastFrame();
  expect(text).toContain('? add-login: 3 tries are ready  C compare');
  expect(text.match(/pick one/gu)).toHaveLength(3);
});
