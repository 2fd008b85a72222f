// Runs a person's verify or setup command by `sh -c` in a session of its own, bounded in time and memory (decision 22).
// Must not know what the command is for.
import { StringDecoder } from 'node:string_decoder';
import { plainLines } from '../model/plain-text.js';
import type { Clock, CommandRunner } from '../ports.js';
import { BoundedTail } from './bounded-tail.js';
import { withoutInheritedDescriptors } from './inherited-descriptors.js';

/** Decision 22 and the port: what a person or an agent is shown of the output. */
const TAIL_LENGTH = 20_000;
/** Twice the tail: escape sequences in it are removed before it is cut. */
const KEPT_LENGTH = 2 * TAIL_LENGTH;
const KILL_AFTER_TERM_MS = 2000;
/** What left the session may hold the output open for ever; what the command itself wrote is in the pipe when it ends. */
const LAST_OUTPUT_MS = 200;

type Order = Parameters<CommandRunner['run']>[0];
type Outcome = Awaited<ReturnType<CommandRunner['run']>>;

/**
 * A command that ends takes its whole process group with it: nothing that a test run left in the background stays.
 * `env` is taken as it is; the caller scrubs it.
 */
export function createShellCommandRunner(clock: Clock): CommandRunner {
  return { run: (order) => run(clock, order) };
}

async function run(clock: Clock, order: Order): Promise<Outcome> {
  const { execa } = await import('execa');
  const isAborted = () => order.signal?.aborted === true;
  if (isAborted()) return { exitCode: null, timedOut: false, tail: '' };
  const [file, ...args] = withoutInheritedDescriptors(['/bin/sh', '-c', order.command]);
  const child = execa(file, args, {
    cwd: order.cwd,
    env: { ...order.env },
    extendEnv: false,
    detached: true,
    stdin: 'ignore',
    buffer: false,
    reject: false,
    cleanup: false,
  });
  const tail = new BoundedTail(KEPT_LENGTH);
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream.on('data', (chunk: Buffer) => {
      tail.push(decoder.write(chunk));
      order.onOutput?.(chunk);
    });
    stream.on('error', () => {
      // Destroyed below, or the command closed it: what came so far is the output.
    });
  }
  let timedOut = false;
  let kill: { cancel(): void } | null = null;
  const end = () => {
    signalGroup(child.pid, 'SIGTERM');
    kill ??= clock.after(KILL_AFTER_TERM_MS, () => signalGroup(child.pid, 'SIGKILL'));
  };
  const limit = clock.after(order.timeoutMs, () => {
    timedOut = true;
    end();
  });
  order.signal?.addEventListener('abort', end, { once: true });
  let last: { cancel(): void } | null = null;
  child.once('exit', () => {
    signalGroup(child.pid, 'SIGKILL');
    last = clock.after(LAST_OUTPUT_MS, () => {
      child.stdout.destroy();
      child.stderr.destroy();
    });
  });
  const result = await child;
  for (const timer of [limit, kill, last] as ({ cancel(): void } | null)[]) timer?.cancel();
  order.signal?.removeEventListener('abort', end);
  const isEnded = timedOut || isAborted();
  const said = child.pid === undefined ? (result.shortMessage ?? 'it could not be started') : '';
  return { exitCode: isEnded ? null : (result.exitCode ?? null), timedOut, tail: plainLines(tail.text() + said, TAIL_LENGTH).trimEnd() };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing of the group is left, which is what was wanted.
  }
}
