// Real CLIs on another machine: asked and answered from home, looked at and typed to from home, delegating there, and taken over when their worker is killed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Status as WholeStatus } from '../../src/core/model/status.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { attach, detach } from '../helpers/story.js';
import { untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';
import { CLI_NAMES, type CliName, cliVariables, furnish, installedCli } from './real-cli.js';
import { whatIsMissing } from './stories.js';
import { makeWorld, type World } from './world.js';

/** A CLI takes long to start on a loaded machine, and a killed worker is missed only after a while. */
const LATE_MS = 150_000;
const SOON_LOST = { ORCHESTRATOR_REGISTRY__HEARTBEAT_SECONDS: '1', ORCHESTRATOR_REGISTRY__STALE_SECONDS: '10' };

let redis: RedisServer;
let world: World;
let machines: WorkerMachine[];

async function begin(cli: CliName, env: Readonly<Record<string, string>> = {}): Promise<void> {
  redis = await startRedis();
  world = await makeWorld(cli, { env: { ...SECRET, ...env, ORCHESTRATOR_REDIS__URL: redis.url } });
  machines = [];
}

interface MachineOrder {
  readonly trusts: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** In the configuration of its person. */
  readonly policy?: readonly object[];
}

/** A machine of its own: what the CLI needs there (its key, its settings, its trust) is in its home and its environment, and comes from nowhere else. */
async function worker(name: string, { trusts, env = {}, policy }: MachineOrder) {
  const { cli, model, sandbox } = world;
  const own = cliVariables(cli, model.address, installedCli(cli) ?? '');
  const machine = await WorkerMachine.make({ name, of: sandbox.repo, env: { ...own, ...env } });
  machines.push(machine);
  const { HOME = '', XDG_CONFIG_HOME = '' } = machine.sandbox.env;
  await mkdir(join(XDG_CONFIG_HOME, 'orch-tui'), { recursive: true });
  if (policy !== undefined) await writeFile(join(XDG_CONFIG_HOME, 'orch-tui/config.json'), JSON.stringify({ policy }));
  await machine.start(['--redis', redis.url]);
  // gemini goes by the path of the worktree, the others by the clone that it is of.
  const trusted = cli === 'gemini' ? machine.sandbox.folder : machine.clone;
  await furnish(cli, { model: model.address, home: HOME, config: XDG_CONFIG_HOME, trusted: trusts ? trusted : null });
  return machine;
}

async function answer(text: string, choice: string): Promise<void> {
  const isAsked = ({ question }: { readonly question: { readonly text: string; readonly options: readonly string[] } | null }) =>
    question !== null && question.options.length > 1 && question.text.includes(text);
  const { question } = await world.until(`it asks: ${text}`, isAsked);
  const answered = await world.orch('answer', 'real', choice, '--digest', question?.digest ?? '');
  expect(answered).toMatchObject({ exitCode: 0, stderr: '' });
}

async function end(): Promise<void> {
  await world.end();
  for (const machine of machines) await machine.end();
  await redis.end();
}

describe.skipIf(whatIsMissing('claude') !== null)('claude', { timeout: 600_000 }, () => {
  beforeEach(() => begin('claude', SOON_LOST));
  afterEach(end);

  test('whether it may trust the clone there and what it may run is asked at home; its screen and keys are here, and its work is merged here', async () => {
    await worker('far', { trusts: false });
    const order = ['run', 'write hello.txt with "hello there"', '--name', 'real', '--agent', 'claude', '--on', 'any'];
    expect(await world.orch(...order)).toMatchObject({ exitCode: 0, stderr: '' });
    await answer('trust this folder', '1');
    await world.until('it asks for the commit', ({ question }) => question?.text.includes('git add hello.txt') === true);
    expect((await world.status()).agents).toMatchObject([{ name: 'real', state: 'waiting', node: 'far', pid: null }]);
    expect((await world.orch('screen', 'real')).stdout).toContain('Do you want to proceed?');
    await answer('git add hello.txt', 'allow');
    await world.untilAtRest();

    const terminal = world.sandbox.open([], { cols: 80, rows: 24 });
    await terminal.until('its screen is shown', (screen) => screen.includes('I wrote hello.txt and committed it.'));
    expect(terminal.screen.includes('claude@far')).toBe(true);
    await attach(terminal);
    terminal.type('say thanks');
    await terminal.until('it echoes', (screen) => screen.includes('say thanks'));
    terminal.press('enter');
    await world.untilReceived('what was typed here has come', ({ prompt }) => prompt === 'say thanks');
    await terminal.until('its answer is shown', (screen) => screen.includes('Understood, 10 characters.'));
    await detach(terminal);

    await world.untilAtRest();
    expect(await world.orch('finish', 'real', '--as', 'merge')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await world.sandbox.git('show', 'main:hello.txt')).toBe('hello there\n');
    // Four answers: the last is read when its CLI has ended there.
    const { usage } = await world.until('it is done', ({ state }) => state === 'done');
    expect(usage).toMatchObject({ inputTokens: 4800, outputTokens: 160, estimated: false });
  });

  test('whom it delegates to works in the clone there; its own words of its end and what both have used come home', async () => {
    const far = await worker('far', { trusts: true });
    const steps = [
      'Do this:',
      'call delegate {"task":"write child.txt with \\"from the child\\" and leave it","role":"specialist","wait":true}',
      'call progress {"text":"all of it is there"}',
      'call finish {"summary":"the child has written it","artifacts":["child.txt"]}',
    ];
    const order = ['run', steps.join('\n'), '--name', 'real', '--role', 'coordinator', '--agent', 'claude', '--on', 'far'];
    expect(await world.orch(...order, '--finish', 'merge')).toMatchObject({ exitCode: 0, stderr: '' });
    const rows = (status: unknown) => (status as WholeStatus).others ?? [];
    const shown = await untilStatus(world.sandbox, 'the child has a row here', (each) =>
      rows(each).some(({ state }) => state === 'working'),
    );
    const { id } = await world.until('it waits for the child', () => true);
    expect(rows(shown)).toMatchObject([{ node: 'far', parent: id, harness: 'claude', role: 'specialist', ours: true, open: true }]);
    const { report, progress, usage } = await world.until('it is done', ({ state }) => state === 'done');
    expect(report).toMatchObject({ summary: 'the child has written it', artifacts: ['child.txt'] });
    expect(progress).toBe('all of it is there');
    expect(world.model.received.some(({ prompt }) => prompt.includes('You are a specialist'))).toBe(true);
    expect(usage).toMatchObject({ outputTokens: 40 * world.model.received.length });
    expect(await world.sandbox.git('show', 'main:child.txt')).toBe('from the child\n');
    expect((await world.status()).agents.map(({ name }) => name)).toEqual(['real']);
    await far.until('real: done, and its owner has it');
  });

  test('when its worker is killed in the middle another goes on with what was saved, and it is done once', async () => {
    const first = await worker('first', { trusts: true, env: SOON_LOST });
    const order = ['run', 'write notes.txt with "kept"', '--name', 'real', '--agent', 'claude', '--on', 'any', '--finish', 'merge'];
    expect(await world.orch(...order)).toMatchObject({ exitCode: 0, stderr: '' });
    const isAskedOn = (node: string) => (agent: { readonly node?: string | null; readonly question: { readonly text: string } | null }) =>
      agent.node === node && agent.question?.text.includes('git add notes.txt') === true;
    await world.until('it asks there', isAskedOn('first'));
    // What it has used is told a moment after its question: of what was not told nobody knows once its machine is dead.
    await world.until('what it has used is known', ({ usage }) => usage?.outputTokens === 40 * world.model.received.length);
    const next = await worker('next', { trusts: true, env: SOON_LOST });
    first.signal('SIGKILL');
    await first.ended;
    await next.until('is at work in', LATE_MS);
    await world.until('it asks on the other machine', isAskedOn('next'));
    const told = world.model.received.find(({ prompt }) => prompt.includes('This was begun before you'));
    expect(told?.prompt).toContain('write notes.txt with "kept"');
    await answer('git add notes.txt', 'allow');
    await world.until('it is done', ({ state }) => state === 'done');
    expect(await world.sandbox.git('show', 'main:notes.txt')).toBe('kept\n');
    await next.until('real: done, and its owner has it');
    // What the lost machine had told of counts on.
    const { usage } = await world.until('it is counted', ({ state }) => state === 'done');
    expect(usage?.outputTokens).toBe(40 * world.model.received.length);
  });
});

describe.each(CLI_NAMES.filter((name) => name !== 'claude'))('%s', (cli) => {
  describe.skipIf(whatIsMissing(cli) !== null)('on a worker', { timeout: 600_000 }, () => {
    beforeEach(() => begin(cli));
    afterEach(end);

    test('does a task there by the rules of that machine, nobody is asked, and it is merged here', async () => {
      await worker('far', { trusts: true, policy: [{ tool: 'shell', do: 'allow' }] });
      const order = ['run', 'write hello.txt with "hello there"', '--name', 'real', '--agent', cli, '--on', 'any', '--finish', 'merge'];
      expect(await world.orch(...order)).toMatchObject({ exitCode: 0, stderr: '' });
      const { question, usage } = await world.until('it is done', ({ state }) => state === 'done');
      expect([question, usage?.outputTokens]).toEqual([null, 120]);
      expect(await world.sandbox.git('show', 'main:hello.txt')).toBe('hello there\n');
      expect((await world.timeline()).filter((text) => /^answered/u.test(text))).toEqual([]);
    });
  });
});
