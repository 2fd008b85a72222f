// Orders to one agent from the command line, and what it shows: send, interrupt, stop, resume, remove, finish, logs, screen, why, diff, trash, host.
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture, startAgent, statusOf } from '../helpers/story.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox();
});
afterAll(() => sandbox.end());

const cli = (...args: readonly string[]) => sandbox.cli(args);

test('send types to it, logs -f follows it to its end, screen shows it', async () => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const log = new LongCommand(sandbox, ['logs', 'ech', '-f']);
  await log.until('it is ready', (text) => text.includes('READY\n'));
  expect(await cli('send', 'echo', 'größe', '🤖', '--wait')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^sent to echo: lines written \(\d+\.\d s\)\n$/),
  });
  await log.until('it has answered', (text) => text.includes('got: größe 🤖\n'));
  expect((await cli('screen', 'echo')).stdout).toMatch(/^READY\ngröße 🤖\ngot: größe 🤖\n$/);
  expect((await cli('screen', 'echo', '--json')).json()).toEqual({ text: expect.stringContaining('got: größe 🤖') });
  expect((await cli('send', 'echo', 'exit 0', '--json')).json()).toEqual({
    agent: 'echo',
    proof: 'lines written',
    ms: expect.any(Number),
  });
  expect(await log.ended).toEqual({ exitCode: 0, signal: null });
  expect(await untilAgent(sandbox, 'echo', 'done')).toMatchObject({ pid: null });
});

test('what has ended is typed to no more', async () => {
  const refused = await cli('send', 'echo', 'hello', '--json');
  expect(refused.exitCode).toBe(1);
  expect(refused.json()).toMatchObject({ error: { tried: 'send echo a message', said: 'the agent does not run' } });
  expect((await cli('interrupt', 'echo', '--json')).json()).toMatchObject({
    error: { tried: 'interrupt echo', said: 'the agent does not run' },
  });
});

test('answer lists who asks, tells what one asks, and answers it', async () => {
  expect(await cli('answer')).toMatchObject({ exitCode: 0, stdout: 'nobody asks anything\n' });
  expect((await cli('answer', '--json')).json()).toEqual({ questions: [] });
  await cli('run', 'write hello.txt with "hi"', '--agent', 'claude', '--name', 'asker', '--policy', 'strict');
  await untilStatus(sandbox, 'asker asks a person', ({ agents }) => agents.some(({ question }) => question?.with === 'person'));
  const { questions } = (await cli('answer', '--json')).json<{ questions: readonly { options: readonly string[]; digest: string }[] }>();
  expect(questions).toMatchObject([{ agent: 'asker', kind: 'permission', text: expect.stringContaining('hello.txt') }]);
  expect((await cli('answer')).stdout).toMatch(/^asker · permission · \S.*\n {2}\S.*hello\.txt/u);
  const asked = await cli('answer', 'ask');
  expect(asked).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/no choice was given; asker asks:\n {2}.*hello\.txt/u),
  });
  for (const [at, option] of questions[0]!.options.entries()) expect(asked.stderr).toContain(`  ${at + 1}. ${option}`);
  expect((await cli('answer', 'asker', 'allow', '--digest', questions[0]!.digest)).exitCode).toBe(0);
  await untilAgent(sandbox, 'asker', 'idle');
  expect((await cli('answer', 'asker', '--json')).json()).toMatchObject({
    error: { kind: 'usage', said: 'no choice was given, and asker asks nothing' },
  });
  expect((await cli('answer', 'nobody', '--json')).json()).toMatchObject({ error: { kind: 'not-found' } });
  await cli('stop', 'asker');
});

test('logs --raw gives the bytes, logs -f --json a line for each piece', async () => {
  await startAgent(sandbox, 'spin', fixture('spinner'));
  const watch = new LongCommand(sandbox, ['logs', 'spin', '-f', '--raw']);
  await watch.until('escape sequences come as they are', (text) => text.includes('\u001b['));
  watch.signal('SIGINT');
  expect(await watch.ended).toEqual({ exitCode: 130, signal: null });
  expect((await cli('logs', 'spin')).stdout).not.toContain('\u001b');
  const json = new LongCommand(sandbox, ['logs', 'spin', '-f', '--json']);
  await cli('stop', 'spin');
  expect(await json.ended).toEqual({ exitCode: 0, signal: null });
  for (const line of json.stdout.trim().split('\n')) expect(JSON.parse(line)).toEqual({ text: expect.any(String) });
  expect((await cli('logs', 'spin', '--raw', '--json')).exitCode).toBe(2);
});

test('screen --ansi keeps the colours and nothing that acts', async () => {
  await startAgent(sandbox, 'hostile', fixture('hostile-escapes', 'modes'));
  const log = new LongCommand(sandbox, ['logs', 'hostile', '-f']);
  await log.until('it has printed all', (text) => text.includes('STILL HERE'));
  const shown = (await cli('screen', 'hostile', '--ansi')).stdout;
  expect(shown).toContain('STILL HERE');
  // Colours and links only: ESC is followed by `[…m` or an OSC 8.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  expect(shown.replace(/\u001b\[[0-9;:]*m|\u001b\]8;;(?:https?|file):[^\u0007\u001b]*\u001b\\|\u001b\]8;;\u001b\\/g, '')).not.toContain(
    '\u001b',
  );
  expect(log.stdout).not.toContain('\u001b');
  await cli('stop', 'hostile');
  await log.ended;
});

test('stop ends it, resume runs it again in its worktree, also by its goal', async () => {
  await startAgent(sandbox, 'again', fixture('prints-slowly'));
  const { worktree, goal } = (await agentOf(sandbox, 'again')) as { worktree: string; goal?: string };
  expect((await cli('stop', 'again', '--json')).json()).toEqual({ agents: ['again'] });
  expect(await agentOf(sandbox, 'again')).toMatchObject({ state: 'stopped', pid: null });
  expect((await cli('stop', 'again')).stdout).toBe('nothing was running\n');
  expect((await cli('resume', 'again', '--json')).json()).toMatchObject({ agent: 'again', agents: ['again'], goal: expect.any(String) });
  expect(await untilAgent(sandbox, 'again', 'working')).toMatchObject({ worktree });
  const refused = await cli('resume', 'again');
  expect(refused).toMatchObject({ exitCode: 2, stderr: 'orch-tui: resume again: again is working. Stop it first.\n' });
  await cli('stop', 'again');
  expect((await cli('resume', String(goal), '--json')).json()).toMatchObject({ agents: ['again'] });
  await cli('stop', 'again');
});

test('interrupt sends the keys that interrupt it', async () => {
  await startAgent(sandbox, 'busy', fixture('echoes'));
  await untilAgent(sandbox, 'busy', 'working', 'idle');
  expect(await cli('interrupt', 'busy')).toMatchObject({ exitCode: 0, stdout: 'interrupted busy\n' });
  expect((await untilAgent(sandbox, 'busy', 'failed')).error?.said).toMatch(/^ended by SIGINT/);
});

test('why tells the evidence and the history', async () => {
  const why = (await cli('why', 'busy', '--json')).json<{ history: { at: string; agent: string | null; text: string }[] }>();
  expect(why).toMatchObject({
    host: { pid: expect.any(Number) },
    agent: 'busy',
    state: 'failed',
    why: { source: 'process', rule: 'exit.failed' },
  });
  expect(why.history.map(({ text }) => text)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^worktree on orch\/busy at /), 'interrupted by a person']),
  );
  expect((await cli('why', 'busy')).stdout).toMatch(/^busy is failed\n {2}because process · exit\.failed: /);
});

test('diff shows committed, uncommitted and new files, as a patch that applies', async () => {
  await startAgent(sandbox, 'differ', fixture('edits-and-exits', 'new file.txt'));
  const { worktree } = await untilAgent(sandbox, 'differ', 'done');
  await writeFile(join(worktree ?? '', 'README.md'), 'A widget.\n\n\n');
  const diff = await cli('diff', 'differ');
  expect(diff.stdout).toContain('+++ b/README.md');
  const patch = join(sandbox.folder, 'work.patch');
  await writeFile(patch, diff.stdout);
  await sandbox.git('apply', '--check', patch);
});

test('finish delivers it otherwise than planned', async () => {
  expect((await cli('finish', 'differ', '--as', 'merge', '--json')).json()).toMatchObject({
    agent: 'differ',
    result: { kind: 'merge', commit: expect.stringMatching(/^[0-9a-f]{40}$/), url: null },
    notes: [],
  });
  expect(await sandbox.git('show', 'main:new file.txt')).toBe('differ\n');
  expect(await sandbox.git('status', '--porcelain')).toBe('');
});

test('remove asks first, with --force it does not; work that is nowhere else is rescued, and comes back', async () => {
  await startAgent(sandbox, 'gone', fixture('edits-and-exits', 'precious.txt'));
  const { worktree } = await untilAgent(sandbox, 'gone', 'done');
  await writeFile(join(worktree ?? '', 'untracked.txt'), 'not lost\n');
  const asked = await cli('remove', 'gone', '--json');
  expect(asked.exitCode).toBe(4);
  expect(asked.json()).toMatchObject({
    error: { kind: 'needs-person', tried: 'remove gone', said: expect.stringContaining('not in main') },
  });
  expect(existsSync(worktree ?? '')).toBe(true);
  const removed = (await cli('remove', 'gone', '--force', '--json')).json<{ rescueRef: string; restore: string }>();
  expect(removed).toMatchObject({ agent: 'gone', rescueRef: expect.stringMatching(/^refs\/orch\/rescue\/gone-/) });
  expect(await sandbox.git('show', `${removed.rescueRef}:untracked.txt`)).toBe('not lost\n');
  expect(existsSync(worktree ?? '')).toBe(false);
  expect((await statusOf(sandbox)).agents.map(({ name }) => name)).not.toContain('gone');

  const [entry] = (await cli('trash', 'list', '--json')).json<{ entries: { name: string }[] }>().entries;
  expect(removed.restore).toBe(`orch-tui trash restore ${entry?.name}`);
  const restored = (await cli('trash', 'restore', String(entry?.name), '--json')).json<{ path: string; branch: string }>();
  expect(await readFile(join(restored.path, 'untracked.txt'), 'utf8')).toBe('not lost\n');
  expect((await cli('trash', 'list')).stdout).toBe('the trash is empty\n');
});

test('remove asks a person at a terminal, and keeps everything unless it is told yes', async () => {
  await startAgent(sandbox, 'kept', fixture('edits-and-exits', 'kept.txt'));
  await untilAgent(sandbox, 'kept', 'done');
  const answers: readonly (readonly [readonly string[], number])[] = [
    [['n', 'enter'], 0],
    [['ctrl-d'], 0],
    [['ctrl-c'], 130],
    [['y', 'enter'], 0],
  ];
  for (const [keys, exitCode] of answers) {
    expect((await statusOf(sandbox)).agents.map(({ name }) => name)).toContain('kept');
    const terminal = sandbox.open(['remove', 'kept'], { cols: 200 });
    await terminal.until('it asks', (screen) => screen.includes('Remove kept? [y/N]'));
    for (const key of keys) terminal.press(key);
    expect(await terminal.exit).toEqual({ exitCode });
    expect(terminal.screen.text()).not.toContain('Error');
  }
  expect((await statusOf(sandbox)).agents.map(({ name }) => name)).not.toContain('kept');
  await cli('trash', 'empty');
});

test('trash says what it knows, and empties', async () => {
  await cli('remove', 'differ', '--force');
  expect((await cli('trash', 'empty', '--older-than', '3')).stdout).toBe('nothing to remove\n');
  expect((await cli('trash', 'empty', '--json')).json()).toEqual({ removed: [expect.stringMatching(/^differ-/)] });
  for (const words of [['restore'], ['restore', 'nothing'], ['list', 'x'], ['empty', 'x'], ['burn']]) {
    expect((await cli('trash', ...words)).exitCode).toBe(2);
  }
});

test('a prefix that two share names both', async () => {
  await startAgent(sandbox, 'twin-a', fixture('edits-and-exits', 'a'));
  await startAgent(sandbox, 'twin-b', fixture('edits-and-exits', 'b'));
  const refused = await cli('why', 'twin', '--json');
  expect(refused.exitCode).toBe(2);
  expect(refused.json()).toMatchObject({ error: { kind: 'usage', said: 'it could be twin-a, twin-b', next: 'Give more of the name' } });
});

test('attach without a terminal says what to use instead', async () => {
  const refused = await cli('attach', 'twin-a');
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^orch-tui: open the screen: this is no terminal\. Use the commands instead/);
});

test('status --once writes a block to the monitor log', async () => {
  await startAgent(sandbox, 'watched', fixture('echoes'));
  await untilAgent(sandbox, 'watched', 'working', 'idle');
  expect((await cli('status', '--once')).stdout).toMatch(/\nwatched {2,}command {2,}(?:working|idle) {2,}now {2,}orch\/watched\n/);
  const { checks } = (await cli('doctor', '--json')).json<{ checks: { name: string; said: string }[] }>();
  const log = await readFile(`${checks.find(({ name }) => name === 'state folder')?.said}/logs/monitor.log`, 'utf8');
  expect(log).toMatch(/^\[20\d\d-.*Z\] .*\n(?: {2}\S.*\n)* {2}watched +command +(?:working|idle) 0 min +orch\/watched/);
});

test('host tells of itself; --stop ends its agents and says which', async () => {
  expect((await cli('host', '--json')).json()).toMatchObject({ host: { pid: expect.any(Number), repo: sandbox.repo } });
  expect(await cli('host', '--stop')).toMatchObject({ exitCode: 0, stdout: 'the host has ended, with watched\n' });
  expect(sandbox.processes()).toEqual([]);
  const { host, agents } = await statusOf(sandbox);
  expect(host).toBeNull();
  expect(agents.find(({ name }) => name === 'watched')).toMatchObject({ state: 'stopped', pid: null });
});
