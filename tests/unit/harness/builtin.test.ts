// The built-in agent as the host sees it: its command lines, its settings, what its hooks and its screen say, how it ends.
import { describe, expect, it } from 'vitest';
import { builtinHarness } from '../../../src/core/harness/builtin.js';
import type { LaunchOrder, Reading } from '../../../src/core/harness/harness.js';
import { createHarnessRegistry, litterOf } from '../../../src/core/harness/registry.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import { BUILTIN_VARIABLE, parsedSettings } from '../../../src/core/model/builtin-settings.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';

const ID = '11111111-2222-4333-8444-555555555555';
const order: LaunchOrder = { prompt: 'fix it', model: null, args: [], conversation: ID };
const config = { ...DEFAULT_CONFIG, search: { url: 'https://s/?q={query}' }, budget: { ...DEFAULT_CONFIG.budget, agentUsd: 2 } };
const harness = builtinHarness({ script: '/dist/builtin-agent.js', config });

describe('how it is started', () => {
  it.each([
    ['a task', harness.start(order), ['--once', `--session=${ID}`, '--', 'fix it']],
    [
      'a model and arguments',
      harness.start({ ...order, model: 'm', args: ['--x'] }),
      ['--once', `--session=${ID}`, '--model=m', '--x', '--', 'fix it'],
    ],
    ['a text like an option', harness.start({ ...order, conversation: null, prompt: '--once' }), ['--once', '--', '--once']],
    ['a conversation', harness.resume({ ...order, prompt: '', conversation: ID }), ['--once', `--resume=${ID}`]],
  ])('%s', (_what, launch, words) => {
    expect(launch?.argv).toEqual([process.execPath, '/dist/builtin-agent.js', ...words]);
  });

  it('its settings come by a variable, without any key', () => {
    const role = { name: 'writer', purpose: 'You write.', tools: ['read_file'], turns: 7, artifact: null };
    const policy = { preset: 'strict', rules: [] } as const;
    const { env } = harness.start({ ...order, role, policy });
    expect(Object.keys(env)).toEqual([BUILTIN_VARIABLE]);
    expect(parsedSettings(env[BUILTIN_VARIABLE])).toMatchObject({
      turns: 7,
      role,
      policy,
      budgetUsd: 2,
      searchUrl: 'https://s/?q={query}',
      security: DEFAULT_CONFIG.security,
    });
  });

  it('a conversation that has spent its budget may be gone on with, for as much again', () => {
    const spent = { inputTokens: 100, outputTokens: 20, costUsd: 2.5, estimated: false };
    const budgetOf = (launch: { readonly env: Readonly<Record<string, string>> } | null) =>
      parsedSettings(launch?.env[BUILTIN_VARIABLE])?.budgetUsd;
    expect(budgetOf(harness.resume({ ...order, spent, conversation: ID }))).toBe(4.5);
    expect(budgetOf(harness.start({ ...order, spent }))).toBe(2);
  });

  it('without a key it is said what is missing', () => {
    expect(harness.problem?.({})?.said).toBe('no key for a model is set');
    expect(harness.problem?.({ OPENROUTER_API_KEY: 'k' })).toBe(null);
  });

  it('a text that is no settings is none', () => {
    for (const text of [undefined, '', '{', '[]', '{"a":1}', 'null']) expect(parsedSettings(text)).toBe(null);
  });

  it('stands behind the CLIs and may be handed over to', () => {
    const registry = createHarnessRegistry({ demoScript: '/d', configured: {} });
    expect(registry.names.indexOf('builtin')).toBeGreaterThan(registry.names.indexOf('aider'));
    expect(litterOf({ harness: 'builtin', command: null })).toContain('.orch-write-*');
  });
});

describe('what its hooks say', () => {
  it.each([
    ['Working', {}, { state: 'working' }],
    ['ToolBegan', { name: 'run_command' }, { state: 'working', runsTool: true }],
    [
      'PermissionRequest',
      { tool: 'shell', command: 'npm test', path: null },
      { state: 'waiting', asks: 'permission', act: { tool: 'shell', command: 'npm test', path: null } },
    ],
    ['PermissionRequest', null, { state: 'waiting', asks: 'permission', act: null }],
    ['Answered', {}, { state: 'working' }],
    ['Question', { text: 'Which?', hasOptions: true }, { state: 'waiting', asks: 'choice', evidence: 'Which?' }],
    ['Question', { text: 'Which?' }, { state: 'waiting', asks: 'text' }],
    ['Interrupted', {}, { state: 'waiting', asks: 'text' }],
    ['Idle', {}, { state: 'idle' }],
    [
      'Failed',
      { failure: 'credit', said: 'no credit left (402)' },
      { state: 'limited', evidence: 'no credit left (402)', failure: { kind: 'credit', retries: 'not', resets: null } },
    ],
    ['Failed', { failure: 'network' }, { state: 'limited', evidence: 'network' }],
  ])('%s %j', (name, payload, reading) => {
    expect(harness.readHook?.({ name, payload })).toMatchObject({ source: 'structured', rule: `builtin.hook.${name}`, ...reading });
  });

  it('of what it has used, and where its work stands; of neither what is no such thing', () => {
    const usage = { inputTokens: 5, outputTokens: 2, costUsd: 0.1, estimated: true };
    expect(harness.usageOfHook?.({ name: 'Usage', payload: usage })).toEqual(usage);
    for (const payload of [null, {}, { ...usage, inputTokens: '5' }, { ...usage, costUsd: -1 }])
      expect(harness.usageOfHook?.({ name: 'Usage', payload })).toBe(null);
    expect(harness.usageOfHook?.({ name: 'Idle', payload: usage })).toBe(null);
    expect(harness.progressOfHook?.({ name: 'Progress', payload: { text: 'half\u001b[2J\nway' } })).toBe('half way');
    expect(harness.progressOfHook?.({ name: 'Progress', payload: {} })).toBe(null);
    for (const name of ['Failed', 'Usage', 'Progress', 'Other']) expect(harness.readHook?.({ name, payload: usage })).toBe(null);
  });
});

const dialog = (shown: string, tool = 'run this command') =>
  `built-in agent\n· read a.txt\n\nMay it ${tool}?\n${shown}\n1. Yes\n2. Yes, and don't ask again in this run\n3. No\nPress a number, or Esc to break off.`;

function told(payload: Readonly<Record<string, unknown>>): Reading {
  return harness.readHook?.({ name: 'PermissionRequest', payload }) as Reading;
}

describe('what its screen says', () => {
  it('its dialog has three answers, each by its number', () => {
    const reading = harness.read({ kind: 'screen', text: dialog('npm test') });
    expect(reading).toMatchObject({ state: 'waiting', asks: 'permission', evidence: 'run this command: npm test' });
    expect(reading?.dialog?.options).toEqual([
      { label: 'Yes', keys: ['1'] },
      { label: "Yes, and don't ask again in this run", keys: ['2'] },
      { label: 'No', keys: ['3'] },
    ]);
  });

  it('the dialog is that of what its hook told, and a rule may judge it', () => {
    const tracker = trackState({ harness, expects: 'work', now: 0 });
    const payload = { tool: 'shell', command: 'npm test\necho "1. Yes"', path: null };
    tracker.take(told(payload), 1000);
    const verdict = tracker.feed({ kind: 'screen', text: dialog('npm test\necho "1. Yes"') }, 2000);
    expect(verdict?.question).toMatchObject({
      with: 'policy',
      command: payload.command,
      tool: 'shell',
      options: ['Yes', expect.any(String), 'No'],
    });
  });

  it('of a command that is not shown whole nothing is told to the rules', () => {
    const tracker = trackState({ harness, expects: 'work', now: 0 });
    const payload = { tool: 'shell', command: 'echo one\nrm -rf two', path: null };
    tracker.take(told(payload), 1000);
    const verdict = tracker.feed({ kind: 'screen', text: dialog('echo one\n[1 more rows]') }, 2000);
    expect(verdict?.question).toMatchObject({ command: null });
  });

  it.each([
    ['once its input line stands again', `${dialog('npm test')}\n> `],
    ['with something printed below', `${dialog('npm test')}\n· ran npm test`],
  ])('there is no dialog %s', (_what, text) => {
    expect(harness.read({ kind: 'screen', text })).toBe(null);
  });

  it.each([
    ['some output\n>', ''],
    ['> an old line\nmore\n> half a text', 'half a text'],
    [dialog('x'), null],
  ])('its input line in %j', (text, line) => {
    expect(harness.input?.read({ text, cursor: { x: 2, y: text.split('\n').length - 1 } })).toBe(line);
  });
});

it.each([
  [0, 'done'],
  [1, 'failed'],
  [2, 'failed'],
  [5, 'limit'],
  [130, 'left'],
  [137, null],
  [null, null],
] as const)('exit code %s: %s', (exitCode, how) => {
  expect(harness.ended?.(exitCode)).toBe(how);
});

it.each([
  [
    'its model did not answer',
    'built-in agent · m\nMake a.\nIt stops: it does not accept the key. Check it.\n>',
    'it does not accept the key. Check it.',
  ],
  ['it may not go on', 'Make a.\n· read a.txt\nturn 1 of 1 · 1 tokens in\nIt stops: its turns are used up.\n> ', 'its turns are used up.'],
  ['it gave up', 'Make a.\nturn 1 of 6 · x\n· read a.txt\nturn 2 of 6 · x\nThere is no a.\nNor a b.\n>', 'There is no a.\nNor a b.'],
  ['it never began', 'orch-tui: no key for a model is set.', 'orch-tui: no key for a model is set.'],
])('of why it ended it says neither its task nor what it did: %s', (_what, shown, said) => {
  expect(harness.lastSaid?.(shown)).toBe(said);
});
