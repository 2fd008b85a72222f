// What the CLIs write down of their tokens: pieces as they were left by claude 2.1.197, codex 0.169.0 and gemini 0.61.0, and where they lie.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeUsage } from '../../../src/core/harness/claude-usage.js';
import { codexUsage } from '../../../src/core/harness/codex-usage.js';
import { geminiUsage } from '../../../src/core/harness/gemini-usage.js';
import type { UsageLog } from '../../../src/core/harness/usage-log.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const AT = '2026-11-26T17:37:28.500Z';
const ID = '93d7c3c9-dc9b-4786-b622-4625db450d8f';

/** `model input+cached+written output` of each line that tells something. */
function told(log: UsageLog, lines: readonly object[]): readonly string[] {
  const read = log.reader();
  return lines.flatMap((line) => {
    const tokens = read(JSON.stringify(line));
    if (tokens === null) return [];
    return [`${tokens.model} ${tokens.inputTokens}+${tokens.cachedTokens}+${tokens.writtenTokens} ${tokens.outputTokens}`];
  });
}

describe('claude', () => {
  const answer = (id: string, usage: object, model = 'claude-opus-4-8') => ({
    type: 'assistant',
    isSidechain: false,
    message: { id, type: 'message', role: 'assistant', model, usage, content: [{ type: 'text', text: 'Done.' }] },
    timestamp: AT,
  });
  const used = { input_tokens: 4, cache_creation_input_tokens: 300, cache_read_input_tokens: 9000, output_tokens: 40 };

  it('counts each answer once, though it writes a line for every part of it', () => {
    expect(told(claudeUsage, [answer('msg_1', used), answer('msg_1', used), answer('msg_2', used)])).toEqual([
      'claude-opus-4-8 9304+9000+300 40',
      'claude-opus-4-8 9304+9000+300 40',
    ]);
  });

  it('counts what an answer has grown by', () => {
    const grown = [answer('msg_1', { ...used, output_tokens: 1 }), answer('msg_1', { ...used, output_tokens: 40 })];
    expect(told(claudeUsage, grown)).toEqual(['claude-opus-4-8 9304+9000+300 1', 'claude-opus-4-8 0+0+0 39']);
  });

  it.each([
    ['what a person said', { type: 'user', message: { id: 'x', usage: used }, timestamp: AT }],
    ['an error that it shows as an answer', answer('x', { input_tokens: 0, output_tokens: 0 }, '<synthetic>')],
    ['numbers that can not be', answer('x', { input_tokens: -5, output_tokens: 1e300, cache_read_input_tokens: '9' })],
    ['an answer without an id', { ...answer('', used) }],
  ])('counts nothing of %s', (_what, line) => {
    expect(told(claudeUsage, [line])).toEqual([]);
  });

  it('finds the conversation and its subagents by the path of the worktree, also behind a link', async () => {
    const folder = temporaryFolder();
    const worktree = join(folder, 'wt', 'real');
    mkdirSync(worktree, { recursive: true });
    symlinkSync(join(folder, 'wt'), join(folder, 'link'));
    const project = join(folder, 'claude/projects', worktree.replaceAll(/[^A-Za-z0-9]/g, '-'));
    const paths = [
      join(project, `${ID}.jsonl`),
      join(project, ID, 'subagents/agent-1.jsonl'),
      join(project, ID, 'subagents/workflows/run/agent-2.jsonl'),
    ];
    for (const path of [...paths, join(folder, 'claude/projects/-elsewhere', `${ID}.jsonl`)]) write(path);
    const env = { CLAUDE_CONFIG_DIR: join(folder, 'claude'), HOME: '/nobody' };
    const found = await claudeUsage.find({ worktree: join(folder, 'link/real'), env, since: AT, conversations: [ID] });
    expect([...found].sort()).toEqual([...paths].sort());
  });
});

describe('codex', () => {
  const context = (model: string) => ({ timestamp: AT, type: 'turn_context', payload: { cwd: '/wt/a', model } });
  const count = (input: number, output: number, cached = 0) => ({
    timestamp: AT,
    type: 'event_msg',
    payload: {
      type: 'token_count',
      info: {
        total_token_usage: { input_tokens: input, cached_input_tokens: cached, cache_write_input_tokens: 0, output_tokens: output },
        last_token_usage: { input_tokens: 1200, output_tokens: 40 },
      },
    },
  });

  it('counts what its whole has grown by, for the model of the turn, and nothing twice', () => {
    const lines = [context('gpt-6-sol'), count(1200, 40), count(1200, 40), context('gpt-6-luna'), count(3600, 90, 1000)];
    expect(told(codexUsage, lines)).toEqual(['gpt-6-sol 1200+0+0 40', 'gpt-6-luna 2400+1000+0 50']);
  });

  it('goes on where it counts from nothing again', () => {
    expect(told(codexUsage, [count(5000, 90), count(1200, 40)])).toEqual([' 5000+0+0 90', ' 1200+0+0 40']);
  });

  it('counts nothing where only the limits of an account are told', () => {
    expect(told(codexUsage, [{ timestamp: AT, type: 'event_msg', payload: { type: 'token_count', info: null, rate_limits: {} } }])).toEqual(
      [],
    );
  });

  it('is read from the newest conversation of the worktree', async () => {
    const CODEX_HOME = temporaryFolder();
    const path = join(CODEX_HOME, 'sessions/2026/11/26', `rollout-2026-11-26T17-37-35-${ID}.jsonl`);
    write(path, JSON.stringify({ type: 'session_meta', payload: { cwd: '/wt/a' } }));
    const place = { worktree: '/wt/a', env: { CODEX_HOME }, since: AT, conversations: [] };
    expect(await codexUsage.find(place)).toEqual([path]);
    expect(await codexUsage.find({ ...place, worktree: '/wt/b' })).toEqual([]);
  });
});

describe('gemini', () => {
  const answer = (id: string, more: object = {}) => ({
    id,
    timestamp: AT,
    type: 'gemini',
    content: 'Done.',
    tokens: { input: 1200, output: 40, cached: 800, thoughts: 5, tool: 2, total: 1247 },
    model: 'gemini-3.8-flash',
    ...more,
  });

  it('counts each answer once, though its line comes again with the tools it has called', () => {
    const lines = [answer('a'), { $set: { lastUpdated: AT } }, answer('a', { toolCalls: [] }), answer('b')];
    expect(told(geminiUsage, lines)).toEqual(['gemini-3.8-flash 1202+800+0 45', 'gemini-3.8-flash 1202+800+0 45']);
  });

  it('finds the conversation by the beginning of its id, and its subagents, in whichever project', async () => {
    const HOME = temporaryFolder();
    const chats = join(HOME, '.gemini/tmp/real/chats');
    const paths = [join(chats, `session-2026-11-26T17-37-${ID.slice(0, 8)}.jsonl`), join(chats, ID, 'sub.jsonl')];
    for (const path of [...paths, join(chats, 'session-2026-11-26T17-37-00000000.jsonl'), join(chats, 'other/sub.jsonl')]) write(path);
    const found = await geminiUsage.find({ worktree: '/wt/a', env: { HOME }, since: AT, conversations: [ID] });
    expect([...found].sort()).toEqual([...paths].sort());
  });
});

it.each([
  ['claude', claudeUsage],
  ['codex', codexUsage],
  ['gemini', geminiUsage],
])('%s without a home has no files, and lines that are none tell nothing', async (_name, log) => {
  const env = { HOME: join(temporaryFolder(), 'nowhere') };
  expect(await log.find({ worktree: '/wt/a', env, since: AT, conversations: [ID] })).toEqual([]);
  const read = log.reader();
  for (const line of ['', '{"usage', '[1,"token_count","tokens"]', '{"type":"assistant","usage":1,"message":null}'])
    expect(read(line)).toBeNull();
});

function write(path: string, text = '{}'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${text}\n`);
}
