// Who holds a lock that is a file: written into it whole, and told from a process of the same number that came later. Must not know what is locked.
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, ProcTable } from './proc-table.js';

/** Who holds it: written into the lock file, to be said to whoever wants it too, and to tell a stale file. */
export interface Holder {
  readonly pid: number;
  readonly startTicks: number | null;
  readonly bootId: string | null;
}

/** `damaged`: somebody else writes such a file. */
export type TakenFile = { readonly release: () => void } | { readonly heldBy: Holder | null } | 'damaged';

/** The lock that `file` is, or who has it; that of an ended process is taken over. Throws errors of the file system. */
export function takeLockFile(file: string): TakenFile {
  const own = `${file}.${process.pid}`;
  const content = JSON.stringify(thisHolder());
  const fd = openSync(own, 'w', 0o600);
  writeFileSync(fd, content);
  fsyncSync(fd);
  closeSync(fd);
  try {
    // A link to a complete file, so that nobody ever reads a half-written holder. The second round is for a stale file moved away.
    for (let round = 0; round < 2; round++) {
      if (tryLink(own, file)) return { release: () => removeIfOurs(file, content) };
      const text = readText(file);
      const holder = parseHolder(text);
      if (text === null) continue;
      if (holder === null) return 'damaged';
      if (isHolding(holder)) return { heldBy: holder };
      moveAway(file, text);
    }
    return { heldBy: readHolder(file) };
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

export function isHolding({ pid, startTicks, bootId }: Holder): boolean {
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

export function thisHolder(): Holder {
  const table = new ProcTable('/proc');
  return { pid: process.pid, startTicks: table.stat(process.pid)?.startTicks ?? null, bootId: table.bootId() };
}

export function readHolder(file: string): Holder | null {
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
