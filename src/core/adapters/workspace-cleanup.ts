// Which old workspaces may go, and their end. Only folders of ended goals go: never what is listed, unmerged, or has a worktree. Branches and worktrees are not touched.
import { rm, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WorkflowState } from '../model/workspace.js';
import type { Repository } from '../ports/repository.js';
import { hasGoalEnded } from '../state/workspace-documents.js';
import { listWorkspaces, readWorkflow, type StoredWorkspace } from './workspace-files.js';

const DAY_MS = 86_400_000;

export interface CleanupOrder {
  /** Folder of the workspaces. */
  readonly base: string;
  readonly repository: Pick<Repository, 'info' | 'branches' | 'isMerged'>;
  /** Ids of goals that the state still has. */
  readonly listed: ReadonlySet<string>;
  readonly days: number;
  readonly nowMs: number;
}

export interface CleanupEntry {
  readonly goal: string;
  readonly path: string;
  readonly text: string;
  /** Why it stays; null: it goes. */
  readonly kept: string | null;
}

/** Of all that are old enough. Nothing is removed by this. */
export async function planCleanup(order: CleanupOrder): Promise<readonly CleanupEntry[]> {
  const { base, repository, days, nowMs } = order;
  const all = await listWorkspaces(base, { repository: repository.info.commonDir, limit: Number.POSITIVE_INFINITY });
  const entries: CleanupEntry[] = [];
  for (const workspace of all) {
    const { path, info } = workspace;
    const workflow = await readWorkflow(path);
    if (nowMs - Date.parse(lastChange(workspace, workflow)) < days * DAY_MS) continue;
    entries.push({ goal: info.id, path, text: info.text, kept: await reasonToStay(workspace, workflow, order) });
  }
  return entries;
}

/** Removes what goes by the plan; paths of what could not be removed. */
export async function carryOutCleanup(entries: readonly CleanupEntry[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { path, kept } of entries) {
    if (kept !== null) continue;
    // Links to worktrees go as links: what they lead to is not entered.
    await rm(path, { recursive: true, force: true }).catch(() => left.push(path));
    // The folders of its day and week, once they are empty.
    await rmdir(dirname(path))
      .then(() => rmdir(dirname(dirname(path))))
      .catch(() => undefined);
  }
  return left;
}

async function reasonToStay(
  { info }: StoredWorkspace,
  workflow: WorkflowState | null,
  { repository, listed }: CleanupOrder,
): Promise<string | null> {
  if (listed.has(info.id)) return 'it is still listed, until its agents are removed (`orch-tui remove`), or a day after they were seen';
  if (workflow === null) return 'its state can not be read';
  if (!hasGoalEnded(workflow.goal)) return `its goal is ${workflow.goal.state}`;
  for (const { name, worktree } of workflow.agents) if (worktree !== null && (await isThere(worktree))) return `${name} has a worktree`;
  const branches = await repository.branches();
  if (!branches.ok) return 'the branches can not be read';
  const { order } = workflow.goal;
  const made = [...(order === undefined ? [] : [order]), ...workflow.agents];
  for (const { branch, base } of made) {
    if (branch === null || !branches.value.includes(branch)) continue;
    const merged = await repository.isMerged(branch, base);
    if (!merged.ok || !merged.value) return `${branch} is not merged into ${base}`;
  }
  return null;
}

function lastChange({ info }: StoredWorkspace, workflow: WorkflowState | null): string {
  return [info.created, ...(workflow?.agents ?? []).map(({ since }) => since)].sort().at(-1) ?? info.created;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
