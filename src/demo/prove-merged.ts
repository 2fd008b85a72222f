// Looks into the demo repository itself, past what the host says: is the work of all agents on main?
import { plainLines } from '../core/model/plain-text.js';
import type { AgentStatus } from '../core/model/status.js';
import { git } from './demo-repository.js';
import { DEMO_TASKS } from './tasks.js';

export interface Proof {
  readonly isProven: boolean;
  /** The history of main and a sentence about it. */
  readonly lines: readonly string[];
}

/** Rejects only when git itself fails. */
export async function proveMerged(order: {
  readonly repo: string;
  readonly firstCommit: string;
  readonly agents: readonly Pick<AgentStatus, 'branch' | 'result'>[];
}): Promise<Proof> {
  const { repo, firstCommit, agents } = order;
  const merged: string[] = [];
  for (const { branch, result } of agents) {
    const commit = result?.kind === 'merge' ? result.commit : null;
    if (branch !== null && commit !== null && (await isOnMain(repo, commit))) merged.push(branch);
  }
  const changed = (await git(repo, 'diff', '--name-only', firstCommit, 'main')).split('\n');
  const mended = DEMO_TASKS.filter(({ file }) => changed.includes(file));
  const isProven = merged.length === DEMO_TASKS.length && mended.length === DEMO_TASKS.length;
  const log = await git(repo, 'log', '--oneline', '--graph', '--decorate=no', '-n', '20', 'main');
  return {
    isProven,
    lines: ['main:', ...plainLines(log).split('\n'), `${merged.length} of ${DEMO_TASKS.length} branches are merged into main.`],
  };
}

async function isOnMain(repo: string, commit: string): Promise<boolean> {
  try {
    await git(repo, 'merge-base', '--is-ancestor', commit, 'main');
    return true;
  } catch {
    return false; // Exit 1, or not a commit of this repository.
  }
}
