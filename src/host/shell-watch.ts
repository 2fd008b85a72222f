// A CLI that a shell of the person's has started (`harnesses.NAME.command`): when it has ended and the shell lives on, the agent is dead all the
// same. Looks every 5 s, and only where the agent's own process is such a shell.
import type { AgentProcess } from '../core/model/agent.js';
import type { Clock, Processes, Timer } from '../core/ports.js';

const TICK_MS = 5000;
/** A shell has started its CLI by then; one that asks something first has none below it, and is left alone. */
const FIRST_MS = 1000;

export interface ShellWatchOrder {
  readonly process: AgentProcess;
  readonly processes: Pick<Processes, 'shellChildren'>;
  readonly clock: Pick<Clock, 'after'>;
  /** What it ran has ended, seen twice: between two commands of a script there is nothing below it for a moment, too. */
  readonly onAlone: () => void;
}

/** Returns how to stop. */
export function watchShell({ process, processes, clock, onAlone }: ShellWatchOrder): () => void {
  let timer: Timer | null = null;
  let hasRun = false;
  let wasAlone = false;

  function tick(): void {
    const children = processes.shellChildren(process.pid);
    // The CLI itself: its end is the end of the process.
    if (children === null) return;
    const isAlone = hasRun && children === 0;
    if (isAlone && wasAlone) {
      onAlone();
      return;
    }
    hasRun ||= children > 0;
    wasAlone = isAlone;
    timer = clock.after(TICK_MS, tick);
  }

  timer = clock.after(FIRST_MS, tick);
  return () => timer?.cancel();
}
