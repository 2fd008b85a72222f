// What /proc tells of processes: parsed, never cached here, null where it tells nothing. Must not signal anything.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcStat {
  readonly pid: number;
  /** One letter; `Z` and `X` are dead and only wait to be reaped. */
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** User and system time in clock ticks. */
  readonly cpuTicks: number;
  /** Clock ticks since boot. */
  readonly startTicks: number;
}

/** USER_HZ: 100 on every Linux that Node runs on, whatever the kernel's own tick is. */
export const TICKS_PER_SECOND = 100;

/** /proc or, in tests, a folder that looks like it. */
export class ProcTable {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  bootId(): string | null {
    return this.#read('sys/kernel/random/boot_id')?.trim() ?? null;
  }

  pids(): readonly number[] {
    try {
      return readdirSync(this.#root)
        .map(Number)
        .filter((pid) => Number.isInteger(pid) && pid > 0);
    } catch {
      // No /proc (macOS): nothing can be told.
      return [];
    }
  }

  stat(pid: number): ProcStat | null {
    const text = this.#read(`${pid}/stat`);
    if (text === null) return null;
    // The name in parentheses may hold blanks and parentheses itself; the last one closes it. Field 3 (state) follows.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const field = (number: number) => Number(fields[number - 3]);
    const stat = {
      pid,
      state: fields[0] ?? '',
      parent: field(4),
      group: field(5),
      session: field(6),
      cpuTicks: field(14) + field(15),
      startTicks: field(22),
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

  /** Resident memory in bytes. */
  memory(pid: number): number {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(this.#read(`${pid}/status`) ?? '')?.[1];
    return Number(kilobytes ?? 0) * 1024;
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

export function isRunning(stat: ProcStat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X';
}
