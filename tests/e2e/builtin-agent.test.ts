// The built-in agent: the built program in a real PTY, against a model of our own by a script; under the host and alone.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtinSettings } from '../../src/core/model/builtin-settings.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { anyRequest, lastHas, type ModelReply, type ModelRequest, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { root } from '../helpers/checkout.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf } from '../helpers/story.js';
import { everythingRestored } from '../helpers/terminal.js';
import { untilFile } from '../helpers/wait-for.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

const KEY = 'sk-0123456789-not-a-real-key';
const program = join(root, 'dist/builtin-agent.js');
const call = (name: string, given: object) => ({ calls: [{ name, arguments: given }] });
const finish = (summary: string, outcome = 'done') => call('finish', { outcome, summary });

let model: ModelServer;
let sandbox: Sandbox;
beforeEach(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: model.url } });
});
afterEach(async () => {
  await sandbox.end();
  await model.close();
  expect(model.unexpected).toEqual([]);
});

const alone = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  sandbox.openCommand([process.execPath, program, ...args], { cols: 80, rows: 24, env });

test('under the host: it writes, runs what the policy allows and not what it denies, and its work is merged', async () => {
  const config = join(sandbox.folder, 'policy.json');
  const policy = [
    { tool: 'shell', command: 'cat hello.txt', do: 'allow' },
    { tool: 'shell', command: 'curl *', do: 'deny' },
  ];
  await writeFile(config, JSON.stringify({ policy }));
  model.on(
    anyRequest,
    { text: 'I write it.', ...call('write_file', { path: 'hello.txt', content: 'Hello\n' }) },
    call('run_command', { command: 'curl example.org' }),
    call('run_command', { command: 'cat hello.txt' }),
    call('report_progress', { progress: 'written and read' }),
    finish('hello.txt says Hello.'),
  );
  const words = ['run', 'Say hello', '--agent', 'builtin', '--name', 'writer', '--finish', 'merge', '--wait', '--json'];
  const ran = await sandbox.cli([...words, '--config', config]);
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(await sandbox.git('show', 'main:hello.txt')).toBe('Hello\n');
  const agent = await agentOf(sandbox, 'writer');
  expect(agent).toMatchObject({
    state: 'done',
    harness: 'builtin',
    progress: 'written and read',
    usage: { inputTokens: 500, outputTokens: 100 },
  });
  const { toolResults } = model.requests.at(-1) as ModelRequest;
  expect(toolResults[1]).toContain('refused');
  expect(toolResults[2]).toContain('exit code 0\nHello');
  const why = (await sandbox.cli(['why', 'writer'])).stdout;
  expect(why).toContain('policy, configured rule 1: shell "cat hello.txt" allow');
  expect(why).toContain('policy, configured rule 2: shell "curl *" deny');
  const log = (await sandbox.cli(['logs', 'writer'])).stdout;
  for (const words of [
    'I write it.',
    '· wrote hello.txt +1 -0',
    '+ Hello',
    '× run curl example.org: refused',
    'turn 5 of 30 · 500 tokens in',
  ])
    expect(log).toContain(words);
  // Nothing of the key stands anywhere on the disk.
  expect((await run('grep', ['-r', '--text', '-l', KEY, sandbox.folder])).trim()).toBe('');
});

test('under the host: with the strict policy an edit waits for a person, and a message is taken up while it works', async () => {
  model.on(lastHas('Say hello'), call('write_file', { path: 'hello.txt', content: 'Hello\n' }));
  model.on(lastHas('Written: hello.txt'), { does: 'hangs' });
  model.on(lastHas('That is enough'), finish('Enough.'));
  const words = ['run', 'Say hello', '--agent', 'builtin', '--name', 'strict', '--policy', 'strict', '--finish', 'branch'];
  expect(await sandbox.cli(words)).toMatchObject({ exitCode: 0 });
  const asking = await untilStatus(sandbox, 'a person is asked', ({ agents }) => agents[0]?.question?.with === 'person');
  expect(asking.agents[0]?.question).toMatchObject({
    text: 'edit this file: write hello.txt (6 characters)',
    path: 'hello.txt',
    tool: 'edit',
  });
  expect(await sandbox.cli(['answer', 'strict', 'allow'])).toMatchObject({ exitCode: 0 });
  await model.arrived(2);
  expect((await sandbox.cli(['send', 'strict', 'That is enough', '--wait'])).exitCode).toBe(0);
  expect((await sandbox.cli(['interrupt', 'strict'])).exitCode).toBe(0);
  await untilAgent(sandbox, 'strict', 'done', 'idle', 'finishing');
  expect((model.requests.at(-1) as ModelRequest).messages.at(-1)?.content).toBe('That is enough');
});

test('without a key it is said before anything is made', async () => {
  const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
  const ran = await sandbox.cli(['run', 'Say hello', '--agent', 'builtin'], { env });
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('no key is set');
  expect(await sandbox.git('branch', '--list', 'orch/*')).toBe('');
});

test('a person answers its dialogs by a key; what is refused is told to it, what is allowed for good is not asked again', async () => {
  model.on(
    anyRequest,
    call('run_command', { command: 'echo one' }),
    call('run_command', { command: 'echo two' }),
    call('run_command', { command: 'echo two' }),
    call('ask_person', { question: 'Which colour?', options: ['red', 'blue'] }),
    finish('Asked and done.'),
  );
  const terminal = alone(['--once', '--', 'Try it']);
  await terminal.until('the first dialog stands', (screen) => screen.text().includes('echo one\n1. Yes'));
  terminal.type('3');
  await terminal.until('the second dialog stands', (screen) => screen.text().includes('echo two\n1. Yes'));
  terminal.type('2');
  await terminal.until('it asks', (screen) => screen.text().includes('It asks: Which colour?\n1. red'));
  terminal.type('2');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  const { toolResults } = model.requests.at(-1) as ModelRequest;
  expect(toolResults[0]).toContain('refused');
  expect(toolResults[1]).toContain('two');
  expect(toolResults[2]).toContain('two');
  expect(toolResults[3]).toBe('The person answers: blue');
  expect(terminal.restored()).toEqual(everythingRestored);
});

test('Esc interrupts a request, a line goes on, and Ctrl-C twice ends it; the next one goes on where it was', async () => {
  const env = { ORCH_STATE: join(sandbox.folder, 'state') };
  model.on(lastHas('Think'), { does: 'hangs' });
  model.on(lastHas('Rather write'), call('write_file', { path: 'a.txt', content: 'a' }));
  model.on(lastHas('Written: a.txt'), { does: 'hangs' });
  const terminal = alone(['--once', '--session=talk', '--', 'Think'], env);
  await model.arrived(1);
  terminal.press('escape');
  await terminal.until('it is interrupted', (screen) => screen.text().includes('Interrupted.'));
  terminal.paste('Rather write');
  await terminal.until(
    'the line is read',
    (screen) => screen.row(-1) === '> Rather write' || screen.text().trimEnd().endsWith('> Rather write'),
  );
  terminal.press('enter');
  await model.arrived(3);
  terminal.press('ctrl-c');
  await terminal.until('it is interrupted again', (screen) => screen.text().split('Interrupted.').length === 3);
  terminal.press('ctrl-c');
  expect(await terminal.exit).toEqual({ exitCode: 130 });
  expect(terminal.restored()).toEqual(everythingRestored);

  model.on(lastHas('Written: a.txt'), finish('There it is.'));
  const again = alone(['--once', '--resume=talk'], env);
  expect(await again.exit).toEqual({ exitCode: 0 });
  expect(model.requests.at(-1)?.toolResults).toEqual(['Written: a.txt']);
});

test('killed in the middle of a command, it is resumed and told that nobody knows how that ended; what was done is not done again', async () => {
  const env = { ORCH_STATE: join(sandbox.folder, 'state') };
  const ready = join(sandbox.folder, 'ready');
  model.on(lastHas('Do it'), call('write_file', { path: 'a.txt', content: 'a' }));
  model.on(lastHas('Written: a.txt'), call('run_command', { command: `touch ${ready}; sleep 60` }));
  model.on(lastHas('look for yourself'), finish('Looked.'));
  const terminal = alone(['--once', '--session=killed', '--', 'Do it'], env);
  await terminal.until('the dialog stands', (screen) => screen.text().includes('1. Yes'));
  terminal.type('1');
  await untilFile(ready);
  process.kill(terminal.pid as number, 'SIGKILL');
  expect(await terminal.exit).toEqual({ exitCode: 137 });
  for (const { pid } of sandbox.processes()) process.kill(pid, 'SIGKILL');
  const again = alone(['--once', '--resume=killed'], env);
  expect(await again.exit).toEqual({ exitCode: 0 });
  expect(model.requests).toHaveLength(3);
  expect(model.requests.at(-1)?.toolResults).toEqual(['Written: a.txt', expect.stringContaining('look for yourself')]);
});

test.each([
  [
    'its turns',
    { turns: 2 },
    [call('list_files', {}), call('read_file', { path: 'README.md' }), call('list_files', {})],
    5,
    'its 2 turns are used up',
  ],
  ['a model that fails', {}, [{ status: 400, body: { error: { message: 'no such thing' } } }], 1, 'no such thing'],
  ['its own word', {}, [finish('There is no such file.', 'failed')], 1, 'There is no such file.'],
] as const)('%s ends it with its exit code and the reason as its last line', async (_what, more, replies, exitCode, said) => {
  model.on(anyRequest, ...(replies as unknown as readonly ModelReply[]));
  const settings = { ...builtinSettings(DEFAULT_CONFIG), ...more };
  const terminal = alone(['--once', '--', 'Do it'], { ORCH_BUILTIN: JSON.stringify(settings) });
  expect(await terminal.exit).toEqual({ exitCode });
  const rows = terminal.screen.text().trimEnd().split('\n');
  expect(rows.slice(-3).join(' ')).toContain(said);
});

test('a terminal that goes away ends it', async () => {
  model.on(anyRequest, { does: 'hangs' });
  const terminal = alone(['--once', '--', 'Do it']);
  await model.arrived(1);
  terminal.hangUp();
  expect(await sandbox.leftAfter()).toEqual([]);
});

test('at a terminal of a person it goes on talking, its edits are judged here, and it can be taken up again', async () => {
  model.on(lastHas('Write it'), call('write_file', { path: 'b.txt', content: 'b' }));
  model.on(lastHas('Written: b.txt'), { text: 'It is **written**.\nWhat else?' });
  model.on(lastHas('Nothing'), { text: 'Good.' });
  const terminal = sandbox.open(['agent', 'Write', 'it'], { cols: 80, rows: 24 });
  await terminal.until('it has answered', (screen) => screen.text().includes('What else?'));
  expect(terminal.screen.text()).toContain('· wrote b.txt +1 -0\n+ b');
  terminal.type('Nothing');
  await terminal.until('the line stands', (screen) => screen.text().trimEnd().endsWith('> Nothing'));
  terminal.press('enter');
  await terminal.until('it has answered again', (screen) => screen.text().includes('Good.'));
  terminal.press('ctrl-d');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
  const id = /agent --resume ([\w-]+)/.exec(terminal.screen.text())?.[1] as string;
  model.on(lastHas('Again'), { text: 'Here I am.' });
  const again = await sandbox.cli(['agent', '--resume', id, 'Again']);
  expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Here I am.') });
  expect((model.requests.at(-1) as ModelRequest).messages.map(({ role }) => role)).toEqual([
    ...['system', 'user', 'assistant', 'tool', 'assistant', 'user', 'assistant', 'user'],
  ]);
});

test('without a terminal it prints plain lines and asks nobody', async () => {
  model.on(anyRequest, call('run_command', { command: 'echo no' }), finish('Could not run it.'));
  const ran = await sandbox.cli(['agent', '--once', 'Run it']);
  expect(ran.exitCode).toBe(0);
  expect(ran.stdout).toContain('Could not run it.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
  expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/u);
  expect(model.requests.at(-1)?.toolResults[0]).toContain('nobody can be asked');
});

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, (_error, stdout) => resolve(stdout));
  });
}
