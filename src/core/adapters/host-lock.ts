// One host per repository (decision 8): a lock that survives kill -9 and re-used pids. Must not know sockets or what the host does.
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { findExecutable } from './executable-path.js';
import { type Holder, isHolding, readHolder, takeLockFile, thisHolder } from './lock-holder.js';

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

const BY_FLOCK = 'host.lock';
const BY_FILE = 'host.pid';

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

/** Whether some process has it, looked at without a try to take it. */
export function isHostLocked(stateDir: string): boolean {
  const holders = [BY_FLOCK, BY_FILE].flatMap((file) => readHolder(join(stateDir, file)) ?? []);
  return holders.some(isHolding);
}

/** Null when there is no flock(1), or it can not lock here. */
function lockByFlock(stateDir: string, path: string | undefined): Result<HostLock> | null {
  const flock = findExecutable({ name: 'flock', path, cwd: '/', kind: 'internal' });
  if (!flock.ok) return null;
  const file = join(stateDir, BY_FLOCK);
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
  const file = join(stateDir, BY_FILE);
  const taken = takeLockFile(file);
  if (taken === 'damaged') return fail(failure('start the host of this repository', `${file} is damaged`, `Remove it if no host runs`));
  return 'release' in taken ? ok({ how: 'file', release: once(taken.release) }) : fail(heldBy(taken.heldBy));
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
