// CPU and memory of process trees, from the difference of two looks at /proc. Must not know what the processes are.
import type { ProcessUsage } from '../model/process-usage.js';
import type { Clock } from '../ports.js';
import { type ProcStat, type ProcTable, TICKS_PER_SECOND } from './proc-table.js';

/** The rows of one screen ask within the same moment: they share one look at the table. */
const SHARED_LOOK_MS = 500;
/** Who belongs to a tree is asked less often than what it costs. */
const TREE_MS = 10_000;
/**
 * A look at all processes of a machine takes 10 ms of a host that rests where there are two hundred, so those of a tree are asked for who
 * started whom. Not more threads than this within one moment: for many large trees the look at all is cheaper.
 */
const MOST_ASKED = 64;

interface Look {
  readonly at: number;
  /** CPU ticks of each process of the tree by pid and start. */
  readonly ticks: ReadonlyMap<string, number>;
}

export class UsageMeter {
  readonly #table: ProcTable;
  readonly #clock: Clock;
  #shared: { readonly at: number; readonly children: ReadonlyMap<number, readonly ProcStat[]> } | null = null;
  /** How many threads were asked since `at`. */
  #asked = { at: 0, threads: 0 };
  readonly #looks = new Map<number, Look>();
  readonly #trees = new Map<number, { readonly at: number; readonly pids: readonly number[] }>();

  constructor(table: ProcTable, clock: Clock) {
    this.#table = table;
    this.#clock = clock;
  }

  /** Null when the process is gone. The first look at a process has no earlier one to compare with and tells no CPU. */
  usage(pid: number): ProcessUsage | null {
    const root = this.#table.stat(pid);
    if (root === null) {
      this.#looks.delete(pid);
      this.#trees.delete(pid);
      return null;
    }
    const at = this.#clock.now();
    const tree = this.#treeOf(root);
    const ticks = new Map(tree.map((stat) => [`${stat.pid}@${stat.startTicks}`, stat.cpuTicks]));
    const last = this.#looks.get(pid);
    const elapsedSeconds = last === undefined ? 0 : (at - last.at) / 1000;
    this.#looks.set(pid, { at, ticks });
    let spent = 0;
    for (const [key, now] of ticks) spent += now - (last?.ticks.get(key) ?? 0);
    const isSameProcess = last?.ticks.has(`${pid}@${root.startTicks}`) === true;
    return {
      cpuPercent: isSameProcess && elapsedSeconds > 0 ? Math.max(0, (spent / TICKS_PER_SECOND / elapsedSeconds) * 100) : null,
      memoryBytes: tree.reduce((sum, stat) => sum + stat.residentPages, 0) * this.#table.pageBytes,
    };
  }

  #treeOf(root: ProcStat): readonly ProcStat[] {
    const at = this.#clock.now();
    const known = this.#trees.get(root.pid);
    if (known !== undefined && at - known.at < TREE_MS) {
      return [root, ...known.pids.flatMap((pid) => this.#table.stat(pid) ?? [])];
    }
    const tree = this.#lookAt(root);
    this.#trees.set(root.pid, { at, pids: tree.slice(1).map((stat) => stat.pid) });
    return tree;
  }

  #lookAt(root: ProcStat): readonly ProcStat[] {
    const walked = this.#isShared() ? null : this.#walk(root);
    if (walked !== null) return walked;
    const children = this.#children();
    const tree = [root];
    for (const stat of tree) for (const child of children.get(stat.pid) ?? []) tree.push(child);
    return tree;
  }

  /** From thread to child; null where the kernel does not tell, or there are too many to be asked one by one. */
  #walk(root: ProcStat): readonly ProcStat[] | null {
    const at = this.#clock.now();
    if (at - this.#asked.at >= SHARED_LOOK_MS) this.#asked = { at, threads: 0 };
    const tree = [root];
    for (const { pid } of tree) {
      const threads = this.#table.threads(pid);
      this.#asked.threads += threads.length;
      const started = this.#asked.threads > MOST_ASKED ? null : this.#table.startedBy(pid, threads);
      if (started === null) return null;
      tree.push(...started.flatMap((child) => this.#table.stat(child) ?? []));
    }
    return tree;
  }

  #isShared(): boolean {
    return this.#shared !== null && this.#clock.now() - this.#shared.at < SHARED_LOOK_MS;
  }

  #children(): ReadonlyMap<number, readonly ProcStat[]> {
    const at = this.#clock.now();
    if (this.#shared === null || at - this.#shared.at >= SHARED_LOOK_MS) {
      const children = new Map<number, ProcStat[]>();
      for (const stat of this.#table.all()) {
        const siblings = children.get(stat.parent);
        if (siblings === undefined) children.set(stat.parent, [stat]);
        else siblings.push(stat);
      }
      this.#shared = { at, children };
    }
    return this.#shared.children;
  }
}
