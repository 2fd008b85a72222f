// Messages to agents: kept, typed when the agent rests and proven to be taken, there again after kill -9, given up and sent again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeptMessage } from '../../src/core/model/message.js';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, attach, detach, fixture, statusOf } from '../helpers/story.js';
import { untilAgent } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  // A failed delivery is given up at once.
  sandbox = await makeSandbox({ env: { ORCHESTRATOR_MESSAGES__RETRIES: '0' } });
});
afterEach(() => sandbox.end());

const cli = (...args: readonly string[]) => sandbox.cli(args);
const run = async (name: string, task: string) => {
  expect(await cli('run', task, '--name', name, '--agent', 'claude')).toMatchObject({ exitCode: 0 });
};
const kept = async (...args: readonly string[]) =>
  (await cli('messages', '--json', ...args)).json<{ messages: readonly KeptMessage[] }>().messages;
/** The changes that `messages --follow` tells. */
async function untilMessage(what: string, holds: (all: readonly KeptMessage[]) => boolean): Promise<void> {
  const follow = new LongCommand(sandbox, ['messages', '--follow', '--json']);
  const told = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as KeptMessage);
  try {
    await follow.until(what, (text) => holds(told(text)));
  } finally {
    follow.signal('SIGKILL');
    await follow.ended;
  }
}

test('a message is typed with proof when the agent rests; one that waits survives kill -9 and is typed after the resume', async () => {
  await run('one', 'write one.txt with "1" unasked');
  await run('two', 'hang');
  await untilAgent(sandbox, 'one', 'idle');
  await untilAgent(sandbox, 'two', 'working');

  expect(await cli('messages', 'send', 'one', 'write more.txt with "more" unasked')).toMatchObject({
    exitCode: 0,
    stdout: 'kept for one\n',
  });
  await untilMessage('it was taken', (all) => all.some(({ state, via }) => state === 'acknowledged' && via === 'terminal'));
  await untilAgent(sandbox, 'one', 'idle');
  const { worktree } = await agentOf(sandbox, 'one');
  expect(readFileSync(join(worktree ?? '', 'more.txt'), 'utf8')).toBe('more\n');
  expect((await cli('screen', 'one')).stdout).toMatch(/\[Message m\w+ from the person\]/u);

  // What has lines and marks comes from standard input.
  const fromInput = await sandbox.cli(['messages', 'send', 'two', '-'], { input: 'write late.txt with "late" unasked\n' });
  expect(fromInput).toMatchObject({ exitCode: 0 });
  expect(await kept('--agent', 'two')).toMatchObject([{ state: 'queued', via: null, message: { from_agent: 'person', retry_count: 0 } }]);
  process.kill((await statusOf(sandbox)).host?.pid ?? 0, 'SIGKILL');
  const stored = await cli('messages', '--json', '--follow');
  expect(stored.json()).toMatchObject({ host: null, messages: [{ state: 'acknowledged' }, { state: 'queued', toName: 'two' }] });
  expect((await cli('messages')).stdout).toMatch(/person → two +message +queued +write late\.txt/u);

  expect(await cli('resume', 'two')).toMatchObject({ exitCode: 0 });
  await untilMessage('it was taken', (all) => all.some(({ state, toName }) => state === 'acknowledged' && toName === 'two'));
  await untilAgent(sandbox, 'two', 'idle');
  const two = await agentOf(sandbox, 'two');
  expect(existsSync(join(two.worktree ?? '', 'late.txt'))).toBe(true);
  // Begun once; it stands there a second time as it was pasted.
  expect((await cli('screen', 'two')).stdout.split('> [Message ')).toHaveLength(2);
}, 120_000);

test('one that comes while it works is told before its work counts as done', async () => {
  const order = ['run', 'busy', '--name', 'busy', '--command', fixture('works-until-told'), '--finish', 'merge'];
  expect(await cli(...order)).toMatchObject({ exitCode: 0 });
  await untilAgent(sandbox, 'busy', 'working');
  await cli('messages', 'send', 'busy', 'the port is 4021');
  expect(await kept()).toMatchObject([{ state: 'queued' }]);
  expect(await cli('send', 'busy', 'go')).toMatchObject({ exitCode: 0 });
  await untilAgent(sandbox, 'busy', 'done');
  expect(await sandbox.git('show', 'main:told.txt')).toMatch(/^\[Message m\w+ from the person\]\nthe port is 4021\nTo reply: /u);
  expect(await kept()).toMatchObject([{ state: 'acknowledged', via: 'terminal' }]);
}, 120_000);

test('one that the agent does not take is given up, seen among the given up, and sent again', async () => {
  await run('one', 'write one.txt with "1" unasked');
  await untilAgent(sandbox, 'one', 'idle');
  const terminal = sandbox.open();
  await terminal.until('it is shown', (screen) => screen.includes('DONE: wrote one.txt.'));
  await attach(terminal);
  terminal.type('half a thought');
  await terminal.until('the draft stands there', (screen) => screen.includes('half a thought'));
  await detach(terminal);

  await cli('messages', 'send', 'one', 'write more.txt with "more" unasked');
  await untilMessage('it is given up', (all) => all.some(({ state }) => state === 'dead'));
  expect((await cli('messages', '--dead')).stdout).toMatch(
    /person → one +message +given up \(1 failed\) +write more\.txt .* ← its input line holds text/u,
  );
  await attach(terminal);
  terminal.press('enter');
  await terminal.until('the draft was sent', (screen) => screen.includes('> half a thought'));
  await detach(terminal);
  expect((await cli('messages', 'retry', '--all')).stdout).toBe('1 message is tried again\n');
  await untilMessage('it was taken', (all) => all.some(({ state }) => state === 'acknowledged'));
  expect(await kept('--dead')).toEqual([]);
}, 120_000);

test('bad words are refused with what is allowed, and nothing is kept', async () => {
  await run('one', 'hang');
  await untilAgent(sandbox, 'one', 'working');
  for (const [words, exitCode, said] of [
    [['send', 'one'], 2, 'send takes a receiver and a text'],
    [['send', 'nobody', 'hello'], 2, 'there is none of that name'],
    [['send', 'one', 'x'.repeat(70_000)], 2, 'a message has at most 64'],
    [['reply', 'm1', 'hello'], 2, 'there is none like it'],
    [['retry'], 2, 'retry takes messages, or --all'],
    [['drop', 'm1'], 2, 'there is none like it'],
    [['--dead', '--inbox'], 2, 'exclude each other'],
  ] as const) {
    const refused = await cli('messages', ...words);
    expect([words[0], refused.exitCode]).toEqual([words[0], exitCode]);
    expect(refused.stderr).toContain(said);
  }
  expect(await kept()).toEqual([]);
});
