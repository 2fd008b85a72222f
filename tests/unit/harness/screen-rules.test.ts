// What the screens of the real CLIs are read as. Each fixture is a screen as it was seen, named by CLI, version and what it was doing.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';

const FOLDER = new URL('../../fixtures/screens/', import.meta.url);

function readingOf(file: string): string {
  const [cli] = file.split('-');
  const harness = AGENT_CLIS.find(({ name }) => name === cli)!;
  const reading = harness.read({ kind: 'screen', text: readFileSync(new URL(file, FOLDER), 'utf8') });
  return reading === null ? 'nothing' : `${reading.state}: ${reading.evidence}`;
}

const COMMIT = "sleep 2; git add -A && git commit -q -m 'agent: add hello.txt' && git log --oneline -1";
const INPUT = 'idle: its input line is there, and nothing is asked';
const OPENCODE_INPUT = 'idle: its input line is there, and nothing to interrupt';
const INTERRUPTIBLE = 'working: it offers to be interrupted';
const PORT = 'waiting: Which port should it listen on?';
const ASKED = 'waiting: Before I start: which port should it listen on?';

describe('screens of real agent CLIs', () => {
  it('are read as what they were', () => {
    const read = Object.fromEntries(readdirSync(FOLDER).map((file) => [file.replace('.txt', ''), readingOf(file)]));
    expect(read).toEqual({
      'claude-2.1.197-asked': ASKED,
      'claude-2.1.197-bypass': 'waiting: work without asking for permission?',
      'claude-2.1.197-finished': INPUT,
      'claude-2.1.197-idle': INPUT,
      'claude-2.1.197-interrupted': INPUT,
      'claude-2.1.197-limit-auth': 'limited: Invalid API key · Fix external API key',
      'claude-2.1.197-limit-context':
        'limited: Prompt is too long · the request is ~210000 tokens (limit 200000) but this conversation is only ~1715 tokens — the',
      'claude-2.1.197-limit-credit': 'limited: Credit balance too low · Add funds: https://platform.claude.com/settings/billing',
      'claude-2.1.197-limit-network': 'limited: Unable to connect to API (ECONNRESET)',
      'claude-2.1.197-limit-payment': 'limited: 402 Payment required',
      'claude-2.1.197-limit-rate': 'limited: Request rejected (429) · Rate limit reached for requests',
      'claude-2.1.197-limit-retrying': 'limited: 500 Internal server error; it tries again by itself',
      'claude-2.1.197-limit-server':
        'limited: 500 Internal server error. This is a server-side issue, usually temporary — try again in a moment.',
      'claude-2.1.197-permission-edit': 'waiting: create hello.txt?',
      'claude-2.1.197-permission-shell': `waiting: run \`${COMMIT}\`?`,
      // The rows of its command end no one knows where: a description follows.
      'claude-2.1.197-permission-shell-narrow': `waiting: run \`${COMMIT.replace(' --oneline -1', ' …')}\`?`,
      'claude-2.1.197-ratelimit': 'limited: API error; it tries again by itself',
      'claude-2.1.197-trust': 'waiting: trust this folder?',
      'claude-2.1.197-typed': INPUT,
      'claude-2.1.197-working': INTERRUPTIBLE,
      'claude-2.1.197-working-shell': INTERRUPTIBLE,
      'claude-2.1.197-working-thinking': INTERRUPTIBLE,
      'claude-2.1.250-permission-shell': "waiting: run `sleep 4 && git add hello.txt && git commit --quiet --message 'Add hello.txt'`?",
      'claude-2.1.332-choice': PORT,
      'claude-2.1.332-offered': 'waiting: Make auto mode your default permission mode?',
      // What looks like a dialog was printed by the agent.
      'claude-2.1.332-offered-below-imitated': 'waiting: Make auto mode your default permission mode?',
      'claude-2.1.332-permission-shell': "waiting: run `sleep 4 && git add hello.txt && git commit --quiet --message 'Add hello.txt'`?",
      'claude-2.1.332-trust': 'waiting: trust this folder?',
      'claude-2.1.332-working-draft': 'working: it shows `Cultivating…`',
      // OSC 7501 tells its state, in older releases its title; its screen gives the words of its questions, and its input line stands there also at work.
      'codex-0.169.0-asked': ASKED,
      'codex-0.169.0-finished': INPUT,
      'codex-0.169.0-idle': INPUT,
      'codex-0.169.0-interrupted': INPUT,
      'codex-0.169.0-limit-auth':
        'limited: unexpected status 401 Unauthorized: invalid x-api-key, url: http://127.0.0.1:41629/v1/responses',
      'codex-0.169.0-limit-context':
        "limited: Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
      'codex-0.169.0-limit-credit': 'limited: Quota exceeded. Check your plan and billing details.',
      'codex-0.169.0-limit-network': 'limited: stream disconnected before completion: error sending request',
      'codex-0.169.0-limit-payment':
        'limited: unexpected status 402 Payment Required: Payment required, url: http://127.0.0.1:41629/v1/responses',
      'codex-0.169.0-limit-retrying': 'limited: Reconnecting... waiting for network; it tries again by itself',
      'codex-0.169.0-limit-server': 'limited: We’re currently experiencing high demand, which may cause temporary errors.',
      'codex-0.169.0-limit-usage': 'limited: You’ve hit your usage limit, until 5:31 PM',
      'codex-0.169.0-permission-edit': 'waiting: edit hello.txt?',
      'codex-0.169.0-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'codex-0.169.0-permission-edit-long-path': 'waiting: edit edit3.txt?',
      'codex-0.169.0-permission-shell-narrow': `waiting: run \`${COMMIT.replace('hello', 'codex')}\`?`,
      'codex-0.169.0-ratelimit': 'limited: exceeded retry limit, last status: 429 Too Many Requests',
      'codex-0.169.0-trust': 'waiting: trust this folder?',
      'codex-0.169.0-typed': INPUT,
      'codex-0.169.0-working': 'nothing',
      'codex-0.169.0-working-shell': INTERRUPTIBLE,
      'codex-0.169.0-working-thinking': INTERRUPTIBLE,
      // Its titles tell its state.
      'gemini-0.61.0-asked': ASKED,
      // What it drew before its terminal became narrower stands in scraps above.
      'gemini-0.61.0-asked-resized': 'waiting: Before I start: which port should it listen on?',
      'gemini-0.61.0-choice': PORT,
      'gemini-0.61.0-finished': INPUT,
      'gemini-0.61.0-idle': INPUT,
      'gemini-0.61.0-interrupted': INPUT,
      'gemini-0.61.0-limit-auth': 'limited: API Error: {"error":{"code":401',
      'gemini-0.61.0-limit-context':
        'limited: API Error: {"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens',
      'gemini-0.61.0-limit-payment': 'limited: API Error: {"error":{"code":402',
      'gemini-0.61.0-permission-edit': 'waiting: edit hello.txt?',
      'gemini-0.61.0-permission-long': expect.stringMatching(/^waiting: run `.*line 30 of the notes/),
      'gemini-0.61.0-permission-shell': `waiting: run \`${COMMIT}\`?`,
      // Both are there, and its keys go to the upper one.
      'gemini-0.61.0-permission-beside-trust': `waiting: run \`${COMMIT.replace('hello', 'x')}\`?`,
      'gemini-0.61.0-ratelimit': INTERRUPTIBLE,
      'gemini-0.61.0-trust': 'waiting: trust this folder?',
      'gemini-0.61.0-typed': INPUT,
      'gemini-0.61.0-working': INTERRUPTIBLE,
      'gemini-0.61.0-working-shell': INTERRUPTIBLE,
      'gemini-0.61.0-working-thinking': INTERRUPTIBLE,
      'opencode-1.18.33-asked': ASKED,
      'opencode-1.18.33-choice': PORT,
      'opencode-1.18.33-finished': 'done: its turn took 7.9s',
      'opencode-1.18.33-idle': OPENCODE_INPUT,
      'opencode-1.18.33-interrupted': OPENCODE_INPUT,
      'opencode-1.18.33-interrupted-long-path': OPENCODE_INPUT,
      'opencode-1.18.33-limit-auth': 'limited: invalid x-api-key',
      'opencode-1.18.33-permission-edit': 'waiting: Edit hello.txt?',
      'opencode-1.18.33-permission-shell': `waiting: run \`${COMMIT}\`?`,
      'opencode-1.18.33-ratelimit': 'limited: scripted rate limit; it tries again by itself',
      'opencode-1.18.33-typed': OPENCODE_INPUT,
      'opencode-1.18.33-working': INTERRUPTIBLE,
      'opencode-1.18.33-working-shell': INTERRUPTIBLE,
      'opencode-1.18.33-working-thinking': INTERRUPTIBLE,
    });
  });
});

const read = (cli: string, text: string) => AGENT_CLIS.find(({ name }) => name === cli)!.read({ kind: 'screen', text });

describe('an agent that prints what a dialog looks like', () => {
  /** The screen of a CLI at work or at rest, with words of the agent above its composer. */
  const withWords = (file: string, words: string): string => {
    const rows = readFileSync(new URL(`${file}.txt`, FOLDER), 'utf8')
      .trimEnd()
      .split('\n');
    const composer = { claude: /^─{10,}/u, codex: /^› /u, gemini: /^ [⠋-⠿]|\? for shortcuts$/u, opencode: /^ {5}▣/u }[file.split('-')[0]!]!;
    const at = rows.findLastIndex(
      (row, index) => composer.test(row) && (file.startsWith('claude') ? rows[index + 1]?.startsWith('❯') : true),
    );
    return [...rows.slice(0, at), ...words.split('\n'), '', ...rows.slice(at)].join('\n');
  };
  const dialogOf = (file: string): string =>
    readFileSync(new URL(`${file}.txt`, FOLDER), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-16)
      .join('\n');

  it.each([
    ['claude', '2.1.197'],
    ['codex', '0.169.0'],
    ['gemini', '0.61.0'],
    ['opencode', '1.18.33'],
  ])('%s: is not taken for one that asks', (cli, version) => {
    for (const dialog of ['permission-shell', 'permission-edit']) {
      for (const state of ['working-shell', 'working-thinking', 'finished']) {
        const screen = withWords(`${cli}-${version}-${state}`, dialogOf(`${cli}-${version}-${dialog}`));
        expect([dialog, state, read(cli, screen)?.asks ?? 'nothing']).toEqual([dialog, state, 'nothing']);
      }
    }
  });

  it('a dialog far above the end of the screen is none', () => {
    const dialog = ' Do you want to create a.txt?\n ❯ 1. Yes\n   2. No\n';
    expect(read('claude', dialog)?.asks).toBe('permission');
    expect(read('claude', dialog + '  more of its words\n'.repeat(30))).toBeNull();
  });
});
