// One host per repository (decision 8): a lock that survives kill -9 and re-used pids. Must not know sockets or what the host does.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { findExecutable } from './executable-path.js';
import { isRunning, ProcTable } from './proc-table.js';

export interface HostLock {
  /** `flock`: the kernel drops it with the process; `file`: the next host finds it stale. */
  readonly how: 'flock' | 'file';
  /** Idempotent. */
  release(): void;
}

export interface HostLockOrder {
  readonly stateDir: string;
  /** PATH in which flock(1) is looked for; without it the lock is a file. */
  readonly path?: string | undefined;
}

/** Who holds it: written into the lock file, to be said to a second host, and to tell a stale file. */
interface Holder {
  readonly pid: number;
  readonly startTicks: number | null;
  readonly bootId: string | null;
}

/** flock(1) exits so when another process holds the lock; other codes are trouble of its own (a file system without locks). */
const HELD = 1;

/** A child forked right before its host was killed holds a copy of everything until its exec, some milliseconds later. */
const REMAINS_SECONDS = '2';

/**
 * Takes the lock or says which process holds it. Where flock works the lock is on an open file: children do not hold it, for the
 * descriptor is close-on-exec, and there is no moment in which a dead holder could be taken for a live one.
 */
export function acquireHostLock({ stateDir, path }: HostLockOrder): Result<HostLock> {
  const tried = `lock ${stateDir}`;
  try {
    return lockByFlock(stateDir, path ?? process.env.PATH) ?? lockByFile(stateDir);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return fail(failure(tried, said, 'Set XDG_STATE_HOME to a folder that you can write to'));
  }
}

/** Null when there is no flock(1), or it can not lock here. */
function lockByFlock(stateDir: string, path: string | undefined): Result<HostLock> | null {
  const flock = findExecutable({ name: 'flock', path, cwd: '/', kind: 'internal' });
  if (!flock.ok) return null;
  const file = join(stateDir, 'host.lock');
  const fd = openSync(file, 'a+', 0o600);
  // Synchronous on purpose: 3 to 6 ms, once, before anything else of a host may begin.
  const tryLock = (...how: string[]) =>
    spawnSync(flock.value, [...how, '3'], { stdio: ['ignore', 'ignore', 'ignore', fd], env: {}, timeout: 5000 }).status;
  let status = tryLock('-n');
  if (status === HELD) {
    const holder = readHolder(file);
    if (holder !== null && !isHolding(holder)) status = tryLock('-w', REMAINS_SECONDS);
  }
  if (status === 0) {
    ftruncateSync(fd);
    writeSync(fd, JSON.stringify(thisHolder()));
    return ok({ how: 'flock', release: once(() => closeSync(fd)) });
  }
  closeSync(fd);
  return status === HELD ? fail(heldBy(readHolder(file))) : null;
}

/** Another file than that of flock: a host that can not use flock must not take its leftover for a holder. */
function lockByFile(stateDir: string): Result<HostLock> {
  const file = join(stateDir, 'host.pid');
  const own = join(stateDir, `host.pid.${process.pid}`);
  const content = JSON.stringify(thisHolder());
  const fd = openSync(own, 'w', 0o600);
  writeFileSync(fd, content);
  fsyncSync(fd);
  closeSync(fd);
  try {
    // A link to a complete file, so that nobody ever reads a half-written holder. The second round is for a stale file moved away.
    for (let round = 0; round < 2; round++) {
      if (tryLink(own, file)) return ok({ how: 'file', release: once(() => removeIfOurs(file, content)) });
      const text = readText(file);
      const holder = parseHolder(text);
      if (text === null) continue;
      if (holder === null) return fail(failure('start the host of this repository', `${file} is damaged`, `Remove it if no host runs`));
      if (isHolding(holder)) return fail(heldBy(holder));
      moveAway(file, text);
    }
    return fail(heldBy(readHolder(file)));
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Moves a stale lock file away. Another host may have been faster: what was moved is looked at, and put back if it is fresh. A third
 * one could slip in before that; decision 8 has callers confirm this kind of lock by connecting to the socket.
 */
function moveAway(file: string, staleText: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    // Somebody else moved it first; the next link decides.
    return;
  }
  if (readText(aside) !== staleText) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeIfOurs(file: string, content: string): void {
  if (readText(file) === content) rmSync(file, { force: true });
}

function isHolding({ pid, startTicks, bootId }: Holder): boolean {
  const table = new ProcTable('/proc');
  const currentBoot = table.bootId();
  if (currentBoot === null) return isAnyone(pid);
  if (bootId !== currentBoot) return false;
  const stat = table.stat(pid);
  return stat !== null && isRunning(stat) && stat.startTicks === startTicks;
}

/** Without /proc (macOS) the number alone is known; whoever is refused can still be told to connect. */
function isAnyone(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function thisHolder(): Holder {
  const table = new ProcTable('/proc');
  return { pid: process.pid, startTicks: table.stat(process.pid)?.startTicks ?? null, bootId: table.bootId() };
}

function readHolder(file: string): Holder | null {
  return parseHolder(readText(file));
}

function parseHolder(text: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number') return null;
    const startTicks = 'startTicks' in value && typeof value.startTicks === 'number' ? value.startTicks : null;
    const bootId = 'bootId' in value && typeof value.bootId === 'string' ? value.bootId : null;
    return { pid: value.pid, startTicks, bootId };
  } catch {
    // Damaged, or the holder has not written it yet.
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It went away: then nobody holds it.
    return null;
  }
}

function heldBy(holder: Holder | null): OrchError {
  const who = holder === null ? 'another process' : `process ${holder.pid}`;
  const error = failure('start the host of this repository', `${who} is its host already`, 'Use orch-tui attach, or orch-tui host --stop');
  // By this kind a start tells "somebody was faster" from a lock that can not be taken at all.
  return { ...error, kind: 'conflict' };
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'storage', tried: plainText(tried, 300), said: plainText(said, 300), next };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}
