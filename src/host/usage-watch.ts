// CPU and memory of agents: from /proc, every 2 s while anything of it changes, only of those that some client shows (decision 16).
import type { ProcessUsage } from '../core/model/process-usage.js';
import type { Clock, Processes, Timer } from '../core/ports.js';

const EVERY_MS = 2000;
/** Each look in vain doubles the time to the next, up to this: agents that rest for hours must not wake the host all the time. */
const SELDOM_MS = 10_000;
/** A resting CLI goes to and fro by one percent: that is no news. */
const NOISE_PERCENT = 1;
/** The first figure of an agent that was just chosen; whoever only passes by it costs nothing. */
const FIRST_MS = 500;

export interface UsageWatchOptions {
  readonly clock: Clock;
  readonly processes: Pick<Processes, 'usage'>;
  /** Null while the agent has no process. */
  readonly pidOf: (agent: string) => number | null;
  /** What a person would see has changed. */
  readonly onChange: () => void;
}

export class UsageWatch {
  readonly #options: UsageWatchOptions;
  readonly #shown = new Map<object, readonly string[]>();
  #timer: Timer | null = null;
  #dueAt = 0;
  #paceMs = EVERY_MS;
  #usage: Readonly<Record<string, ProcessUsage>> = {};
  /** Those of the last look, also where nothing was to be seen. */
  #looked: ReadonlySet<string> = new Set();

  constructor(options: UsageWatchOptions) {
    this.#options = options;
  }

  get current(): Readonly<Record<string, ProcessUsage>> {
    return this.#usage;
  }

  /** The agents that this client shows from now on; none when it leaves. */
  show(client: object, agents: readonly string[]): void {
    if (agents.length === 0) this.#shown.delete(client);
    else this.#shown.set(client, agents);
    const wanted = this.#wanted();
    if (wanted.size === 0) {
      this.dispose();
      return;
    }
    const isNew = agents.some((agent) => !this.#looked.has(agent));
    // Something is drawn: something goes on.
    this.#paceMs = EVERY_MS;
    this.#lookWithin(isNew ? FIRST_MS : EVERY_MS);
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#usage = {};
    this.#looked = new Set();
  }

  #wanted(): ReadonlySet<string> {
    return new Set([...this.#shown.values()].flat());
  }

  #lookWithin(delayMs: number): void {
    const dueAt = this.#options.clock.now() + delayMs;
    if (this.#timer !== null && this.#dueAt <= dueAt) return;
    this.#timer?.cancel();
    this.#dueAt = dueAt;
    this.#timer = this.#options.clock.after(delayMs, () => {
      this.#timer = null;
      this.#look();
    });
  }

  #look(): void {
    const { processes, pidOf, onChange } = this.#options;
    const wanted = this.#wanted();
    this.#looked = wanted;
    const read = [...wanted].flatMap((agent) => {
      const pid = pidOf(agent);
      const usage = pid === null ? null : processes.usage(pid);
      return usage === null ? [] : [[agent, rounded(usage)] as const];
    });
    const before = this.#usage;
    const isSame = read.length === Object.keys(before).length && read.every(([agent, usage]) => isEqual(before[agent], usage));
    this.#paceMs = isSame ? Math.min(this.#paceMs * 2, SELDOM_MS) : EVERY_MS;
    this.#lookWithin(this.#paceMs);
    if (isSame) return;
    this.#usage = Object.fromEntries(read);
    onChange();
  }
}

// Whole percents and tens of megabytes: finer steps would redraw the list every two seconds for nothing.
function rounded({ cpuPercent, memoryBytes }: ProcessUsage): ProcessUsage {
  const step = 10 * 1024 * 1024;
  return {
    cpuPercent: cpuPercent === null ? null : Math.round(cpuPercent),
    memoryBytes: memoryBytes < step ? Math.round(memoryBytes / 1_048_576) * 1_048_576 : Math.round(memoryBytes / step) * step,
  };
}

function isEqual(one: ProcessUsage | undefined, other: ProcessUsage): boolean {
  return one !== undefined && isNear(one.cpuPercent, other.cpuPercent) && one.memoryBytes === other.memoryBytes;
}

function isNear(one: number | null, other: number | null): boolean {
  return one === null || other === null ? one === other : Math.abs(one - other) <= NOISE_PERCENT;
}
