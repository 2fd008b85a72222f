// Real PTYs with real programs: bytes both ways, exits, refusals, descriptors.
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPtySpawner } from '../../../src/core/adapters/node-pty-spawner.js';
import type { OrchError } from '../../../src/core/model/error.js';
import type { Pty, PtySpawner } from '../../../src/core/ports.js';

interface Run {
  readonly pty: Pty;
  text(): string;
  bytes(): number;
  /** Resolves when the output holds `text`. */
  until(text: string): Promise<void>;
  readonly exit: Promise<{ exitCode: number | null; signal: string | null; textAtExit: string }>;
}

const base = { cols: 80, rows: 24, env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color' } };
let spawner: PtySpawner;
let folder: string;
const open: Pty[] = [];

beforeAll(async () => {
  const created = await createPtySpawner();
  if (!created.ok) throw new Error(created.error.said);
  spawner = created.value;
  folder = mkdtempSync(join(tmpdir(), 'pty-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const pty of open.splice(0)) {
    pty.dispose();
    try {
      process.kill(pty.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
});

function start(...argv: [string, ...string[]]): Run {
  const spawned = spawner.spawn({ ...base, argv, cwd: folder });
  if (!spawned.ok) throw new Error(spawned.error.said);
  const pty = spawned.value;
  open.push(pty);
  const chunks: Uint8Array[] = [];
  const waits: { text: string; resolve: () => void }[] = [];
  const text = () => Buffer.concat(chunks).toString('utf8');
  pty.onData((chunk) => {
    chunks.push(chunk);
    for (const wait of waits) if (text().includes(wait.text)) wait.resolve();
  });
  const exit: Run['exit'] = new Promise((resolve) => pty.onExit((how) => resolve({ ...how, textAtExit: text() })));
  return {
    pty,
    text,
    bytes: () => chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    until: (wanted) => new Promise((resolve) => (text().includes(wanted) ? resolve() : waits.push({ text: wanted, resolve }))),
    exit,
  };
}

function refusal(options: { argv: [string, ...string[]]; cwd?: string; env?: Record<string, string> }): OrchError {
  const spawned = spawner.spawn({ ...base, cwd: folder, ...options });
  if (spawned.ok) {
    open.push(spawned.value);
    throw new Error('it started');
  }
  return spawned.error;
}

describe('output', () => {
  it('arrives as bytes, never decoded', async () => {
    const run = start('printf', '\\303\\251\\377');
    await run.exit;
    expect(run.text()).toBe('é\ufffd');
    expect(run.bytes()).toBe(3);
  });

  it('is complete before the exit is told, for more than a PTY holds', async () => {
    const run = start('sh', '-c', 'stty raw; head -c 3000000 /dev/zero; exit 7');
    expect(await run.exit).toMatchObject({ exitCode: 7, signal: null });
    expect(run.bytes()).toBe(3_000_000);
  });

  it('stops while paused, is kept beyond the exit of the process, and is told before the exit', async () => {
    const run = start('sh', '-c', 'stty -echo; echo first; read x; echo last; exit 3');
    await run.until('first');
    run.pty.pause();
    const before = run.bytes();
    run.pty.write('go\n');
    await start('sh', '-c', `while [ "$(cut -d ")" -f 2 /proc/${run.pty.pid}/stat | cut -c 2)" = S ]; do :; done`).exit;
    expect(run.bytes()).toBe(before);
    run.pty.resume();
    const exit = await run.exit;
    expect(exit.exitCode).toBe(3);
    expect(exit.textAtExit).toContain('last');
  });

  it('ends with the process although a child of it keeps the terminal open', async () => {
    const run = start('sh', '-c', 'trap "" HUP; sleep 300 & echo "child $!"; exit 4');
    const exit = await run.exit;
    process.kill(Number(/child (\d+)/.exec(exit.textAtExit)?.[1]), 'SIGKILL');
    expect(exit.exitCode).toBe(4);
  });

  it('ends although a child of the process prints without end', async () => {
    const run = start('sh', '-c', 'trap "" HUP; (while :; do echo flood; done) & echo "child $!"; exit 5');
    const exit = await run.exit;
    // It ignores the end of its terminal and would print into nothing for ever.
    process.kill(Number(/child (\d+)/.exec(exit.textAtExit)?.[1]), 'SIGKILL');
    expect(exit.exitCode).toBe(5);
  });
});

describe('exit', () => {
  it('names the signal that ended the process', async () => {
    const run = start('sh', '-c', 'echo up; exec sleep 60');
    await run.until('up');
    process.kill(run.pty.pid, 'SIGTERM');
    expect(await run.exit).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });

  it('tells a listener that comes after it', async () => {
    const first = start('true');
    await first.exit;
    await expect(new Promise((resolve) => first.pty.onExit(resolve))).resolves.toMatchObject({ exitCode: 0 });
  });

  it('is not told after dispose', async () => {
    const calls: unknown[] = [];
    const spawned = spawner.spawn({ ...base, argv: ['sleep', '60'], cwd: folder });
    if (!spawned.ok) throw new Error(spawned.error.said);
    spawned.value.onExit((exit) => calls.push(exit));
    spawned.value.dispose();
    spawned.value.dispose();
    spawned.value.write('ignored');
    spawned.value.resize(10, 10);
    spawned.value.pause();
    spawned.value.resume();
    try {
      process.kill(spawned.value.pid, 'SIGKILL');
    } catch {
      // The hang-up of its terminal has ended it already.
    }
    await start('true').exit;
    expect(calls).toEqual([]);
  });
});

describe('input', () => {
  it('reaches the program', async () => {
    const run = start('sh', '-c', 'read line; echo "got <$line>"');
    run.pty.write(Buffer.from('héllo\n'));
    await run.exit;
    expect(run.text()).toContain('got <héllo>');
  });

  it('of 300 KB to a program that does not read blocks nothing and arrives whole once it reads', async () => {
    const run = start('sh', '-c', 'stty raw -echo; echo ready; until [ -e read-now ]; do sleep 0.02; done; head -c 300001 | cksum');
    await run.until('ready');
    const sent = Buffer.alloc(300_000, 'abcdefghij');
    run.pty.write(sent);
    run.pty.write('!');
    writeFileSync(join(folder, 'read-now'), '');
    await run.exit;
    const expected = start('sh', '-c', '(yes abcdefghij | tr -d "\\n" | head -c 300000; printf !) | cksum');
    await expected.exit;
    expect(run.text().replace('ready', '').trim()).toBe(expected.text().trim());
  });

  it('is erased by whole characters, not bytes', async () => {
    const run = start('sh', '-c', 'echo ready; read line; printf %s "$line" | wc -c');
    await run.until('ready');
    run.pty.write('aé\u007f\n');
    await run.exit;
    expect(run.text().trim().split('\n').at(-1)?.trim()).toBe('1');
  });
});

it('gives the program the size asked for, and a later one', async () => {
  const run = start('sh', '-c', 'stty size; trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done');
  await run.until('ready');
  run.pty.resize(101, 37);
  await run.exit;
  expect(run.text()).toMatch(/24 80[\s\S]*37 101/);
});

describe('refusals say what was tried, what is wrong and what to do', () => {
  const cases: readonly [string, () => OrchError, RegExp][] = [
    ['a name that PATH does not have', () => refusal({ argv: ['no-such-agent'] }), /not found in PATH \(.*bin/],
    ['an absolute path that is not there', () => refusal({ argv: ['/no/such/agent'] }), /\/no\/such\/agent is not there/],
    ['a folder', () => refusal({ argv: ['/tmp'] }), /\/tmp is a folder/],
    ['a file without the executable bit', () => refusal({ argv: [join(folder, 'plain')] }), /may not be executed/],
    ['a near miss in PATH', () => refusal({ argv: ['plain'], env: { PATH: folder } }), /plain may not be executed/],
    ['no folder in PATH', () => refusal({ argv: ['ls'], env: { PATH: '' } }), /PATH names no folder/],
    ['a working folder that is gone', () => refusal({ argv: ['ls'], cwd: '/no/such/folder' }), /folder \/no\/such\/folder is not there/],
    ['a word with a zero byte', () => refusal({ argv: ['echo', 'a\0b'] }), /zero byte/],
    ['a word longer than the kernel takes', () => refusal({ argv: ['echo', 'é'.repeat(70_000)] }), /longer than 131071 bytes/],
    ['a name that would act on a terminal', () => refusal({ argv: ['\u001b]0;x\u0007evil'] }), /not found/],
  ];
  it.each(cases)('%s', (_, refuse, said) => {
    writeFileSync(join(folder, 'plain'), 'text');
    const error = refuse();
    expect(error.kind).toBe('harness');
    expect(error.said).toMatch(said);
    expect(error.tried).toMatch(/^start /);
    expect(error.tried).not.toContain('\u001b');
    expect(error.next).not.toBe('');
  });

  it('a bare name is never taken from the current folder, not even by a dot or an empty entry of PATH', () => {
    const path = join(process.cwd(), 'only-here-for-a-test');
    writeFileSync(path, '#!/bin/sh\necho taken\n', { mode: 0o755 });
    try {
      expect(refusal({ argv: ['only-here-for-a-test'], env: { PATH: '.:' }, cwd: process.cwd() }).said).toMatch(/PATH names no folder/);
    } finally {
      rmSync(path);
    }
  });

  it('a path with a slash is looked for in the folder of the agent', async () => {
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'agent'), '#!/bin/sh\necho "here: $PWD"\n', { mode: 0o755 });
    const run = start('./bin/agent');
    await run.exit;
    expect(run.text()).toContain(`here: ${folder}`);
  });
});

describe('descriptors', () => {
  it('a program gets none but its terminal: not the PTYs of others, not our files', async () => {
    start('sleep', '60');
    const file = openSync(join(folder, 'ours'), 'w');
    const run = start('sh', '-c', 'echo up; read wait');
    await run.until('up');
    const numbers = readdirSync(`/proc/${run.pty.pid}/fd`);
    closeSync(file);
    // dash keeps a copy of the terminal at 10 in some versions; nothing else may be open.
    expect(numbers.filter((number) => number !== '10')).toEqual(['0', '1', '2']);
  });

  it('are all closed after 50 programs have started and ended', async () => {
    await start('true').exit;
    const before = readdirSync('/proc/self/fd').length;
    for (let round = 0; round < 10; round++) {
      await Promise.all([1, 2, 3, 4, 5].map(() => start('true').exit));
    }
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});
