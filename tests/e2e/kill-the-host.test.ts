// kill -9 of the host at work: no terminal is left broken, no agent and no worktree is lost, nobody runs twice, and each can go on.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, attach, fixture, prose, startAgent, statusOf } from '../helpers/story.js';
import { everythingRestored, type Terminal } from '../helpers/terminal.js';
import { untilAgent } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

const shows = (terminal: Terminal, text: string) => terminal.until(`${text} is shown`, (screen) => screen.rows().join('').includes(text));
/** One that has ended may stay in the table until whoever adopted it looks. */
const isAlive = (pid: number | null) =>
  pid !== null && existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

test('kill -9: clients say so, survivors are ended first, worktrees stay, and a conversation is resumed by its id', async () => {
  await startAgent(sandbox, 'stays', fixture('ignores-sighup'));
  const task = 'write notes.txt with "half of it" unasked';
  expect(await sandbox.cli(['run', task, '--name', 'talks', '--agent', 'claude'])).toMatchObject({ exitCode: 0 });
  const terminal = sandbox.open();
  await shows(terminal, 'READY');
  terminal.press('2');
  await shows(terminal, 'DONE: wrote notes.txt.');
  await attach(terminal);
  const before = await statusOf(sandbox);
  const [stays, talks] = ['stays', 'talks'].map((name) => before.agents.find((agent) => agent.name === name));

  process.kill(before.host?.pid ?? 0, 'SIGKILL');
  expect(await terminal.exit).toEqual({ exitCode: 1 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(terminal.screen.rows().join('')).toMatch(/the host ended unexpectedly\. Nothing is lost: run `orch-tui` again, then `r` resumes/);
  expect(isAlive(stays?.pid ?? null)).toBe(true);
  const stored = await statusOf(sandbox);
  expect(stored.host).toBeNull();
  expect(stored.agents.map(({ name }) => name)).toEqual(['stays', 'talks']);

  const again = sandbox.open([], { cols: 80, rows: 24 });
  await again.until('both are shown as interrupted', (screen) => screen.rows().filter((row) => /■.*interrupted/.test(row)).length >= 2);
  expect(isAlive(stays?.pid ?? null)).toBe(false);
  expect(readFileSync(join(talks?.worktree ?? '', 'notes.txt'), 'utf8')).toBe('half of it\n');
  expect(await agentOf(sandbox, 'talks')).toMatchObject({ state: 'interrupted', pid: null, conversation: talks?.conversation });

  again.press('2', 'r');
  await again.until('its conversation goes on', (screen) => screen.includes(`> ${task}`) && screen.includes('❯'));
  const resumed = await agentOf(sandbox, 'talks');
  expect(resumed).toMatchObject({ worktree: talks?.worktree, branch: 'orch/talks', conversation: talks?.conversation });
  expect(isAlive(resumed.pid)).toBe(true);
  // A command has no conversation to go on with: it is started again with its task.
  expect(await sandbox.cli(['resume', 'stays'])).toMatchObject({ exitCode: 0 });
  again.press('1');
  await shows(again, 'READY');
});

test('a reboot: nothing runs, no socket is there, pids mean nothing; every conversation goes on, and none with the task of another', async () => {
  const tasks = ['one', 'two', 'three'].map((name) => ({ name, text: `write ${name}.txt with "${name}" unasked` }));
  for (const { name, text } of tasks) {
    expect(await sandbox.cli(['run', text, '--name', name, '--agent', 'gemini'])).toMatchObject({ exitCode: 0 });
    await untilAgent(sandbox, name, 'idle');
  }
  const before = await statusOf(sandbox);
  const conversations = before.agents.map(({ name, conversation }) => [name, conversation]);
  for (const pid of [before.host?.pid, ...before.agents.map((agent) => agent.pid)]) process.kill(pid ?? 0, 'SIGKILL');

  const folder = join(before.agents[0]?.worktree ?? '', '../..');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  for (const file of ['state.json', 'events.jsonl']) {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(boot, '00000000-0000-0000-0000-000000000000'));
  }
  rmSync(sandbox.env.XDG_RUNTIME_DIR ?? '', { recursive: true });
  mkdirSync(sandbox.env.XDG_RUNTIME_DIR ?? '', { mode: 0o700 });

  for (const { name } of tasks) expect(await sandbox.cli(['resume', name])).toMatchObject({ exitCode: 0 });
  for (const { name, text } of tasks) {
    await untilAgent(sandbox, name, 'idle');
    const { stdout } = await sandbox.cli(['screen', name]);
    expect([name, tasks.filter((task) => stdout.includes(`> ${task.text}`)).map((task) => task.name)]).toEqual([name, [name]]);
    expect(stdout).toContain(`> ${text}`);
  }
  expect((await statusOf(sandbox)).agents.map(({ name, conversation }) => [name, conversation])).toEqual(conversations);
});

test.each([
  ['damaged', '{"version": 1, "seq": 12, "agen'],
  ['newer', '{"version": 999, "agents": {}}'],
])('a %s state file is set aside, the good copy before it is used, and the person is told', async (why, found) => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const before = await agentOf(sandbox, 'echo');
  await sandbox.cli(['host', '--stop']);
  await startAgent(sandbox, 'other', fixture('echoes'));
  await sandbox.cli(['host', '--stop']);
  const folder = join(before.worktree ?? '', '../..');
  writeFileSync(join(folder, 'state.json'), found);

  const terminal = sandbox.open();
  await terminal.until('both agents are there', (screen) => /■ . echo/.test(screen.text()) && /■ . other/.test(screen.text()));
  await shows(terminal, 'Please read');
  expect(prose(terminal.screen)).toContain(`state.json is ${why}`);
  const [aside] = readdirSync(folder).filter((name) => name.startsWith(`state.json.${why}-`));
  expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(found);
  terminal.press('enter');
  await terminal.until('it is read', (screen) => !screen.includes('Please read'));
  expect(await agentOf(sandbox, 'echo')).toMatchObject({ worktree: before.worktree, branch: before.branch, state: 'stopped' });
});

test('a task given while the host is ending is started by the next host', async () => {
  await startAgent(sandbox, 'stubborn', fixture('ignores-sigterm'));
  const terminal = sandbox.open();
  await shows(terminal, 'READY');
  const stopping = sandbox.cli(['host', '--stop']);
  await terminal.until('the agent refuses to end', (screen) => screen.includes('NO'));
  await startAgent(sandbox, 'late', fixture('echoes'));
  expect(await stopping).toMatchObject({ exitCode: 0, stdout: 'the host has ended, with stubborn\n' });
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  const next = sandbox.open(['attach', 'late']);
  await shows(next, 'READY');
});
