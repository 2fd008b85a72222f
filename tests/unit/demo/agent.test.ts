// The demo agent as it runs for real: bundled as in the package, in a PTY.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPtySpawner } from '../../../src/core/adapters/node-pty-spawner.js';
import { demoHarness } from '../../../src/core/harness/demo.js';
import { plainLines } from '../../../src/core/model/plain-text.js';
import type { Pty, PtySpawner } from '../../../src/core/ports.js';
import { createDemoRepository, git } from '../../../src/demo/demo-repository.js';
import { DEMO_TASKS } from '../../../src/demo/tasks.js';
import { root } from '../../helpers/checkout.js';

let spawner: PtySpawner;
let built: string;
let repo: string;
const live: Pty[] = [];

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'orch-demo-agent-'));
  const outfile = join(built, 'demo-agent.mjs');
  await build({
    entryPoints: [join(root, 'src/demo/agent.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  const created = await createPtySpawner();
  if (!created.ok) throw new Error(created.error.said);
  spawner = created.value;
});
afterAll(() => rm(built, { recursive: true, force: true }));

beforeEach(async () => {
  repo = await mkdtemp(join(tmpdir(), 'orch-demo-repo-'));
  await createDemoRepository(repo);
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
  await rm(repo, { recursive: true, force: true });
});

interface Run {
  readonly pty: Pty;
  readonly output: () => string;
  /** Resolves once the output holds this text. */
  readonly shows: (text: string) => Promise<void>;
  readonly exit: Promise<number | string | null>;
}

function start(
  prompt: string,
  { cols = 80, speed = 100, env = {} }: { cols?: number; speed?: number; env?: Record<string, string> } = {},
): Run {
  const { argv } = demoHarness(join(built, 'demo-agent.mjs')).start({
    prompt,
    model: null,
    args: [`--speed=${speed}`],
    conversation: null,
  });
  const spawned = spawner.spawn({ argv, cwd: repo, env: { TERM: 'xterm-256color', ORCH_AGENT: 'a1b2', ...env }, cols, rows: 24 });
  if (!spawned.ok) throw new Error(spawned.error.said);
  const pty = spawned.value;
  live.push(pty);
  let output = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  pty.onData((chunk) => {
    output += Buffer.from(chunk).toString();
    for (const { text, resolve } of waiting) if (output.includes(text)) resolve();
  });
  return {
    pty,
    output: () => output,
    shows: (text) => (output.includes(text) ? Promise.resolve() : new Promise((resolve) => waiting.push({ text, resolve }))),
    exit: new Promise((resolve) => pty.onExit(({ exitCode, signal }) => resolve(signal ?? exitCode))),
  };
}

const state = (word: string) => `\u001b]7501;state=${word}:app=orch-demo\u0007`;

describe('the demo agent', () => {
  it('says what it is, edits the file in steps, tells its state and exits with 0', async () => {
    const [task] = DEMO_TASKS;
    const run = start(task!.text);
    expect(await run.exit).toBe(0);
    const output = run.output();
    expect(output).toContain('demo agent - a script, no model');
    expect(output.indexOf(state('working'))).toBeLessThan(output.indexOf('\u001b[32m+ .replace(/[^a-z0-9]+/g'));
    expect(output.endsWith(state('done'))).toBe(true);
    expect(output).toContain(`\u001b]0;demo: ${task!.file}\u0007`);
    expect(await git(repo, 'status', '--porcelain')).toBe(` M ${task!.file}`);
    expect(await readFile(join(repo, task!.file), 'utf8')).toContain("normalize('NFD')");
  });

  it('leaves a note for any other task, and never over an older one', async () => {
    expect(await start('make it fast').exit).toBe(0);
    expect(await start('make it faster').exit).toBe(0);
    expect((await readdir(repo)).filter((name) => name.startsWith('DEMO'))).toEqual(['DEMO-a1b2-2.md', 'DEMO-a1b2.md']);
    expect(await readFile(join(repo, 'DEMO-a1b2.md'), 'utf8')).toContain('> make it fast\n');
  });

  it('breaks its lines for a narrow terminal, and shows no escape sequence of a task', async () => {
    const run = start(`mend \u001b]52;c;aGk=\u0007${'word '.repeat(30)}`, { cols: 24 });
    await run.exit;
    expect(run.output()).not.toContain('52;c');
    const lines = plainLines(run.output()).split('\n');
    expect(lines.filter((line) => line.length > 24)).toEqual([]);
  });

  it('ends on request before its work is done', async () => {
    const run = start(DEMO_TASKS[0]!.text, { speed: 0.01 });
    await run.shows('Task:');
    process.kill(run.pty.pid, 'SIGTERM');
    expect(await run.exit).toBe(143);
    expect(run.output()).toContain('Ended on request.');
    expect(await git(repo, 'status', '--porcelain')).toBe('');
  });

  it('answers what is typed to it, and is interrupted by Ctrl-C', async () => {
    const run = start('make it fast', { speed: 0.01 });
    await run.shows('Task:');
    run.pty.write('hello there\r');
    await run.shows('demo agent heard: hello there');
    run.pty.write('\u0003');
    expect(await run.exit).toBe(130);
  });

  it('prints no colours where none are wanted', async () => {
    const run = start('make it fast', { env: { NO_COLOR: '1' } });
    await run.exit;
    expect(run.output()).not.toContain('\u001b[');
  });
});
