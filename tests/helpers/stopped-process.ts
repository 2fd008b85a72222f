// Waits until a process stands still. The kernel tells that to its parent alone, so this looks again. Linux only: elsewhere it does not wait.
import { existsSync, readFileSync } from 'node:fs';
import { DEADLINE_MS } from './wait-for.js';

/** A shell sends SIGCONT when it has seen the stop: one that comes before is lost, and the process stands still for good. */
export async function untilStopped(pid: number): Promise<void> {
  const path = `/proc/${pid}/stat`;
  const deadline = performance.now() + DEADLINE_MS;
  while (existsSync(path) && !/\) T /.test(readFileSync(path, 'utf8'))) {
    if (performance.now() > deadline) throw new Error(`Waited ${DEADLINE_MS} ms in vain until process ${pid} was stopped`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
