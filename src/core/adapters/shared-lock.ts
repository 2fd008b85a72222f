// A lock that several hosts of one person wait for, for moments: the kernel's where there is flock(1), else a file. Must not know what is locked.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fail, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Clock } from '../ports.js';
import { findExecutable } from './executable-path.js';
import { takeLockFile } from './lock-holder.js';

/** What is done under such a lock takes milliseconds: whoever waits longer meets a host that hangs. */
const WAIT_SECONDS = 5;
const LOOK_MS = 25;
/** flock(1) exits so when another process holds the lock. */
const HELD = 1;

export interface SharedLockOrder {
  readonly file: string;
  readonly clock: Clock;
  /** PATH in which flock(1) is looked for. */
  readonly path: string | undefined;
}

/** Runs `use` while nobody else does so; an error where the lock can not be had. */
export async function withSharedLock<Value>(order: SharedLockOrder, use: () => Promise<Result<Value>>): Promise<Result<Value>> {
  let release: (() => void) | null;
  try {
    release = (await byFlock(order)) ?? (await byFile(order));
  } catch (error) {
    return fail(failure(order.file, error instanceof Error ? error.message : String(error)));
  }
  if (release === null) return fail(failure(order.file, `another host has held it for ${WAIT_SECONDS} s`));
  try {
    return await use();
  } finally {
    release();
  }
}

/** Null when there is no flock(1), or it can not lock here; waits in the kernel. */
async function byFlock({ file, path }: SharedLockOrder): Promise<(() => void) | null> {
  const flock = findExecutable({ name: 'flock', path, cwd: '/', kind: 'internal' });
  if (!flock.ok) return null;
  const fd = openSync(file, 'a', 0o600);
  const status = await new Promise<number | null>((resolve) => {
    const child = spawn(flock.value, ['-w', String(WAIT_SECONDS), '3'], { stdio: ['ignore', 'ignore', 'ignore', fd], env: {} });
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
  if (status === 0) return () => closeSync(fd);
  closeSync(fd);
  if (status === HELD) throw new Error(`another host has held it for ${WAIT_SECONDS} s`);
  return null;
}

/** Nothing tells when a file goes that was a lock: it is looked at again, for a bounded time. */
async function byFile({ file, clock }: SharedLockOrder): Promise<(() => void) | null> {
  const end = clock.now() + WAIT_SECONDS * 1000;
  for (;;) {
    const taken = takeLockFile(`${file}.pid`);
    if (taken === 'damaged') throw new Error(`${file}.pid is damaged: remove it`);
    if ('release' in taken) return taken.release;
    if (clock.now() >= end) return null;
    await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
  }
}

function failure(file: string, said: string) {
  const next = 'Look at that file, and at the hosts that run.';
  return { kind: 'storage', tried: plainText(`lock ${file}`, 300), said: plainText(said, 300), next } as const;
}
