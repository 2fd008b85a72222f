// The command line of every harness, word by word, and that no task text can be taken for an option.
import { describe, expect, it } from 'vitest';
import { CLAUDE_HOOKS } from '../../../src/core/harness/claude-hooks.js';
import type { Harness, LaunchOrder } from '../../../src/core/harness/harness.js';
import { MAX_PROMPT_BYTES, problemWithPrompt } from '../../../src/core/harness/prompt-argument.js';
import { AGENT_CLIS, createHarnessRegistry } from '../../../src/core/harness/registry.js';

const registry = createHarnessRegistry({ demoScript: '/dist/demo-agent.js', configured: {} });
const order: LaunchOrder = { prompt: 'fix the login', model: null, args: [], conversation: null };
const ID = '11111111-2222-4333-8444-555555555555';
const SETTINGS = `--settings=${JSON.stringify({ preferredNotifChannel: 'iterm2', hooks: CLAUDE_HOOKS })}`;
const AIDER = ['--no-check-update', '--no-show-release-notes', '--no-gitignore'];

function harness(name: string, command: readonly string[] | null = null): Harness {
  const found = registry.find({ harness: name, command });
  if (!found.ok) throw new Error(found.error.said);
  return found.value;
}

describe('starting', () => {
  it.each([
    ['claude', { conversation: ID }, ['claude', `--session-id=${ID}`, SETTINGS, '--', 'fix the login']],
    ['claude', { model: 'opus', args: ['--verbose'] }, ['claude', SETTINGS, '--model=opus', '--verbose', '--', 'fix the login']],
    [
      'codex',
      { model: 'gpt-6', args: ['-s', 'read-only'] },
      ['codex', '--config=check_for_update_on_startup=false', '--model=gpt-6', '-s', 'read-only', '--', 'fix the login'],
    ],
    ['gemini', { conversation: ID, model: 'pro' }, ['gemini', `--session-id=${ID}`, '--model=pro', '--prompt-interactive=fix the login']],
    ['opencode', { model: 'a/b' }, ['opencode', '--model=a/b', '--prompt=fix the login']],
    [
      'aider',
      { conversation: ID, model: 'x' },
      ['aider', ...AIDER, `--chat-history-file=.aider.chat.${ID}.md`, '--model=x', '--message=fix the login'],
    ],
    ['demo', { args: ['--speed=9'] }, [process.execPath, '/dist/demo-agent.js', '--speed=9', '--', 'fix the login']],
  ] as const)('%s %j', (name, more, argv) => {
    expect(harness(name).start({ ...order, ...more }).argv).toEqual(argv);
  });

  it.each([
    [['goose', 'run'], ['--fast'], ['goose', 'run', '--fast', 'fix the login']],
    [['goose', '-t', '{prompt}', '--quiet'], [], ['goose', '-t', 'fix the login', '--quiet']],
    [['sh', '-c', 'echo "{prompt}" {prompt}'], [], ['sh', '-c', 'echo "fix the login" fix the login']],
  ] as const)('a command %j with arguments %j', (command, args, argv) => {
    expect(harness('command', command).start({ ...order, args }).argv).toEqual(argv);
  });

  it('puts a text with `$&` and `{prompt}` into a command as it is', () => {
    const prompt = 'say $& and {prompt}';
    expect(harness('command', ['x', '{prompt}']).start({ ...order, prompt }).argv).toEqual(['x', prompt]);
  });

  it.each(AGENT_CLIS.map(({ name }) => name))('%s: without a task text no empty argument is left', (name) => {
    const { argv } = harness(name).start({ ...order, prompt: '' });
    expect(argv.filter((word) => word === '' || word === '--' || word.endsWith('='))).toEqual([]);
  });

  it.each([...AGENT_CLIS.map(({ name }) => name), 'demo'])('%s: a text beginning with a dash stays a text', (name) => {
    const { argv } = harness(name).start({ ...order, prompt: '--yolo please' });
    const at = argv.findIndex((word) => word.endsWith('--yolo please'));
    const isShielded = argv[at] === '--yolo please' ? argv[at - 1] === '--' : /^--[a-z-]+=--yolo please$/.test(argv[at]!);
    expect(isShielded).toBe(true);
  });

  it('keeps claude from running its subcommands on a task of one word', () => {
    expect(
      harness('claude')
        .start({ ...order, prompt: 'update' })
        .argv.at(-1),
    ).toBe(' update');
    expect(
      harness('claude')
        .start({ ...order, prompt: '/review' })
        .argv.at(-1),
    ).toBe('/review');
  });
});

describe('resuming', () => {
  const again = { ...order, prompt: 'go on', conversation: ID };

  it.each([
    ['claude', ['claude', `--resume=${ID}`, SETTINGS, '--', 'go on']],
    ['codex', ['codex', 'resume', '--config=check_for_update_on_startup=false', ID, '--', 'go on']],
    ['gemini', ['gemini', `--resume=${ID}`, '--prompt-interactive=go on']],
    ['aider', ['aider', '--restore-chat-history', ...AIDER, `--chat-history-file=.aider.chat.${ID}.md`, '--message=go on']],
  ])('%s continues by id', (name, argv) => {
    const launch = harness(name).resume(again);
    expect(launch?.argv).toEqual(argv);
    expect(launch?.conversation).toBe(ID);
  });

  it('opencode opens its conversation by id and is told more by typing', () => {
    expect(harness('opencode').resume({ ...again, conversation: 'ses_1' })).toMatchObject({
      argv: ['opencode', '--session=ses_1'],
      typed: 'go on',
    });
    expect(harness('opencode').resume({ ...again, prompt: '', conversation: 'ses_1' })?.typed).toBeNull();
  });

  it.each(['demo', 'command'])('%s has no conversations', (name) => {
    expect(harness(name, name === 'command' ? ['make'] : null).resume(again)).toBeNull();
  });

  it.each([...AGENT_CLIS])('$name: names a conversation at the start exactly if it can choose one', (cli) => {
    const launch = cli.start({ ...order, conversation: ID });
    expect(launch.conversation).toBe(cli.choosesConversation ? ID : null);
    expect(launch.argv.some((word) => word.includes(ID))).toBe(cli.choosesConversation);
  });

  it('finds the id in what a CLI prints at its end', () => {
    expect(harness('codex').conversationIn(`To continue this session, run:\n  codex resume ${ID}\nOr run codex resume and select X.`)).toBe(
      ID,
    );
    expect(harness('opencode').conversationIn('  Continue  opencode -s ses_e0319084affead8\n')).toBe('ses_e0319084affead8');
    expect(harness('codex').conversationIn('codex resume --last')).toBeNull();
  });
});

describe('a task text that can not be an argument', () => {
  it.each([
    ['100 KB of text', 'x'.repeat(100 * 1024), null],
    ['the longest there may be', 'x'.repeat(MAX_PROMPT_BYTES), null],
    ['one byte more', 'x'.repeat(MAX_PROMPT_BYTES + 1), 'usage'],
    ['as many bytes in fewer characters', 'é'.repeat(MAX_PROMPT_BYTES / 2 + 1), 'usage'],
    ['a zero byte', 'a\0b', 'usage'],
  ])('%s', (_name, prompt, kind) => {
    expect(problemWithPrompt(prompt)?.kind ?? null).toBe(kind);
  });
});
