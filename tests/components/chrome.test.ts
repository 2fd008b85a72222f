// The chrome as the host uses it: whole frames of exactly the client's size, typed fields, and nothing left behind.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChromeOptions } from '../../src/components/chrome.js';
import { loadChrome } from '../../src/components/load-chrome.js';
import type { ScreenProps } from '../../src/components/screen-props.js';
import type { Action } from '../../src/core/model/action.js';
import type { KeptDecision } from '../../src/core/model/decision.js';
import { ESC } from '../../src/core/model/sequences.js';
import type { FieldName, ViewAction } from '../../src/core/view/view-state.js';
import { clientView, keyPress } from '../helpers/client-view.js';
import { anAgent, aScreen, harness, sampleAgents } from '../helpers/view-fixtures.js';
import { aGoal, aTask } from '../helpers/view-goals.js';

type CreateChrome = Awaited<ReturnType<typeof loadChrome>>;
let createChrome: CreateChrome;
beforeAll(async () => {
  createChrome = await loadChrome();
});

function open(over: Partial<ChromeOptions> = {}) {
  const frames: string[] = [];
  const typed: (readonly [FieldName, string])[] = [];
  const chrome = createChrome({
    glyphs: 'unicode',
    onFrame: (frame) => frames.push(frame),
    onField: (field, value) => typed.push([field, value]),
    ...over,
  });
  return { chrome, frames, typed, rows: () => stripVTControlCharacters(frames.at(-1) ?? '').split('\n') };
}

const DIFF = 'diff --git a/期/ü.ts b/期/ü.ts\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ 🤖\n-const a = "期限"; // ✅\n+const b = `❤️ x`;\n\tשלום\n';

const CONFIGURATION = {
  entries: Array.from({ length: 60 }, (_, at) => ({
    name: `期限.${'キー'.repeat((at % 9) + 1)}${at}`,
    value: '🤖 value '.repeat(at),
    origin: at % 2 === 0 ? null : '/home/期限/config.json',
    about: 'Was das bedeutet 期限. '.repeat(9),
    allowed: 'a text',
    schema: { type: 'string' },
    isSecret: false,
  })),
  file: '/home/期限/config.json',
  notices: ['/r/.orch/config.json is not trusted 期限, so it does not set agents. Read it, then trust it with `orch-tui config trust`.'],
};

function hasNoControls(text: string): boolean {
  return [...text].every((char) => char >= ' ' && !(char >= '\u007f' && char <= '\u009f'));
}

const action = (name: Action): ViewAction => ({ type: 'action', action: name });
const paste = (text: string): ViewAction => ({ type: 'token', token: { type: 'paste', text } });

const SCENES: Readonly<Record<string, readonly ViewAction[]>> = {
  agents: [],
  attached: [action('agent.attach')],
  zoomed: [action('pane.zoom')],
  scrolled: [action('pane.scroll')],
  'the new-task dialog': [action('task.new'), paste('期限切れ 🤖 fix it\n'.repeat(30))],
  'a message': [action('agent.message'), paste('👩‍💻'.repeat(200))],
  'a confirmation': [action('agent.remove')],
  finishing: [action('agent.finish')],
  'the palette': [action('palette.open')],
  'the filter': [action('list.filter'), { type: 'fieldChanged', field: 'filter', value: '期' }],
  'the help': [action('view.help')],
  'the diff': [
    action('view.diff'),
    { type: 'answered', method: 'diff', params: { agent: 'id-期限切れ-🤖-agent' }, result: { diff: DIFF, truncated: true } },
  ],
  'the timeline': [
    action('view.timeline'),
    {
      type: 'answered',
      method: 'timeline',
      params: { agent: null, limit: 1 },
      result: { entries: [{ at: new Date(0).toISOString(), agent: 'id-✅❤️', text: 'waiting 期限 שלום '.repeat(40) }] },
    },
  ],
  'the orchestrator': [
    action('page.first'),
    action('agent.attach'),
    { type: 'fieldChanged', field: 'prompt', value: '期限 🤖 どうする '.repeat(20) },
    { type: 'token', token: keyPress('enter') },
    { type: 'token', token: keyPress('escape') },
  ],
  'a line to the orchestrator': [action('page.first'), action('agent.attach')],
  'the tasks': [action('view.tasks'), action('page.last')],
  'a task of the plan': [
    action('view.tasks'),
    { type: 'token', token: keyPress('e') },
    paste('期限'.repeat(90)),
    { type: 'fieldChanged', field: 'title', value: '🤖 期限 '.repeat(40) },
  ],
  'a wish': [action('view.tasks'), { type: 'token', token: keyPress('P') }, paste('👩‍💻'.repeat(200))],
  'a new goal': [action('goal.new'), paste('期限切れ 🤖 reach it\n'.repeat(30))],
  'the configuration': [
    action('view.config'),
    { type: 'answered', method: 'configShow', params: {}, result: CONFIGURATION },
    { type: 'token', token: keyPress('enter') },
  ],
  'a long error': [{ type: 'noticed', tone: 'error', text: 'merge 期限: refused 🤖. '.repeat(30) }],
};

const WIDE_DECISION: KeptDecision = {
  progress: '',
  thought: '期限 🤖 '.repeat(60),
  action: { do: 'instruct', text: '👩‍💻 どうする '.repeat(40), digest: null },
  future: '',
  at: new Date(0).toISOString(),
  reason: 'idle',
  outcome: '✅❤️ '.repeat(30),
  usage: { inputTokens: 1e9, outputTokens: 1e9, costUsd: 1e5, estimated: true },
};

const WIDE = [
  anAgent({
    name: '期限切れ-🤖-agent',
    number: 1,
    state: 'waiting',
    question: { kind: 'text', text: '👩‍💻 どうする? '.repeat(20), options: [], digest: '' },
  }),
  anAgent({
    name: '✅❤️',
    number: 2,
    manager: { state: 'ready', askedSeq: 1, decisions: Array.from({ length: 9 }, () => WIDE_DECISION) },
    ...harness('ハーネス'),
    diff: { files: 1, additions: 123_456, deletions: 654_321 },
  }),
  anAgent({ name: 'שלום', number: 10, parent: 'id-✅❤️', branch: 'orch/e\u0301e\u0301e\u0301' }),
  ...sampleAgents().map((agent) => ({ ...agent, number: agent.number + 20 })),
];

const WIDE_GOAL = aGoal({
  text: '期限切れ 🤖 の目標 '.repeat(30),
  tasks: Array.from({ length: 30 }, (_, at) =>
    aTask(`t${at + 1}`, at === 0 ? [] : [`t${at}`, 't1'], {
      title: '👩‍💻 期限 e\u0301e\u0301 '.repeat((at % 5) + 1),
      role: '役割-期限-designer',
      text: '期限 '.repeat(200),
      done: '✅❤️ '.repeat(50),
      agent: at % 3 === 0 ? 'id-✅❤️' : null,
      state: at % 3 === 0 ? 'failed' : 'blocked',
      error: at % 3 === 0 ? { kind: 'verify', tried: 'x', said: 'שלום 期限 '.repeat(20), next: '' } : null,
    }),
  ),
});

function screenOf(actions: readonly ViewAction[], world: Parameters<typeof clientView>[0]): ScreenProps {
  const client = clientView(
    { agents: WIDE, goals: [WIDE_GOAL], planner: { off: 'no 期限 key is set. '.repeat(9) }, scrollback: 500, ...world },
    'id-期限切れ-🤖-agent',
  );
  for (const each of actions) client.act(each);
  return aScreen({
    view: client.view,
    world: client.world,
    usage: { 'id-✅❤️': { cpuPercent: 99.6, memoryBytes: 1e10 } },
    ptySize: { cols: 1, rows: 1 },
  });
}

describe('a frame', () => {
  const all = Object.keys(SCENES);
  it.each([
    [40, 10, 'unicode', all],
    [59, 30, 'unicode', all],
    [60, 15, 'unicode', all],
    [80, 24, 'unicode', all],
    [80, 24, 'ascii', all],
    [100, 19, 'unicode', all],
    [140, 40, 'unicode', all],
    [300, 100, 'unicode', ['agents', 'the diff', 'the new-task dialog']],
  ] as const)('on a screen of %i x %i has exactly its rows, none too wide (%s)', (cols, rows, glyphs, scenes) => {
    const { chrome, frames } = open({ glyphs });
    for (const scene of scenes) {
      chrome.update(screenOf(SCENES[scene] ?? [], { size: { cols, rows } }));
      const lines = (frames.at(-1) ?? '').split('\n');
      expect(lines, scene).toHaveLength(rows);
      for (const row of lines) expect(stringWidth(row), `${scene}: ${row}`).toBeLessThanOrEqual(cols);
    }
    chrome.dispose();
  });

  it.each([
    'agents',
    'the new-task dialog',
    'the palette',
    'the diff',
  ])('with %s has its right border straight, whatever stands inside', (scene) => {
    const { chrome, rows } = open();
    chrome.update(screenOf(SCENES[scene] ?? [], { size: { cols: 140, rows: 40 } }));
    for (const row of rows().slice(1, 38)) expect(stringWidth(row), row).toBe(140);
    chrome.dispose();
  });

  it('holds no character that is two columns wide somewhere, where only ASCII is safe', () => {
    const { chrome, frames } = open({ glyphs: 'ascii' });
    for (const actions of Object.values(SCENES)) {
      const client = clientView({ agents: sampleAgents(), size: { cols: 100, rows: 30 } }, 'id-fix-login');
      for (const each of actions.filter((one) => one.type === 'action')) client.act(each);
      chrome.update(aScreen({ view: client.view, world: client.world }));
      expect(stripVTControlCharacters(frames.at(-1) ?? '').replaceAll(/[\u0020-\u007e\n]/gu, '')).toBe('');
    }
    chrome.dispose();
  });

  it('comes only when something looks different', () => {
    const { chrome, frames } = open();
    const screen = screenOf([], {});
    chrome.update(screen);
    chrome.update({ ...screen, world: { ...screen.world, now: screen.world.now + 1 } });
    expect(frames).toHaveLength(1);
    chrome.update({ ...screen, world: { ...screen.world, now: screen.world.now + 60_000 } });
    expect(frames).toHaveLength(2);
    chrome.dispose();
  });

  it('carries no sequence but styles', () => {
    const { chrome, frames } = open();
    const hostile = anAgent({
      name: 'a\u001b]52;c;aGk=\u0007\u001b[2Jb\u0000',
      number: 1,
      state: 'failed',
      error: { kind: 'git', tried: '\u001b[5n', said: '\u009b31mx', next: '\r\n' },
    });
    const client = clientView({ agents: [hostile] });
    chrome.update(
      aScreen({ view: client.view, world: client.world, repository: { name: '\u001b]0;x\u0007', branch: '\u001bc', ahead: 0, behind: 0 } }),
    );
    const [text = '', ...styled] = (frames.at(-1) ?? '').split(ESC);
    for (const part of styled) expect(part).toMatch(/^\[[\d;]*m/u);
    expect([text, ...styled].join('').split('\n').join('')).toSatisfy(hasNoControls);
    chrome.dispose();
  });
});

describe('a one-line field', () => {
  function openField(field: 'base' | 'filter') {
    const opened = open();
    const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 24 } }, 'id-fix-login');
    if (field === 'filter') client.does('list.filter');
    else {
      client.does('task.new');
      client.presses('tab', 'tab', 'tab');
    }
    opened.chrome.update(aScreen({ view: client.view, world: client.world }));
    return {
      ...opened,
      client,
      type: (...keys: readonly string[]) => {
        for (const key of keys) opened.chrome.input(keyPress(key));
      },
    };
  }

  it('loses no key, however quickly they come', () => {
    const { type, typed, rows, chrome } = openField('base');
    type('-', 'd', 'e', 'v');
    expect(typed.at(-1)).toEqual(['base', 'main-dev']);
    expect(rows().join('\n')).toContain('main-dev');
    chrome.dispose();
  });

  it('edits at its cursor', () => {
    const { type, typed, chrome } = openField('base');
    type('left', 'left', 'backspace', 'X', 'right', 'right', 'right', 'space', 'é', '期');
    expect(typed.at(-1)).toEqual(['base', 'mXin é期']);
    type(...'left '.repeat(9).trim().split(' '), 'A');
    expect(typed.at(-1)).toEqual(['base', 'AmXin é期']);
    chrome.dispose();
  });

  it('takes a character away whole', () => {
    const { chrome, type, typed } = openField('filter');
    chrome.input({ type: 'paste', text: 'a🤖👩‍💻' });
    type('backspace', 'left', 'b', 'right', 'backspace', 'c');
    expect(typed.at(-1)).toEqual(['filter', 'abc']);
    chrome.dispose();
  });

  it('is typed into by a host that draws with every change', () => {
    const client = clientView({ agents: sampleAgents(), size: { cols: 80, rows: 24 } });
    const draw = () => opened.chrome.update(aScreen({ view: client.view, world: client.world }));
    const opened = open({
      onField: (field, value) => {
        client.act({ type: 'fieldChanged', field, value });
        draw();
      },
    });
    client.does('list.filter');
    draw();
    for (const letter of 'nothing has such a name, not at all, however long one types')
      opened.chrome.input(keyPress(letter === ' ' ? 'space' : letter));
    expect(client.view.filter).toHaveLength(59);
    expect(opened.rows().join('\n')).toContain('Nothing matches');
    opened.chrome.dispose();
  });

  it('takes a paste as one line without anything that acts', () => {
    const { typed, chrome } = openField('filter');
    chrome.input({ type: 'paste', text: 'a\r\nb\u001b[D\u0007c' });
    expect(typed).toEqual([['filter', 'a bc']]);
    chrome.dispose();
  });

  it('ignores keys that mean nothing in it', () => {
    const { type, typed, chrome } = openField('filter');
    type('ctrl-a', 'alt-b', 'f5', 'unknown', 'tab', 'escape', 'enter', 'pageup');
    expect(typed).toEqual([]);
    chrome.dispose();
  });

  it('keeps its end in sight when it is longer than its room', () => {
    const { type, rows, chrome } = openField('filter');
    type(...'abcdefghij'.repeat(7), 'E', 'N', 'D');
    expect(rows().at(-1)).toMatch(/END/u);
    expect(rows()).toHaveLength(24);
    chrome.dispose();
  });

  it('shows its cursor by more than colour', () => {
    const { frames, chrome } = openField('base');
    expect(frames.at(-1)).toContain('main\u001b[7m \u001b[27m');
    chrome.dispose();
  });

  it('gets no key that was typed before it was there', () => {
    const { chrome, typed } = open();
    const client = clientView({ agents: sampleAgents() });
    chrome.update(aScreen({ view: client.view, world: client.world }));
    chrome.input(keyPress('x'));
    client.does('list.filter');
    chrome.update(aScreen({ view: client.view, world: client.world }));
    chrome.input(keyPress('y'));
    expect(typed).toEqual([['filter', 'y']]);
    chrome.dispose();
  });
});

describe('the life of a chrome', () => {
  it('ends without a frame, a listener or a timer left', () => {
    const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    const first = open();
    first.chrome.update(screenOf([], {}));
    const before = listeners();
    const { chrome, frames } = open();
    chrome.update(screenOf([action('list.filter')], {}));
    chrome.dispose();
    chrome.dispose();
    const count = frames.length;
    chrome.update(screenOf([], {}));
    chrome.input(keyPress('x'));
    expect(frames).toHaveLength(count);
    expect(listeners()).toBe(before);
    first.chrome.dispose();
  });

  it('keeps clients apart', () => {
    const one = open();
    const two = open();
    one.chrome.update(screenOf([], { size: { cols: 80, rows: 24 } }));
    two.chrome.update(screenOf([], { size: { cols: 140, rows: 40 } }));
    one.chrome.dispose();
    two.chrome.update(screenOf([action('view.help')], { size: { cols: 140, rows: 40 } }));
    expect(one.rows()).toHaveLength(24);
    expect(two.rows()).toHaveLength(40);
    expect(two.rows().join('\n')).toContain('Keys');
    two.chrome.dispose();
  });

  it('follows the size of its client', () => {
    const { chrome, rows } = open();
    for (const [cols, count] of [
      [140, 40],
      [40, 10],
      [300, 100],
      [80, 24],
    ] as const) {
      chrome.update(screenOf([], { size: { cols, rows: count } }));
      expect(rows()).toHaveLength(count);
    }
    chrome.dispose();
  });

  it('survives a view that can not be drawn, and draws the next one', () => {
    const { chrome, rows } = open();
    const good = screenOf([], { size: { cols: 80, rows: 24 } });
    chrome.update({ ...good, repository: null as unknown as ScreenProps['repository'] });
    expect(rows().join(' ')).toContain('could not be drawn');
    chrome.update(good);
    expect(rows().join(' ')).toContain('widget');
    chrome.dispose();
  });

  it('leaves the environment as it was', async () => {
    const before = process.env.FORCE_COLOR;
    await loadChrome();
    expect(process.env.FORCE_COLOR).toBe(before);
  });
});
