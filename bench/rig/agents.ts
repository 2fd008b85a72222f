// The agents that the measurements run, as commands. Shell and Perl: part of every Debian with git, and cheap enough to run fifty of.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tests/helpers/checkout.js';
import { untilEntries } from '../../tests/helpers/wait-for.js';

/** Starting fifty worktrees and programs takes a while on two cores. */
const READY_DEADLINE_MS = 90_000;

export interface BenchAgent {
  readonly script:
    | 'echo.sh'
    | 'idle.sh'
    | 'flood.sh'
    | 'endless-flood.sh'
    | 'exits.sh'
    | 'leaves-daemon.sh'
    | 'lines.pl'
    | 'spinner.pl'
    | 'scrollback.pl';
  readonly args?: readonly string[];
}

/** Where agents of one stage say that they are ready, each by a file of its own. */
export class ReadyFolder {
  readonly path: string;

  constructor(parent: string) {
    this.path = mkdtempSync(join(parent, 'ready-'));
  }

  until(count: number): Promise<unknown> {
    return untilEntries(this.path, count, READY_DEADLINE_MS);
  }
}

export function agentArgv({ script, args = [] }: BenchAgent, ready: ReadyFolder): readonly string[] {
  const interpreter = script.endsWith('.pl') ? 'perl' : 'sh';
  return [interpreter, join(root, 'bench/agents', script), ready.path, ...args];
}
