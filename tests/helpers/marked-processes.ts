// Processes of this machine that carry a sandbox's marker in their environment. Linux only: elsewhere it finds none.
import { readdirSync, readFileSync } from 'node:fs';

export interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

export function markedProcesses(marker: string): readonly MarkedProcess[] {
  return pids()
    .filter((pid) => readProc(pid, 'environ').split('\0').includes(marker))
    .map((pid) => ({ pid, command: readProc(pid, 'cmdline').split('\0').join(' ').trim() }));
}

/** Resolves with what is still there after `graceMs`. The kernel gives no notice of the end of a process that is not our child, so this looks again. */
export async function untilGone(marker: string, graceMs: number): Promise<readonly MarkedProcess[]> {
  const deadline = performance.now() + graceMs;
  // A process shows no environment for a moment while it executes another program, so one look at nothing is not enough.
  let looksAtNothing = 0;
  for (;;) {
    const left = markedProcesses(marker);
    looksAtNothing = left.length === 0 ? looksAtNothing + 1 : 0;
    if (looksAtNothing === 2 || (left.length > 0 && performance.now() > deadline)) return left;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function pids(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended or belongs to another person. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
