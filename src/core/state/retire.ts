// Finished agents leave the list a day after a person has seen them, or when many newer ones have ended; one that still has a worktree never does.
import type { Agent } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { pullOf } from './pull-back.js';

/** `cli.md`: finished agents stay listed until removed or seen for 24 hours. */
const LISTED_MS = 24 * 60 * 60 * 1000;
/** Of those whose work is delivered and whose worktree is gone: a host that works for weeks unattended must not get slower with every goal. */
export const MOST_ENDED = 200;

export function retire(state: AppState, event: OrchEvent): AppState {
  const now = Date.parse(event.at);
  // Whose pull request is open may have to go on with it.
  const all = Object.values(state.agents).filter((agent) => pullOf(state, agent)?.state !== 'open');
  const leaving = new Set(all.filter((agent) => isSeenLongAgo(agent, now)));
  if (event.type === 'worktree.removed') for (const agent of pastMost(state, all)) leaving.add(agent);
  if (leaving.size === 0) return state;
  const staying = Object.values(state.agents).filter((agent) => !leaving.has(agent));
  return { ...state, agents: Object.fromEntries(staying.map((agent) => [agent.id, agent])) };
}

function isSeenLongAgo(agent: Agent, now: number): boolean {
  return isFree(agent) && agent.seenAt !== null && now - Date.parse(agent.seenAt) >= LISTED_MS;
}

/** The oldest first in order of creation: those of goals that have ended, done and without anything left on the disk. */
function pastMost({ goals }: AppState, all: readonly Agent[]): readonly Agent[] {
  const ended = all.filter((agent) => agent.state === 'done' && isFree(agent) && goals[agent.goal]?.state === 'done');
  return ended.slice(0, Math.max(0, ended.length - MOST_ENDED));
}

function isFree(agent: Agent): boolean {
  if (agent.state !== 'done' && agent.state !== 'failed' && agent.state !== 'stopped') return false;
  if (agent.process !== null || agent.pending !== null) return false;
  return agent.baseCommit === null || agent.worktree === null;
}
