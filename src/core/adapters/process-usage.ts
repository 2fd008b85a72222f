// CPU and memory of process trees, from the difference of two looks at /proc. Must not know what the processes are.
import type { ProcessUsage } from '../model/process-usage.js';
import type { Clock } from '../ports.js';
import { type ProcStat, type ProcTable, TICKS_PER_SECOND } from './proc-table.js';

/** The rows of one screen ask within the same moment: they share one look at the table. */
const SHARED_LOOK_MS = 500;
/**
 * A look at all processes of a machine takes 3 ms where there are a hundred: who belongs to a tree is asked less often than what it costs.
 * (`/proc/PID/task/TID/children` would tell at once, but many kernels are built without it.)
 */
const TREE_MS = 10_000;

interface Look {
  readonly at: number;
  /** CPU ticks of each process of the tree by pid and start. */
  readonly ticks: ReadonlyMap<string, number>;
}

export class UsageMeter {
  readonly #table: ProcTable;
  readonly #clock: Clock;
  #shared: { readonly at: number; readonly children: ReadonlyMap<number, readonly ProcStat[]> } | null = null;
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
    const children = this.#children();
    const tree = [root];
    for (const stat of tree) for (const child of children.get(stat.pid) ?? []) tree.push(child);
    return tree;
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
