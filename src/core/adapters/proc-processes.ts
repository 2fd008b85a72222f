// Processes of this machine by /proc. Where there is none (macOS) everything that needs it answers null or nothing.
import type { AgentProcess } from '../model/agent.js';
import type { Clock, Processes } from '../ports.js';
import { isRunning, ProcTable } from './proc-table.js';
import { endProcesses } from './process-ending.js';
import { UsageMeter } from './process-usage.js';

export interface ProcProcessesOrder {
  readonly stateDir: string;
  readonly clock: Clock;
  /** A folder that looks like /proc, for tests. */
  readonly root?: string;
}

export function createProcProcesses({ stateDir, clock, root = '/proc' }: ProcProcessesOrder): Processes {
  const table = new ProcTable(root);
  const meter = new UsageMeter(table, clock);
  return {
    bootId: () => table.bootId(),
    startTicks: (pid) => table.stat(pid)?.startTicks ?? null,
    isAlive(process) {
      const stat = table.stat(process.pid);
      if (stat !== null) return isRunning(stat) && stat.startTicks === process.startTicks;
      // Without /proc there is no start time to compare: the number alone has to do.
      return process.startTicks === null && table.bootId() === null && answers(process);
    },
    survivors(agentIds) {
      return table.pids().flatMap((pid) => {
        const values = table.environment(pid, ['ORCH_AGENT', 'ORCH_STATE']);
        if (values === null || values[1] !== stateDir) return [];
        const agent = values[0] ?? '';
        const stat = agentIds.includes(agent) && pid !== process.pid ? table.stat(pid) : null;
        return stat === null || !isRunning(stat) ? [] : [{ agent, process: { pid, startTicks: stat.startTicks } }];
      });
    },
    async end({ agent, process }, graceMs) {
      if (table.bootId() === null) return endByGroup(process, graceMs, clock);
      return endProcesses({ table, clock, stateDir }, { agent, process, graceMs });
    },
    shellChildren(pid) {
      const stat = table.stat(pid);
      if (stat === null || !SHELL.test(stat.name)) return null;
      const started = table.startedBy(pid)?.flatMap((child) => table.stat(child) ?? []) ?? table.all();
      return started.filter((one) => one.parent === pid && isRunning(one)).length;
    },
    usage: (pid) => meter.usage(pid),
  };
}

const SHELL = /^-?(?:ba|da|a|z|k|mk|fi|tc|c)?sh$/u;

/** What KILL has not ended by then hangs in the kernel, and nobody can end it. */
const GIVE_UP_AFTER_KILL_MS = 10_000;

/** Without /proc: the group that its PTY made the agent the leader of. */
async function endByGroup(target: AgentProcess, graceMs: number, clock: Clock): Promise<void> {
  const begun = clock.now();
  const send = (signal: NodeJS.Signals | 0): boolean => {
    try {
      return process.kill(-target.pid, signal);
    } catch {
      // ESRCH: the group is empty.
      return false;
    }
  };
  send('SIGTERM');
  let isKilled = false;
  for (let waitMs = 5; send(0); waitMs = Math.min(waitMs * 2, 250)) {
    const elapsedMs = clock.now() - begun;
    if (elapsedMs >= graceMs + GIVE_UP_AFTER_KILL_MS) return;
    if (!isKilled && elapsedMs >= graceMs) {
      isKilled = true;
      send('SIGKILL');
    }
    await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  }
}

function answers({ pid }: AgentProcess): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
