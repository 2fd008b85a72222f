// `orch-tui mcp` with the built binary and the SDK's own client: for an agent by its token, and for a person inside any session of theirs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture } from '../helpers/story.js';
import { untilAgent } from '../helpers/watch-status.js';

interface Told {
  readonly text: string;
  readonly isError: boolean;
}

class Session {
  /** Lines on its standard output that are none of the protocol, and what else went wrong. */
  readonly noise: string[] = [];
  readonly #client = new Client({ name: 'story', version: '1' });

  /** `args` beside `mcp`. */
  static async open(args: readonly string[], { cwd = sandbox.repo } = {}): Promise<Session> {
    const session = new Session();
    const [, ...words] = sandbox.argv(['mcp', ...args]);
    const transport = new StdioClientTransport({ command: process.execPath, args: words, cwd, env: { ...sandbox.env }, stderr: 'ignore' });
    session.#client.onerror = (error) => session.noise.push(String(error));
    await session.#client.connect(transport);
    sessions.push(session);
    return session;
  }

  async tools(): Promise<readonly string[]> {
    return (await this.#client.listTools()).tools.map(({ name }) => name);
  }

  async call(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Told> {
    const { content, isError } = await this.#client.callTool({ name, arguments: args });
    return { text: (content as { text: string }[]).map(({ text }) => text).join('\n'), isError: isError === true };
  }

  async prompt(goal: string): Promise<string> {
    const { messages } = await this.#client.getPrompt({ name: 'orch', arguments: { goal } });
    return (messages[0]?.content as { text: string }).text;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

let sandbox: Sandbox;
const sessions: Session[] = [];

const ofAgent = (name: string) => {
  const file = join(sandbox.repo, '.git/worktrees', name, 'orch/token');
  return [`--socket=${socket}`, `--token-file=${file}`];
};
let socket = '';

beforeAll(async () => {
  sandbox = await makeSandbox();
  const args = ['two at it', '--name', 'one', '--command', fixture('runs-what-it-is-told'), '--count', '2', '--finish', 'keep'];
  expect((await sandbox.cli(['run', ...args])).exitCode).toBe(0);
  for (const name of ['one', 'one-2']) await untilAgent(sandbox, name, 'working');
  const pid = (await agentOf(sandbox, 'one')).pid as number;
  const variables = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0');
  socket = variables.find((each) => each.startsWith('ORCH_SOCKET='))?.slice('ORCH_SOCKET='.length) ?? '';
});
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  expect(sessions.flatMap(({ noise }) => noise)).toEqual([]);
  await sandbox.end();
});

test('an agent knows itself and the others, writes to them, is answered, and tells its progress', async () => {
  const [one, two] = [await Session.open(ofAgent('one')), await Session.open(ofAgent('one-2'))];
  expect(await one.tools()).toContain('delegate');
  expect((await one.call('whoami')).text).toMatch(/^You are one \(id /u);
  expect((await one.call('agents')).text).toMatch(/- one \(you\)[\s\S]*- one-2:/u);
  const waiting = two.call('inbox', { wait_seconds: 45 });
  expect((await one.call('send', { to: 'one-2', text: 'which port?', wants_reply: true })).text).toMatch(/^Sent to one-2/u);
  const { text: read } = await waiting;
  expect(read).toMatch(/question from one, id [^;]+;.*a reply is wanted[\s\S]*which port\?/u);
  const message = /call reply with message "([^"]+)"/u.exec(read)?.[1];
  expect((await two.call('reply', { message, text: '8080' })).text).toContain('Answered one.');
  const { text: reply } = await one.call('inbox', { wait_seconds: 45 });
  expect(reply).toMatch(/answer from one-2[\s\S]*8080/u);
  await one.call('progress', { text: 'the port is known' });
  const told = (await sandbox.cli(['status', '--json'])).json<{ agents: { name: string; progress: string | null }[] }>();
  expect(told.agents.find(({ name }) => name === 'one')?.progress).toBe('the port is known');
});

test('each answer ends with what waits unread', async () => {
  const [one, two] = [await Session.open(ofAgent('one')), await Session.open(ofAgent('one-2'))];
  await one.call('send', { to: 'one-2', text: 'mind the gap' });
  expect((await two.call('whoami')).text).toMatch(/\nYou have 1 unread message: call inbox\.$/u);
  expect((await two.call('inbox')).text).not.toContain('unread');
});

test('what an agent may not is an error of the tool', async () => {
  const one = await Session.open(ofAgent('one'));
  expect(await one.call('send', { to: 'nobody', text: 'hello' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('none of that name'),
  });
  expect(await one.call('delegate', { task: 'all of it' })).toMatchObject({ isError: true });
  expect(await one.call('orch_stop', { agent: 'one-2' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('there is no such tool'),
  });
});

test('a token of nobody is refused with each call, and a part of a token acts for no person', async () => {
  const stranger = await Session.open([`--socket=${socket}`, `--token-file=${join(sandbox.repo, 'README.md')}`]);
  expect(await stranger.call('whoami')).toMatchObject({ isError: true });
  const lame = await sandbox.cli(['mcp', `--token-file=${join(sandbox.repo, 'README.md')}`], { input: '' });
  expect(lame).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('there is no socket') });
});

test('a person sees what runs, writes to an agent, orders a goal and reads the slash command, from inside any session', async () => {
  const person = await Session.open([]);
  expect((await person.tools()).filter((name) => !name.startsWith('orch_'))).toEqual([]);
  expect((await person.call('orch_status')).text).toMatch(/agent one: /u);
  expect((await person.call('orch_send', { to: 'one-2', text: 'hello from me' })).text).toContain('Sent to one-2');
  const started = await person.call('orch_run', { goal: 'look around', agent: 'demo', plan: 'none', finish: 'keep' });
  expect(started.text).toMatch(/^Started goal \S+; agents: look-around/u);
  expect((await person.call('orch_show', { agent: 'one' })).text).toMatch(/^one is \w+: [\s\S]*READY/u);
  expect((await person.call('orch_stop', { agent: 'nobody' })).isError).toBe(true);
  expect(await person.prompt('make a shop')).toMatch(/^Request: make a shop/u);
});

test('outside a repository a person is told so, and the server goes on', async () => {
  const person = await Session.open([], { cwd: sandbox.folder });
  const { text, isError } = await person.call('orch_status');
  expect([isError, text]).toEqual([true, expect.stringContaining('this is not a git repository')]);
  expect(await person.tools()).toContain('orch_run');
});

test('an agent is told when its host has gone, and found again when its CLI runs anew', async () => {
  const one = await Session.open(ofAgent('one'));
  const { host } = (await sandbox.cli(['status', '--json'])).json<{ host: { pid: number } }>();
  process.kill(host.pid, 'SIGKILL');
  const gone = await one.call('whoami');
  expect(gone).toMatchObject({ isError: true, text: expect.stringMatching(/^reach the host of this agent: [\s\S]*try again later/u) });
  expect((await sandbox.cli(['resume', 'one', '--fresh'])).exitCode).toBe(0);
  await untilAgent(sandbox, 'one', 'working');
  expect((await one.call('whoami')).text).toMatch(/^You are one \(id /u);
});

test('the slash command is printed for each CLI', async () => {
  const printed = await sandbox.cli(['mcp', '--print-command', 'gemini']);
  expect(printed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('.gemini/commands/orch.toml') });
  expect(printed.stdout).toMatch(/^description = /u);
});
