// CPU and memory of agents: from /proc, every 2 s, only while a client looks (decision 16).
import type { Agent, ProcessUsage } from '../core/model/agent.js';
import type { Clock, Processes, Timer } from '../core/ports.js';

const EVERY_MS = 2000;

export interface UsageWatchOptions {
  readonly clock: Clock;
  readonly processes: Processes;
  /** What a person would see has changed. */
  readonly onChange: () => void;
}

export class UsageWatch {
  readonly #options: UsageWatchOptions;
  #pids: readonly (readonly [agent: string, pid: number])[] = [];
  #timer: Timer | null = null;
  #usage: Readonly<Record<string, ProcessUsage>> = {};

  constructor(options: UsageWatchOptions) {
    this.#options = options;
  }

  get current(): Readonly<Record<string, ProcessUsage>> {
    return this.#usage;
  }

  /** The agents to be watched from now on; none stops it. */
  follow(agents: readonly Agent[]): void {
    this.#pids = agents.flatMap(({ id, process }) => (process === null ? [] : [[id, process.pid] as const]));
    if (this.#pids.length === 0) {
      this.#timer?.cancel();
      this.#timer = null;
      this.#usage = {};
    } else this.#timer ??= this.#options.clock.after(EVERY_MS, () => this.#look());
  }

  dispose(): void {
    this.follow([]);
  }

  #look(): void {
    this.#timer = this.#options.clock.after(EVERY_MS, () => this.#look());
    const read = this.#pids.flatMap(([agent, pid]) => {
      const usage = this.#options.processes.usage(pid);
      return usage === null ? [] : [[agent, rounded(usage)] as const];
    });
    const next = Object.fromEntries(read);
    const before = this.#usage;
    const isSame = read.length === Object.keys(before).length && read.every(([agent, usage]) => isEqual(before[agent], usage));
    if (isSame) return;
    this.#usage = next;
    this.#options.onChange();
  }
}

// Whole percents and tens of megabytes: finer steps would redraw the list every two seconds for nothing.
function rounded({ cpuPercent, memoryBytes }: ProcessUsage): ProcessUsage {
  const step = 10 * 1024 * 1024;
  return {
    cpuPercent: Math.round(cpuPercent),
    memoryBytes: memoryBytes < step ? Math.round(memoryBytes / 1_048_576) * 1_048_576 : Math.round(memoryBytes / step) * step,
  };
}

function isEqual(one: ProcessUsage | undefined, other: ProcessUsage): boolean {
  return one !== undefined && one.cpuPercent === other.cpuPercent && one.memoryBytes === other.memoryBytes;
}
