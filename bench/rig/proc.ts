// Facts of one process from /proc: CPU time, memory, descriptors, wakeups, and whether it ran subprocesses. Linux only; nothing is spawned to look.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** USER_HZ: 100 on every Linux port that Node supports. */
const TICKS_PER_SECOND = 100;

export interface ProcessFacts {
  /** CPU time of the process alone, its children excluded. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
  readonly fileDescriptors: number;
  readonly threads: number;
  /** Times that a thread went to sleep by itself: one for every wakeup. */
  readonly wakeups: number;
  /** Minor page faults of children that ended: any subprocess that was started and has ended raises it by hundreds. */
  readonly childFaults: number;
  readonly children: readonly number[];
}

/** Throws when the process is not there. */
export function processFacts(pid: number): ProcessFacts {
  const stat = statFields(pid);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  return {
    cpuMs: cpuMs(pid, threads, stat),
    rssBytes: kilobytes(status, 'VmRSS') * 1024,
    peakRssBytes: kilobytes(status, 'VmHWM') * 1024,
    fileDescriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: threads.length,
    wakeups: sum(threads.map((thread) => voluntarySwitches(pid, thread))),
    childFaults: stat[8] as number,
    children: threads.flatMap((thread) => children(pid, thread)),
  };
}

/** The peak counts from now on; without the right to do so it stays the peak of the whole life. */
export function resetPeak(pid: number): void {
  try {
    // 5 is CLEAR_REFS_MM_HIWATER_RSS of proc(5).
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // A kernel without it: the figure is then an upper bound, never a lower one.
  }
}

/** Fields from `state` on as numbers (index 0 is field 3 of proc(5)); the name before may hold blanks and brackets. */
function statFields(pid: number): number[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
}

/** Nanoseconds of each living thread where the kernel keeps them, else ticks of 10 ms. */
function cpuMs(pid: number, threads: readonly number[], stat: readonly number[]): number {
  const ticksMs = (((stat[11] as number) + (stat[12] as number)) * 1000) / TICKS_PER_SECOND;
  try {
    const nanoseconds = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
    const preciseMs = sum(nanoseconds) / 1e6;
    // Threads that ended took their share with them: then the ticks know more.
    return Math.abs(preciseMs - ticksMs) < 50 ? preciseMs : ticksMs;
  } catch {
    return ticksMs;
  }
}

function voluntarySwitches(pid: number, thread: number): number {
  return readOr(`/proc/${pid}/task/${thread}/status`, (text) => Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(text)?.[1] ?? 0), 0);
}

function children(pid: number, thread: number): number[] {
  return readOr(`/proc/${pid}/task/${thread}/children`, (text) => text.trim().split(' ').filter(Boolean).map(Number), []);
}

/** A thread may end between listing and reading. */
function readOr<T>(path: string, read: (text: string) => T, otherwise: T): T {
  try {
    return read(readFileSync(path, 'utf8'));
  } catch {
    return otherwise;
  }
}

function kilobytes(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
