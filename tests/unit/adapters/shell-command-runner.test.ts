import { existsSync, type FSWatcher, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShellCommandRunner } from '../../../src/core/adapters/shell-command-runner.js';
import { systemClock } from '../../../src/core/adapters/system-clock.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'runner-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const env = { PATH: process.env.PATH ?? '' };
const runner = createShellCommandRunner(systemClock);
const run = (command: string, more: { timeoutMs?: number; signal?: AbortSignal; cwd?: string } = {}) =>
  runner.run({ command, cwd, env, timeoutMs: 60_000, ...more });

describe('a command', () => {
  it.each([
    ['that passes', 'echo fine', { exitCode: 0, timedOut: false, tail: 'fine' }],
    ['that fails', 'echo out; echo err >&2; exit 3', { exitCode: 3, timedOut: false, tail: 'out\nerr' }],
    ['killed by a signal has no exit code', 'kill -9 $$', { exitCode: null, timedOut: false, tail: '' }],
    ['that is not there', 'no-such-tool', { exitCode: 127, timedOut: false, tail: expect.stringMatching(/no-such-tool.*not found/) }],
    ['that reads its input finds it closed', 'cat; echo end', { exitCode: 0, timedOut: false, tail: 'end' }],
    [
      'that prints sequences has them removed',
      'printf "\\033[31mred\\033[m \\033]0;title\\007x"',
      { exitCode: 0, timedOut: false, tail: 'red x' },
    ],
    [
      'sees the given environment alone',
      'env | cut -d = -f 1 | grep -vE "^(PWD|SHLVL|_|OLDPWD)$"',
      { exitCode: 0, timedOut: false, tail: 'PATH' },
    ],
    [
      'has its own session and no descriptors of ours',
      'read -r stat < /proc/$$/stat; set -- $stat; echo $(($6 - $$)); echo /proc/$$/fd/[3-9]*',
      {
        exitCode: 0,
        timedOut: false,
        tail: expect.stringMatching(/^0\n\/proc\/\d+\/fd\/(3|\[3-9\]\*)$/),
      },
    ],
  ])('%s', async (_, command, outcome) => {
    expect(await run(command)).toEqual(outcome);
  });

  it('whose folder is gone says so', async () => {
    const outcome = await run('true', { cwd: join(cwd, 'gone') });
    expect(outcome.exitCode).toBeNull();
    expect(outcome.tail).toMatch(/gone|ENOENT/);
  });

  it('that floods keeps its end, bounded', async () => {
    const outcome = await run('yes 0123456789 | head -c 30000000; echo; echo the end');
    expect(outcome.tail.length).toBeLessThanOrEqual(20_000);
    expect(outcome.tail.length).toBeGreaterThan(19_000);
    expect(outcome.tail).toMatch(/0123456789\n.*the end$/s);
  });

  it('takes with it what it left in the background', async () => {
    await run('sleep 300 & echo $! > left.pid; exit 0');
    expect(existsSync(`/proc/${readFileSync(join(cwd, 'left.pid'), 'utf8').trim()}/fd/0`)).toBe(false);
  });

  it('is over although something that left its session holds the output open', async () => {
    const outcome = await run('setsid sleep 300 & echo $!; sleep 0; exit 0');
    process.kill(Number(outcome.tail), 'SIGKILL');
    expect(outcome.exitCode).toBe(0);
  });
});

describe('ended from outside', () => {
  it('after its time, with all it started, even if TERM is ignored', async () => {
    const outcome = await run('trap "" TERM; echo begun; (trap "" TERM; while :; do sleep 0.1; done) & wait; wait', { timeoutMs: 100 });
    expect(outcome).toEqual({ exitCode: null, timedOut: true, tail: expect.stringMatching(/^(begun)?$/) });
  });

  it('by its caller', async () => {
    const abort = new AbortController();
    let watcher: FSWatcher | null = null;
    const begun = new Promise((resolve) => {
      watcher = watch(cwd, (_, name) => name === 'begun' && resolve(null));
    }).finally(() => watcher?.close());
    const running = run('touch begun; exec sleep 300', { signal: abort.signal });
    await begun;
    abort.abort();
    expect(await running).toEqual({ exitCode: null, timedOut: false, tail: '' });
  });

  it('while it is being started', async () => {
    const abort = new AbortController();
    const running = run('sleep 300', { signal: abort.signal });
    abort.abort();
    expect(await running).toEqual({ exitCode: null, timedOut: false, tail: '' });
  });

  it('before it began: it is not started', async () => {
    expect(await run('touch was-started', { signal: AbortSignal.abort() })).toEqual({ exitCode: null, timedOut: false, tail: '' });
    expect(existsSync(join(cwd, 'was-started'))).toBe(false);
  });
});
