// The dialogs as a person reads them: fields, choices, what will happen, and the keys.
import { describe, expect, it } from 'vitest';
import { DialogView } from '../../src/components/dialog-view.js';
import { glyphSet } from '../../src/components/glyphs.js';
import { viewLayout } from '../../src/core/view/view-state.js';
import { clientView } from '../helpers/client-view.js';
import { renderInk } from '../helpers/render-ink.js';
import { anAgent, aScreen, sampleAgents } from '../helpers/view-fixtures.js';

function dialog(client: ReturnType<typeof clientView>) {
  const layout = viewLayout(client.view, client.world);
  const { cols, rows } = client.world.size;
  const screen = aScreen({ view: client.view, world: client.world });
  const ink = renderInk(<DialogView layout={layout} glyphs={glyphSet('unicode')} screen={screen} onField={() => undefined} />, {
    cols,
    rows,
  });
  ink.unmount();
  const lines = ink
    .lastFrame()
    .split('\n')
    .filter((row) => row.trim() !== '');
  return { lines, text: lines.join('\n'), styled: ink.styledFrame() };
}

const client80 = (over: Parameters<typeof clientView>[0] = {}) =>
  clientView({ agents: sampleAgents(), size: { cols: 80, rows: 24 }, ...over }, 'id-fix-login');

describe('the new-task dialog', () => {
  it('shows the text, what may be chosen, and the keys of the field', () => {
    const client = client80();
    client.does('task.new');
    client.pastes('Fix the login loop when the token is expired.\nKeep the old endpoint working.');
    expect(dialog(client).lines).toEqual([
      '╭ New task ────────────────────────────────────────────────────────────────────╮',
      '│ Task      Fix the login loop when the token is expired.                      │',
      '│           Keep the old endpoint working.                                     │',
      '│                                                                              │',
      '│ Agent     ‹ claude ›  codex    gemini   (not installed: opencode, aider)     │',
      '│ Tries     ‹ 1 agent ›                                                        │',
      '│ Base      main                                                               │',
      '│ When done ‹ ask me ›  pull request    merge    branch    keep                │',
      '│ Verify    a command that must succeed, such as npm test                      │',
      '│                                                                              │',
      '│                 Enter start   ^J new line   ^E editor   Tab next   Esc leave │',
      '╰──────────────────────────────────────────────────────────────────────────────╯',
    ]);
  });

  it('shows the cursor as an inverse cell, on wide characters too', () => {
    const client = client80();
    client.does('task.new');
    client.pastes('期限');
    client.presses('left');
    expect(dialog(client).styled).toMatch(/期[^期限]*\[7m限/u);
  });

  it('keeps the focused field in sight on the smallest screen', () => {
    const client = client80({ size: { cols: 40, rows: 10 } });
    client.does('task.new');
    for (const field of ['Task', 'Agent', 'Tries', 'Base', 'When done', 'Verify']) {
      const { lines } = dialog(client);
      expect(lines).toHaveLength(8);
      expect(lines.join('\n')).toContain(field);
      expect(lines.join('\n')).toContain('Enter start');
      client.presses('tab');
    }
  });

  it('says what is wrong where it is wrong', () => {
    const client = client80();
    client.does('task.new');
    client.presses('enter');
    expect(dialog(client).text).toContain('The task is empty.');
  });

  it('scrolls a long text with its cursor', () => {
    const client = client80();
    client.does('task.new');
    client.pastes(Array.from({ length: 100 }, (_, at) => `line ${at + 1}`).join('\n'));
    expect(dialog(client).text).toContain('line 100');
    expect(dialog(client).text).not.toContain('line 80');
    client.presses('ctrl-home');
    expect(dialog(client).text).toContain('line 1 ');
  });
});

describe('the issues of the forge', () => {
  const entry = { author: 'grace', comments: 0, updatedAt: '' };
  const result = {
    issues: [
      { ...entry, number: 12, title: 'Login fails', labels: ['bug', 'ui'] },
      { ...entry, number: 7, title: 'Add a cart', labels: [] },
    ],
    more: true,
    forge: 'github.com/ada/shop',
  };
  const params = { label: null, search: null };

  it('are waited for, then listed with their labels', () => {
    const client = client80();
    client.does('issue.pick');
    expect(dialog(client).text).toContain('Asking the forge…');
    client.act({ type: 'answered', method: 'issues', params, result });
    const { lines } = dialog(client);
    expect(lines[0]).toMatch(/^╭ Issues ─/u);
    expect(lines[3]).toMatch(/^│ ▸ #12 Login fails +bug, ui │$/u);
    expect(lines[4]).toMatch(/^│ {3}#7 Add a cart +│$/u);
    expect(lines.join('\n')).toContain('There are more: `orch-tui issues --search` finds them.');
    client.presses('enter');
    expect(dialog(client).text).toContain('Reading issue #12…');
  });

  it('that can not be had say why, also on the smallest screen', () => {
    const client = client80({ size: { cols: 40, rows: 10 } });
    client.does('issue.pick');
    const error = { kind: 'needs-person', tried: 'list', said: 'there is no token', next: 'Set GITHUB_TOKEN' } as const;
    client.act({ type: 'refused', method: 'issues', error });
    expect(dialog(client).text).toContain('there is no token');
  });
});

describe('a question by the tool of an agent', () => {
  const asking = (text: string, options: readonly string[]) => {
    const inquiry = { id: 'm1', text, options, with: 'person', at: '' } as const;
    const client = client80({ agents: sampleAgents().map((agent) => (agent.name === 'docs' ? { ...agent, inquiry } : agent)) });
    client.act({ type: 'worldChanged' });
    client.does('selection.number', 5);
    client.does('agent.answer');
    return client;
  };

  it('stands whole above its answers, and takes another one', () => {
    const { text } = dialog(asking('May I drop the old page? '.repeat(6), ['yes', 'no']));
    expect(text).toContain('docs asks');
    expect(text).toMatch(/1 yes[\s\S]*2 no[\s\S]*3 Another answer, in words/u);
  });

  it('stands above the text where it offers none', () => {
    const { text } = dialog(asking('Which port?\nThe old one is taken.', []));
    expect(text).toMatch(/docs asks ─[\s\S]*Which port\?[\s\S]*The old one is taken\.[\s\S]*Your answer\./u);
  });
});

describe('a question before something ends', () => {
  it('offers a parent alone, and all below it', () => {
    const client = client80();
    client.does('agent.stop');
    expect(dialog(client).text).toContain('Stop fix-login and its child?');
    expect(dialog(client).text).toContain('Below it runs db-schema');
    expect(dialog(client).text).toContain('‹ Let them run ›  Stop only fix-login    Stop all');
    expect(dialog(client).text).toContain('y yes   o only it   n no');
  });

  it('says what happens and what stays, with the safe choice preselected', () => {
    const client = client80();
    client.worldIs({ agents: sampleAgents().filter(({ parent }) => parent === null) });
    client.does('agent.stop');
    const { text, styled } = dialog(client);
    expect(text).toContain('Stop fix-login?');
    expect(text).toMatch(/Stops fix-login \(working 2 m\)\. Its worktree and its branch orch\/fix-login[ │\n]+stay/u);
    expect(text).toContain('‹ Let it run ›  Stop it');
    expect(styled).toMatch(/\[7m Let it run /u);
    client.presses('right');
    expect(dialog(client).text).toContain('Let it run  ‹ Stop it ›');
  });

  it.each([
    ['agent.remove', 'It is running (working 2 m)', 'Keep it'],
    ['host.quit', 'Stops 4 agents', 'Stay'],
  ] as const)('%s too long for the smallest screen shows its beginning and the choices, and that it is cut', (action, begins, no) => {
    const client = client80({ size: { cols: 40, rows: 10 } });
    client.does(action);
    const { lines, text } = dialog(client);
    expect(lines).toHaveLength(8);
    expect(text).toContain(begins);
    expect(lines[4]).toMatch(/…\s*│$/u);
    expect(lines[5]).toContain(`‹ ${no} ›`);
    client.presses('right');
    expect(dialog(client).lines[5]).toContain('›');
  });

  it('needs no more than its text, the choices and the keys', () => {
    const client = client80({
      size: { cols: 40, rows: 10 },
      agents: [anAgent({ name: 'a', state: 'stopped', process: null, worktree: null })],
    });
    client.does('agent.remove');
    expect(dialog(client).text).not.toContain('…');
    expect(dialog(client).text).toContain('‹ Keep it ›');
  });

  it('names the agents that quitting stops', () => {
    const client = client80();
    client.does('host.quit');
    expect(dialog(client).text).toContain('Stops 4 agents: fix-login, add-tests, db-schema, docs.');
  });

  it('promises a removed agent no worktree that it never had', () => {
    const client = client80({ agents: [anAgent({ name: 'a', state: 'queued', process: null, baseCommit: null })] });
    client.does('agent.remove');
    expect(dialog(client).text).toContain('It has no worktree');
  });
});

describe('the finish dialog', () => {
  it('tells for each way what it will do', () => {
    const agent = anAgent({
      name: 'fix-login',
      state: 'idle',
      finish: { ...anAgent({ name: 'x' }).finish, kind: 'pr', verify: 'npm test' },
    });
    const client = client80({ agents: [agent] });
    client.does('agent.finish');
    expect(dialog(client).text).toContain('Runs `npm test` first');
    expect(dialog(client).text).toContain('opens a pull');
    client.presses('right');
    expect(dialog(client).text).toMatch(/merges\s[│\s]*orch\/fix-login into main|merges orch\/fix-login/u);
    expect(dialog(client).text).not.toContain('has not said');
  });

  it('warns when the agent is still at work', () => {
    const client = client80();
    client.does('agent.finish');
    expect(dialog(client).text).toContain('fix-login has not said that it is done.');
  });
});

describe('the palette', () => {
  it('offers what works now with its key, and every agent with its state', () => {
    const client = client80();
    client.does('palette.open');
    expect(dialog(client).text).toMatch(/▸ New task: an agent in its own worktree +n │/u);
    client.act({ type: 'fieldChanged', field: 'palette', value: 'docs' });
    expect(dialog(client).text).toMatch(/▸ 5 docs +limited ◔ │/u);
    client.act({ type: 'fieldChanged', field: 'palette', value: 'zzz' });
    expect(dialog(client).text).toContain('Nothing has such a name.');
  });
});

describe('the question of an agent', () => {
  const asked = (size: { cols: number; rows: number }, over = {}) => {
    const question = {
      kind: 'permission' as const,
      text: 'run `npm test`?',
      options: ['Yes, proceed', "Yes, and don't ask again", 'No'],
      digest: 'd',
      command: 'npm test',
      ...over,
    };
    const client = clientView({ agents: [anAgent({ name: 'add-tests', state: 'waiting', question })], size }, 'id-add-tests');
    client.does('agent.answer');
    return client;
  };

  it('stands above its answers, the chosen one marked', () => {
    const client = asked({ cols: 80, rows: 24 });
    client.presses('down');
    expect(dialog(client).lines).toEqual([
      '╭ add-tests asks ──────────────────────────────────────────────────────────────╮',
      '│ run `npm test`?                                                              │',
      '│                                                                              │',
      '│   1 Yes, proceed                                                             │',
      "│ ▸ 2 Yes, and don't ask again                                                 │",
      '│   3 No                                                                       │',
      '│                          ↑ ↓ choose   Enter or its number answer   Esc leave │',
      '╰──────────────────────────────────────────────────────────────────────────────╯',
    ]);
  });

  it('keeps the chosen answer in sight on the smallest screen, however long the question', () => {
    const client = asked({ cols: 40, rows: 10 }, { text: 'x '.repeat(300) });
    client.presses('down', 'down');
    expect(dialog(client).text).toContain('▸ 3 No');
  });
});
