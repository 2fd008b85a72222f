// Ends what a git has started, such as the program that speaks with a remote: git that is ended leaves it, waiting for an answer that may never come.
import process from 'node:process';
import { isRunning, ProcTable } from '../proc-table.js';

/** In the environment of a git, and so of all that it starts: whose they are. */
export const CALL_MARK = 'ORCH_GIT_CALL';

/** Git itself as well. Where there is no /proc nothing can be found. */
export function endStarted(mark: string, table: ProcTable = new ProcTable('/proc')): void {
  for (const pid of table.pids()) {
    if (pid === process.pid || table.environment(pid, [CALL_MARK])?.[0] !== mark) continue;
    const stat = table.stat(pid);
    if (stat !== null && isRunning(stat)) terminate(pid);
  }
}

function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended in the meantime, which is what is wanted.
  }
}
