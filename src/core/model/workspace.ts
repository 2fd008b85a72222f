// The workspace of a goal: its dated folder, and what its files hold. Pure: dates in the host's time zone come out of a moment.
import type { Agent } from './agent.js';
import type { Goal } from './goal.js';

export const WORKSPACE_VERSION = 1;

/** Names of the files and folders of a workspace. */
export const WORKSPACE_FILES = {
  info: 'workspace-info.json',
  state: 'workflow-state.json',
  history: 'workflow-history.json',
  context: 'context-main.md',
  summary: 'execution-summary.md',
  outputs: 'agent_outputs',
  artifacts: 'artifacts',
  worktrees: 'worktrees',
} as const;

/** `workspace-info.json`: what does not change. */
export interface WorkspaceInfo {
  readonly version: typeof WORKSPACE_VERSION;
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly created: string;
  /** Common git directory: workspaces of several repositories may share a folder. */
  readonly repository: string;
  readonly base: string | null;
  readonly harness: string | null;
  readonly options: Readonly<Record<string, unknown>>;
}

/** `workflow-state.json`: enough to show the goal without anything else. */
export interface WorkflowState {
  readonly version: typeof WORKSPACE_VERSION;
  /** The last event that it holds. */
  readonly seq: number;
  readonly goal: Goal;
  /** Also those that were removed since. */
  readonly agents: readonly Agent[];
}

/** `week-47/2024-11-23/fix-login-143022`. `atMs` in milliseconds since the epoch. */
export function workspacePath(atMs: number, slug: string): string {
  const date = new Date(atMs);
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `week-${two(isoWeek(date))}/${day}/${slug}-${timeOfDay(atMs)}`;
}

/** `143022` */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs);
  return `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Of the day that it is here: week 1 is the one with the first Thursday of the year. */
function isoWeek(date: Date): number {
  const day = new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()));
  const thursday = day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS;
  const firstDay = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - firstDay) / DAY_MS / 7) + 1;
}

const DAY_MS = 86_400_000;

function two(number: number): string {
  return String(number).padStart(2, '0');
}
