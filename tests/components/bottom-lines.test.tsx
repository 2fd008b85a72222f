// The last rows: the urgent thing, toasts, and the keys that work now.
import { describe, expect, it } from 'vitest';
import { BottomLines } from '../../src/components/bottom-lines.js';
import { glyphSet } from '../../src/components/glyphs.js';
import type { Goal } from '../../src/core/model/goal.js';
import type { Overlap } from '../../src/core/model/overlap.js';
import type { Glyphs } from '../../src/core/view/state-mark.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { pullRequest } from '../helpers/pulls.js';
import { renderInk } from '../helpers/render-ink.js';
import { sampleGoal } from '../helpers/sample-goals.js';
import { anAgent, aScreen, sampleAgents } from '../helpers/view-fixtures.js';
import { aGoal } from '../helpers/view-goals.js';

function bottom(client: ReturnType<typeof clientView>, glyphs: Glyphs = 'unicode'): readonly string[] {
  const layout = viewLayout(client.view, client.world);
  const { cols, rows } = client.world.size;
  const screen = aScreen({ view: client.view, world: client.world });
  const ink = renderInk(<BottomLines layout={layout} glyphs={glyphSet(glyphs)} screen={screen} />, { cols, rows });
  ink.unmount();
  return ink.lastFrame().split('\n').slice(-2);
}

const calm = [anAgent({ name: 'fix-login' })];

describe('the keys', () => {
  it('are those that would do something for the chosen agent', () => {
    const client = clientView({ agents: calm });
    expect(bottom(client)[1]).toBe(
      ' n new  g goal  Enter attach  d diff  f finish  s send  x stop  m messages  l log  z zoom  / filter  Ctrl-P palette  ? help  q close',
    );
    client.worldIs({ agents: [anAgent({ name: 'fix-login', state: 'interrupted', process: null })] });
    expect(bottom(client)[1]).toContain('r resume');
    expect(bottom(client)[1]).not.toContain('attach');
  });

  it('give way when it gets narrow, help and close never', () => {
    const client = clientView({ agents: calm, size: { cols: 60, rows: 24 } });
    expect(bottom(client)[1]).toBe(' n new  Enter attach  d diff  f finish  ? help  q close');
  });

  it('are only the way out while attached', () => {
    const client = clientView({ agents: calm });
    client.does('agent.attach');
    expect(bottom(client)[1]).toBe(' Ctrl-Q leaves  every other key goes to fix-login');
  });
});

describe('the keys of a plan', () => {
  const wide = { cols: 140, rows: 24 };
  const ofPlan = (goal: Goal, ...keys: string[]) => {
    const client = clientView({ agents: sampleAgents(), goals: [goal], size: wide });
    client.does('view.tasks');
    client.presses(...keys);
    return bottom(client)[1];
  };
  const delivery = { result: null, error: null, notes: [], sinceSeq: 1 };

  it('are those that change it, where the chosen task has not begun', () => {
    expect(ofPlan(aGoal())).toBe(' A agree, start  e edit  D drop  J K move  r role  a add  P new plan  S stop  Esc back');
  });

  it('lead to the agent of a task that has begun, which can not be changed', () => {
    expect(ofPlan(sampleGoal())).toBe(' Enter its agent  a add  P new plan  S stop  Esc back');
    expect(ofPlan(sampleGoal(), 'j', 'j', 'j')).toContain('e edit  D drop');
  });

  it('change nothing that is being delivered, and stop nothing that has ended', () => {
    expect(ofPlan(sampleGoal({ finish: { ...delivery, state: 'running' } }))).toBe(' Enter its agent  S stop  Esc back');
    expect(ofPlan(sampleGoal({ state: 'done', finish: { ...delivery, state: 'done' } }))).toBe(' Enter its agent  Esc back');
  });
});

describe('the urgent line', () => {
  it('is empty when nothing is urgent', () => {
    expect(bottom(clientView({ agents: calm }))[0]).toBe('');
  });

  it('says who asks what', () => {
    expect(bottom(clientView({ agents: sampleAgents() }))[0]).toBe(' ? add-tests asks: run `npm test -- --watch=false`?');
  });

  it('is not said to whoever types to that agent', () => {
    const client = clientView({ agents: [sampleAgents()[1]!] });
    client.does('agent.attach');
    expect(bottom(client)[0]).toBe('');
  });

  it('shares the row of the keys on a low screen, and never hides the way out', () => {
    const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 18 } }, 'id-fix-login');
    expect(bottom(client)[1]).toMatch(/^ \? add-tests asks: .*\? help$/u);
    client.does('agent.attach');
    expect(bottom(client)[1]).toContain('Ctrl-Q leaves');
  });

  it('leaves the way to help in sight on the smallest screen, where both have room', () => {
    const size = { cols: 40, rows: 10 };
    const short = anAgent({ name: 'fix', state: 'waiting', question: null, error: null });
    expect(bottom(clientView({ agents: [short], size }))[1]).toBe(' ? fix waits for you             ? help');
    expect(bottom(clientView({ agents: sampleAgents(), size }))[1]).toBe(' ? add-tests asks: run `npm test -- --w…');
  });
});

describe('a pull request that is stuck', () => {
  const error = { kind: 'needs-person', tried: 't', said: 'lint failed', next: 'Look at it' } as const;
  const pull = pullRequest({ agent: 'id-fix-login', follow: 'paused', error });
  const pulls = { [pull.id]: pull };
  const done = anAgent({ name: 'fix-login', state: 'done', pull: pull.id });

  it('is said with what to do about it, before what has failed', () => {
    const agents = [done, anAgent({ name: 'fails', number: 2, state: 'failed' })];
    expect(bottom(clientView({ agents, pulls }))[0]).toBe(' ? PR #12 of fix-login: lint failed. Look at it.');
  });

  it('waits behind an agent that waits, and behind a plan', () => {
    const waiting = anAgent({ name: 'asks', number: 2, state: 'waiting' });
    expect(bottom(clientView({ agents: [done, waiting], pulls }))[0]).toBe(' ? asks waits for you');
    expect(bottom(clientView({ agents: [done], pulls, goals: [aGoal()] }))[0]).toContain('the plan waits for your yes');
  });
});

describe('the overlap line', () => {
  const two = [anAgent({ name: 'fix-login' }), anAgent({ name: 'add-tests', number: 2 }), anAgent({ name: 'docs', number: 3 })];
  const overlap = (names: readonly string[], level: 'lines' | 'file', ...paths: readonly string[]): Overlap => ({
    agents: names.map((name) => `id-${name}`),
    base: names.length === 1 ? 'main' : null,
    files: paths.map((path) => ({ path, level })),
  });
  const both = overlap(['fix-login', 'add-tests'], 'lines', 'src/auth/login.ts', 'src/auth/token.ts');

  it('says who changes the same lines, the chosen one first', () => {
    const overlaps = [both, overlap(['docs'], 'lines', 'README.md')];
    expect(bottom(clientView({ agents: two, overlaps }))[0]).toBe(' overlap: fix-login ∩ add-tests login.ts +1');
    expect(bottom(clientView({ agents: two, overlaps }, 'id-docs'))[0]).toBe(' overlap: docs ∩ main README.md');
    expect(bottom(clientView({ agents: two, overlaps }), 'ascii')[0]).toBe(' overlap: fix-login & add-tests login.ts +1');
  });

  it('is not there where only the file is the same, where something is more urgent, and on a low screen', () => {
    expect(bottom(clientView({ agents: two, overlaps: [overlap(['fix-login', 'docs'], 'file', 'a.ts')] }))[0]).toBe('');
    expect(bottom(clientView({ agents: sampleAgents(), overlaps: [both] }))[0]).toMatch(/^ \? add-tests asks/u);
    expect(bottom(clientView({ agents: two, overlaps: [both], size: { cols: 80, rows: 18 } })).join()).not.toContain('overlap');
  });
});

describe('a toast', () => {
  it('stands above the keys, a long one over both rows', () => {
    const client = clientView({ agents: sampleAgents(), size: { cols: 60, rows: 24 } });
    client.act({ type: 'noticed', tone: 'info', text: 'The message is on its way.' });
    expect(bottom(client)).toEqual([' The message is on its way.', expect.stringContaining('n new')]);
    client.act({ type: 'noticed', tone: 'error', text: 'word '.repeat(60) });
    expect(bottom(client)[0]).toMatch(/^ word word/u);
    expect(bottom(client)[1]).toMatch(/…$/u);
  });
});
