// Finished agents leave the list a day after a person has seen them; one that still has a worktree never does.
import type { Agent } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';

/** `cli.md`: finished agents stay listed until removed or seen for 24 hours. */
const LISTED_MS = 24 * 60 * 60 * 1000;

export function retire(state: AppState, event: OrchEvent): AppState {
  const now = Date.parse(event.at);
  const all = Object.values(state.agents);
  const staying = all.filter((agent) => !isRetired(agent, now));
  return staying.length === all.length ? state : { ...state, agents: Object.fromEntries(staying.map((agent) => [agent.id, agent])) };
}

function isRetired(agent: Agent, now: number): boolean {
  if (agent.state !== 'done' && agent.state !== 'failed' && agent.state !== 'stopped') return false;
  if (agent.seenAt === null || agent.process !== null || agent.pending !== null) return false;
  const hasWorktree = agent.baseCommit !== null && agent.worktree !== null;
  return !hasWorktree && now - Date.parse(agent.seenAt) >= LISTED_MS;
}
