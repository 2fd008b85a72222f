// What /proc tells of processes: parsed, never cached here, null where it tells nothing. Must not signal anything.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcStat {
  readonly pid: number;
  /** Of its program, at most 15 letters. */
  readonly name: string;
  /** One letter; `Z` and `X` are dead and only wait to be reaped. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** User and system time in clock ticks. */
  readonly cpuTicks: number;
  /** Clock ticks since boot. */
  readonly startTicks: number;
  /** Resident memory in pages of `pageBytes`. */
  readonly residentPages: number;
}

/** USER_HZ: 100 on every Linux that Node runs on, whatever the kernel's own tick is. */
export const TICKS_PER_SECOND = 100;

/** /proc or, in tests, a folder that looks like it. */
export class ProcTable {
  readonly #root: string;
  #pageBytes: number | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  bootId(): string | null {
    return this.#read('sys/kernel/random/boot_id')?.trim() ?? null;
  }

  pids(): readonly number[] {
    return this.#numbersIn('');
  }

  /** Ids of its threads; none when it is gone. */
  threads(pid: number): readonly number[] {
    return this.#numbersIn(`${pid}/task`);
  }

  /** Pids of those that it has started and not reaped yet; null where the kernel is built without telling that, or it is gone. */
  startedBy(pid: number, threads = this.threads(pid)): readonly number[] | null {
    if (threads.length === 0) return null;
    const started: number[] = [];
    for (const thread of threads) {
      const text = this.#read(`${pid}/task/${thread}/children`);
      if (text === null) return null;
      started.push(...text.split(' ').map(Number).filter(isPid));
    }
    return started;
  }

  stat(pid: number): ProcStat | null {
    const text = this.#read(`${pid}/stat`);
    if (text === null) return null;
    // The name in parentheses may hold blanks and parentheses itself; the last one closes it. Field 3 (state) follows.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => Number(fields[number - 3]);
    const stat = {
      pid,
      name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')),
      state: fields[0] ?? '',
      parent: field(4),
      group: field(5),
      session: field(6),
      cpuTicks: field(14) + field(15),
      startTicks: field(22),
      residentPages: field(24),
    };
    return Number.isNaN(stat.startTicks) ? null : stat;
  }

  all(): readonly ProcStat[] {
    return this.pids().flatMap((pid) => this.stat(pid) ?? []);
  }

  /** Values of the variables the process was started with; null when it is another user's or gone. */
  environment(pid: number, names: readonly string[]): readonly (string | null)[] | null {
    const text = this.#read(`${pid}/environ`);
    if (text === null || text === '') return null;
    const words = text.split('\0');
    return names.map((name) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null);
  }

  /** Bytes of a page of memory, told by our own process, which says its size in both units. 4096 where it can not be told. */
  get pageBytes(): number {
    this.#pageBytes ??= this.#measurePage();
    return this.#pageBytes;
  }

  #measurePage(): number {
    const pages = this.stat(process.pid)?.residentPages ?? 0;
    const kilobytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(this.#read(`${process.pid}/status`) ?? '')?.[1] ?? 0);
    // The two were read a moment apart: the nearest power of two it is.
    return pages > 0 && kilobytes > 0 ? 2 ** Math.round(Math.log2((kilobytes * 1024) / pages)) : 4096;
  }

  #numbersIn(path: string): readonly number[] {
    try {
      return readdirSync(`${this.#root}/${path}`).map(Number).filter(isPid);
    } catch {
      // No /proc (macOS), or gone in the meantime: nothing can be told.
      return [];
    }
  }

  #read(path: string): string | null {
    try {
      return readFileSync(`${this.#root}/${path}`, 'utf8');
    } catch {
      // Gone in the meantime, or another user's: both mean that it tells nothing.
      return null;
    }
  }
}

function isPid(number: number): boolean {
  return Number.isInteger(number) && number > 0;
}

export function isRunning(stat: ProcStat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X';
}
