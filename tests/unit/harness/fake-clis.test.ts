// The fake agent CLIs of the end-to-end tests, driven in a PTY through their harness: they take its words and show what it reads.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHookDrop } from '../../../src/core/adapters/hook-drop.js';
import { createPtySpawner } from '../../../src/core/adapters/node-pty-spawner.js';
import type { Harness, Launch } from '../../../src/core/harness/harness.js';
import { HOOKS_VARIABLE } from '../../../src/core/harness/hook-command.js';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import type { HookEvent } from '../../../src/core/model/hook-event.js';
import type { Pty } from '../../../src/core/ports.js';
import { root } from '../../helpers/checkout.js';

const ID = '11111111-2222-4333-8444-555555555555';
const WRITE = 'write hello.txt with "hi there"';
/** What the CLI shows when it asks: the evidence its harness reads, or the words on its screen. */
const ASKS: Readonly<Record<string, string>> = {
  claude: ']9;Claude needs your permission',
  codex: ']7501;state=blocked:app=codex:kind=permission',
  gemini: ']0;✋  Action Required',
  opencode: 'Permission required',
};
const interactive = AGENT_CLIS.filter(({ isInteractive }) => isInteractive);
const named = (name: string) => AGENT_CLIS.find((harness) => harness.name === name)!;

let folder: string;
const live: Pty[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orch-fakes-'));
});
afterEach(async () => {
  for (const pty of live.splice(0)) {
    try {
      process.kill(pty.pid, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
    pty.dispose();
  }
  await rm(folder, { recursive: true, force: true });
});

class Run {
  output = '';
  readonly exit: Promise<number | string | null>;
  readonly #waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  #seen = 0;

  constructor(
    readonly harness: Harness,
    readonly pty: Pty,
  ) {
    this.exit = new Promise((resolve) => pty.onExit(({ exitCode, signal }) => resolve(signal ?? exitCode)));
    pty.onData((chunk) => {
      this.output += Buffer.from(chunk).toString();
      for (const { text, resolve } of this.#waiting) if (this.output.includes(text, this.#seen)) resolve();
    });
  }

  /** Resolves once this text has come since the last such wait. */
  async shows(text: string): Promise<void> {
    const from = this.#seen;
    await this.has(text);
    this.#seen = this.output.indexOf(text, from) + text.length;
  }

  /** As `shows`, without moving on. */
  async has(text: string): Promise<void> {
    if (!this.output.includes(text, this.#seen)) await new Promise<void>((resolve) => this.#waiting.push({ text, resolve }));
  }

  async leaves(): Promise<number | string | null> {
    this.pty.write('/exit\r');
    return this.exit;
  }
}

async function start(harness: Harness, launch: Launch): Promise<Run> {
  const spawner = await createPtySpawner();
  if (!spawner.ok) throw new Error(spawner.error.said);
  const path = [join(root, 'tests/fixtures/clis'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  const env = { ...launch.env, PATH: path, HOME: folder, TERM: 'xterm-256color', FAKE_NOTIFY_MS: '20' };
  const spawned = spawner.value.spawn({ argv: launch.argv, cwd: folder, env, cols: 80, rows: 24 });
  if (!spawned.ok) throw new Error(spawned.error.said);
  live.push(spawned.value);
  return new Run(harness, spawned.value);
}

const begin = (harness: Harness, prompt: string) =>
  start(harness, harness.start({ prompt, model: null, args: [], conversation: harness.choosesConversation ? ID : null }));
async function resume(harness: Harness, prompt: string, conversation = ID): Promise<Run> {
  const launch = harness.resume({ prompt, model: null, args: [], conversation })!;
  const run = await start(harness, launch);
  if (launch.typed !== null) {
    // Keys typed before its screen is up would be lost by the real one.
    void run.has('0;').then(() => run.pty.write(`\u001b[200~${launch.typed}\u001b[201~\r`));
  }
  return run;
}

describe.each(interactive)('the fake $name', (harness) => {
  it('asks before it writes, and is resumed by its id', async () => {
    const first = await begin(harness, WRITE);
    await first.shows(ASKS[harness.name]!);
    first.pty.write('\r');
    await first.shows('DONE: wrote hello.txt.');
    await first.shows('0;');
    expect(await readFile(join(folder, 'hello.txt'), 'utf8')).toBe('hi there\n');
    expect(await first.leaves()).toBe(0);
    const id = harness.choosesConversation ? ID : harness.conversationIn(first.output);
    const second = await resume(harness, 'ask: which port', id!);
    await second.shows(`> ${WRITE}`);
    await second.shows('Before I start: which port?');
  });

  it('is interrupted by as many presses as its harness says, and not by one less', async () => {
    const run = await begin(harness, 'hang please');
    await run.shows('> hang please');
    for (let press = 1; press <= harness.interruptPresses; press++) {
      expect(run.output).not.toContain('Interrupted.');
      run.pty.write(harness.interrupt);
    }
    await run.shows('Interrupted.');
  });

  it('takes what is pasted as one prompt', async () => {
    const run = await begin(harness, 'ask: ready');
    await run.shows('Before I start: ready?');
    await run.shows('0;');
    run.pty.write('\u001b[200~ask: one\ntwo\u001b[201~');
    run.pty.write('\r');
    await run.shows('Before I start: one?');
  });

  it('refuses to resume a conversation that is not there', async () => {
    const run = await resume(harness, 'go on', harness.name === 'opencode' ? 'ses_none' : '99999999-2222-4333-8444-555555555555');
    expect(await run.exit).toBe(1);
  });
});

describe('the fakes', () => {
  it('claude would run a subcommand where the harness did not prevent it', async () => {
    const launch: Launch = { argv: ['claude', '--', 'update'], env: {}, conversation: null, typed: null };
    expect(await (await start(named('claude'), launch)).exit).toBe(1);
    const run = await begin(named('claude'), 'update');
    await run.shows('DONE: there is nothing to change.');
  });

  it('claude tells by its hooks what it does, with the file it asks for', async () => {
    const events: HookEvent[] = [];
    let told: (() => void) | null = null;
    const drop = await openHookDrop({
      folder: join(folder, 'hooks'),
      onEvent: (event) => {
        events.push(event);
        if (event.name === 'Stop') told?.();
      },
    });
    const stops = new Promise<void>((resolve) => {
      told = resolve;
    });
    const claude = named('claude');
    const launch = claude.start({ prompt: WRITE, model: null, args: [], conversation: ID });
    const run = await start(claude, { ...launch, env: { [HOOKS_VARIABLE]: drop?.folder ?? '' } });
    await run.shows(ASKS.claude!);
    run.pty.write('\r');
    await stops;
    await drop?.close();
    const readings = events.map((event) => claude.readHook?.(event));
    const act = { tool: 'edit', command: null, path: join(folder, 'hello.txt') };
    expect(readings).toMatchObject([{ state: 'working' }, { state: 'waiting', act }, { state: 'working', act }, { state: 'idle' }]);
  });

  it('aider carries one message out and exits; its history is its own', async () => {
    const first = await begin(named('aider'), 'say nothing');
    expect(await first.exit).toBe(0);
    const second = await resume(named('aider'), 'say more');
    await second.shows('#### say nothing');
    expect(await second.exit).toBe(0);
  });
});
