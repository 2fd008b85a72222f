// The machine-readable documents of a workspace, from the state and its events. Pure; who writes them is `effects/workspace-writer.ts`.
import type { Agent } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import type { Goal } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import { WORKSPACE_VERSION, type WorkflowState, type WorkspaceInfo } from '../model/workspace.js';
import { timelineText } from './timeline.js';

const TEXT = 20_000;

/** `repository`: its common git directory. */
export function workspaceInfo({ goal, agents }: WorkflowState, repository: string): WorkspaceInfo {
  const [first] = agents;
  const launch = goal.order?.launch ?? first?.launch ?? null;
  const finish = goal.order?.finish ?? first?.finish ?? null;
  return {
    version: WORKSPACE_VERSION,
    id: goal.id,
    text: goal.text.slice(0, TEXT),
    created: goal.createdAt,
    repository,
    base: goal.order?.base ?? first?.base ?? null,
    harness: launch?.harness ?? null,
    options: {
      model: launch?.model ?? null,
      role: first?.task === null ? first.role : null,
      isPlanned: goal.order !== undefined,
      finish: finish?.kind ?? null,
      verify: finish?.verify ?? null,
      attempts: finish?.attempts ?? null,
      approvals: goal.approvals ?? [],
      budget: goal.budget ?? null,
    },
  };
}

/** `before`: as it was told last. Agents that were removed since stay as they were; a goal that left the state has ended. */
export function workflowState(state: AppState, goalId: string, before: WorkflowState | null): WorkflowState | null {
  const goal = Object.hasOwn(state.goals, goalId) ? state.goals[goalId] : undefined;
  if (goal === undefined) {
    if (before === null) return null;
    return { ...before, seq: state.seq, goal: asEnded(before.goal), agents: before.agents.map(asGone) };
  }
  const now = Object.values(state.agents).filter((agent) => agent.goal === goalId);
  const listed = new Set(now.map(({ id }) => id));
  const gone = (before?.agents ?? []).filter(({ id }) => !listed.has(id)).map(asGone);
  return { version: WORKSPACE_VERSION, seq: state.seq, goal, agents: [...gone, ...now] };
}

export function hasGoalEnded({ state }: Pick<Goal, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** One entry of `workflow-history.json`, as one line of JSON; null where an event tells a person nothing. */
export function historyEntry(event: OrchEvent, agentName: string | null): string | null {
  const text = timelineText(event);
  if (text === null) return null;
  const { seq, at, type } = event;
  return JSON.stringify({ seq, at, type, agent: agentName === null ? null : plainText(agentName, 60), text });
}

/** What such an entry says of its place; null for what is none. */
export function seqOfEntry(line: string): number | null {
  const seq = /^\{"seq":(\d{1,15}),/u.exec(line)?.[1];
  return seq === undefined ? null : Number(seq);
}

/** Its goal, where that can be told from the event itself. */
export function goalOf(event: OrchEvent): string | null {
  if ('goal' in event && typeof event.goal === 'string') return event.goal;
  return 'about' in event ? event.about.goal : null;
}

/** Its agent, where there is one. */
export function agentOf(event: OrchEvent): string | null {
  if (event.type === 'try.ended') return event.facts.agent;
  if ('agent' in event && typeof event.agent === 'string') return event.agent;
  return 'about' in event ? event.about.agent : null;
}

/** All of its agents were removed: what was open then was given up. */
function asEnded(goal: Goal): Goal {
  return hasGoalEnded(goal) ? goal : { ...goal, state: 'stopped' };
}

function asGone(agent: Agent): Agent {
  return { ...agent, process: null, worktree: null };
}
