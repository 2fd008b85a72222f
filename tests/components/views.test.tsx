// Timeline, help and the empty screen as a person reads them.
import { describe, expect, it } from 'vitest';
import { EmptyScreen } from '../../src/components/empty-screen.js';
import { glyphSet } from '../../src/components/glyphs.js';
import { HelpView } from '../../src/components/help-view.js';
import { TimelineView } from '../../src/components/timeline-view.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { ago, aScreen, sampleAgents } from '../helpers/view-fixtures.js';

const glyphs = glyphSet('unicode');
const size = { cols: 80, rows: 12 };

function open(place: 'view.timeline' | 'view.help') {
  const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 12 } }, 'id-fix-login');
  client.does(place);
  const frame = () => {
    const layout = viewLayout(client.view, client.world);
    const screen = aScreen({ view: client.view, world: client.world });
    const { place: shown } = client.view;
    const element =
      shown.kind === 'timeline' ? (
        <TimelineView layout={layout} glyphs={glyphs} place={shown} screen={screen} onField={() => undefined} />
      ) : shown.kind === 'help' ? (
        <HelpView layout={layout} glyphs={glyphs} place={shown} screen={screen} />
      ) : null;
    if (element === null) throw new Error('the view is not open');
    const ink = renderInk(element, size);
    ink.unmount();
    return ink.lastFrame().split('\n').slice(1);
  };
  return { client, frame };
}

describe('the timeline', () => {
  it('shows the newest last, with names, and the day of what is older', () => {
    const { client, frame } = open('view.timeline');
    expect(frame().join('\n')).toContain('Reading the log');
    const entries = [
      { at: ago(2 * 24 * 3600), agent: null, text: 'the host started' },
      { at: ago(60), agent: 'id-add-tests', text: 'waiting: run npm test?' },
      { at: ago(5), agent: 'gone', text: 'removed' },
    ];
    client.act({ type: 'answered', method: 'timeline', params: { agent: null, limit: 2000 }, result: { entries } });
    expect(frame().slice(0, 5)).toEqual([
      '╭ Timeline ────────────────────────────────────────────────────────────────────╮',
      '│ 11-19 12:41:00             the host started                                  │',
      '│ 12:40:00        add-tests  waiting: run npm test?                            │',
      '│ 12:40:55        gone       removed                                           │',
      '│                                                                              │',
    ]);
    client.act({ type: 'fieldChanged', field: 'timelineFilter', value: 'waiting' });
    expect(frame().join('\n')).not.toContain('removed');
    expect(frame()[0]).toContain('/waiting');
  });

  it('tells of one agent whole what the manager decided: progress, thought, act, what came of it and what it cost', () => {
    const { client, frame } = open('view.timeline');
    const decision = {
      progress: '3 of 5 tests pass',
      thought: 'A typo keeps the other two from passing, so it is to be mended first.',
      action: { do: 'instruct', text: 'Fix the typo\nin login.ts', digest: null },
      future: 'run the tests',
      at: ago(60),
      reason: 'idle',
      outcome: 'told',
      usage: { inputTokens: 1100, outputTokens: 100, costUsd: 0.012, estimated: true },
    } as const;
    const text = 'manager (idle): instruct “Fix the typo”';
    const entries = [
      { at: ago(90), agent: 'add-tests', text: 'waiting' },
      { at: ago(60), agent: 'fix-login', text, decision },
      { at: ago(50), agent: null, text: 'host started' },
      { at: ago(40), agent: 'fix-login', text: 'waiting ← a question that is too long for a row of the screen at 80 columns' },
    ];
    client.act({ type: 'answered', method: 'timeline', params: { agent: null, limit: 2000 }, result: { entries } });
    expect(frame()[2]).toMatch(/│ 12:40:00 {2}fix-login {2}manager \(idle\): instruct “Fix the typo”/u);
    client.presses('a');
    expect(frame().slice(0, 7)).toEqual([
      '╭ Timeline · fix-login ────────────────────────────────────────────────────────╮',
      '│ 12:40:00  manager (idle): instruct: Fix the typo in login.ts                 │',
      '│             progress: 3 of 5 tests pass                                      │',
      '│             thought: A typo keeps the other two from passing, so it is to be │',
      '│           mended first.                                                      │',
      '│             next: run the tests                                              │',
      '│             came of it: told, 1200 tokens ~$0.01                             │',
    ]);
    expect(frame()[7]).toContain('│ 12:40:20  waiting ← a question that is too long');
    expect(frame()[8]).toMatch(/│ {11}columns +│/u);
    client.does('page.first');
    client.does('page.last');
    expect(frame()[8]).toContain('columns');
  });

  it('tells of the orchestrator what is of no agent, and what the manager decided', () => {
    const { client, frame } = open('view.timeline');
    client.does('selection.previous');
    client.presses('escape');
    for (let row = 0; row < 9; row += 1) client.does('selection.previous');
    client.does('view.timeline');
    const entries = [
      { at: ago(90), agent: 'add-tests', text: 'waiting' },
      { at: ago(50), agent: null, text: 'host started' },
    ];
    client.act({ type: 'answered', method: 'timeline', params: { agent: null, limit: 2000 }, result: { entries } });
    client.presses('a');
    expect(frame()[0]).toContain('Timeline · orchestrator');
    expect(frame().join('')).not.toContain('add-tests');
    expect(frame()[1]).toContain('host started');
  });

  it('says which rows of many are shown', () => {
    const { client, frame } = open('view.timeline');
    const entries = Array.from({ length: 50 }, (_, at) => ({ at: ago(50 - at), agent: null, text: `entry ${at}` }));
    client.act({ type: 'answered', method: 'timeline', params: { agent: null, limit: 2000 }, result: { entries } });
    expect(frame()[0]).toContain('43-50 of 50');
    client.does('page.first');
    expect(frame()[0]).toContain('1-8 of 50');
  });
});

describe('the help', () => {
  it('is the keymap, what works here first', () => {
    const rows = open('view.help').frame();
    expect(rows[1]).toContain('Here and now');
    expect(rows[2]).toMatch(/n +New task/u);
    expect(rows[3]).toMatch(/Enter +Attach/u);
  });
});

describe('the empty screen', () => {
  it('tells of the demo on the smallest screen, too, where no agent CLI was found', () => {
    const harnesses = ['claude', 'codex', 'gemini', 'opencode', 'aider'].map((name) => ({ name, isInstalled: false }));
    const client = clientView({ agents: [], harnesses, size: { cols: 40, rows: 10 } });
    const ink = renderInk(<EmptyScreen layout={viewLayout(client.view, client.world)} glyphs={glyphs} world={client.world} listed={0} />, {
      cols: 40,
      rows: 10,
    });
    ink.unmount();
    const text = ink.lastFrame().replaceAll(/\s+/gu, ' ');
    expect(text).toMatch(/n starts one, in its own worktree (g cuts a goal into tasks for several )?\? shows every key/u);
    expect(text).toContain('`orch-tui demo` shows how, in a throw-away repository.');
  });

  it.each([
    [140, 40],
    [80, 24],
    [40, 10],
  ])('says at %i x %i what to press, which agent CLIs there are, and how to see it work', (cols, rows) => {
    const client = clientView({ agents: [], size: { cols, rows } });
    const ink = renderInk(<EmptyScreen layout={viewLayout(client.view, client.world)} glyphs={glyphs} world={client.world} listed={0} />, {
      cols,
      rows,
    });
    ink.unmount();
    const text = ink.lastFrame().replaceAll(/\s+/gu, ' ');
    for (const part of [
      'n starts one',
      '? shows every key',
      ...(rows > 10 ? ['g cuts a goal into tasks for several'] : []),
      'Found: claude, codex, gemini. Not installed: opencode, aider.',
      '`orch-tui demo`',
    ]) {
      expect(text).toContain(part);
    }
  });
});
