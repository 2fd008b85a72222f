// The first row of the list, which is no agent: the orchestrator itself, its goals, what its manager decided, and what it was asked.

import type { ManagerNote } from '../model/agent-manager.js';
import type { KeptDecision } from '../model/decision.js';
import type { Goal } from '../model/goal.js';
import { hasOwn } from './list-order.js';
import { isStuck } from './shown-pull.js';
import { agreementOf } from './task-rows.js';
import { AWAY, isAway } from './team.js';
import type { ViewState, ViewWorld } from './view-state.js';

/** In place of an agent's id. */
export const ORCHESTRATOR = 'orchestrator';

/** There is something to orchestrate; before that the screen says how to begin, whoever is at work elsewhere. */
export function hasOrchestrator(world: Pick<ViewWorld, 'agents' | 'goals'>): boolean {
  return hasOwn(world);
}

export function isOrchestratorChosen(view: Pick<ViewState, 'selected'>): boolean {
  return view.selected === ORCHESTRATOR;
}

/** A filter is for agents: the row goes where it is not meant. */
export function isOrchestratorShown(view: Pick<ViewState, 'filter'>, world: Pick<ViewWorld, 'agents' | 'goals'>): boolean {
  const words = view.filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return hasOrchestrator(world) && words.every((word) => ORCHESTRATOR.includes(word));
}

export interface Decided {
  readonly agent: string;
  readonly decision: KeptDecision;
}

/** Of all agents, the newest last. */
export function allDecisions({ agents }: Pick<ViewWorld, 'agents'>): readonly Decided[] {
  const decided = agents.flatMap(({ name, manager }) => (manager?.decisions ?? []).map((decision) => ({ agent: name, decision })));
  return decided.sort((a, b) => a.decision.at.localeCompare(b.decision.at));
}

export interface Told {
  readonly agent: string;
  readonly note: ManagerNote;
}

/** What agents have told the manager, which has not decided about them since; the newest last. */
export function allNotes({ agents }: Pick<ViewWorld, 'agents'>): readonly Told[] {
  const told = agents.flatMap(({ name, managerNotes = [] }) => managerNotes.map((note) => ({ agent: name, note })));
  return told.sort((a, b) => a.note.seq - b.note.seq);
}

/** The goal that waits longest for a person's yes. */
export function waitingGoal({ goals }: Pick<ViewWorld, 'goals'>): Goal | null {
  return goals.find((goal) => agreementOf(goal) !== null) ?? null;
}

/** Goals that nothing goes on with before a person resumes them. */
export function lostGoals({ goals }: Pick<ViewWorld, 'goals'>): readonly Goal[] {
  return goals.filter(({ plan, pause }) => plan !== undefined && pause === 'host-lost');
}

/** Of a goal as a whole: those of agents are seen on their own rows. */
export function hasStuckPull({ pulls }: Pick<ViewWorld, 'pulls'>): boolean {
  return Object.values(pulls).some((pull) => pull.agent === null && isStuck(pull));
}

/** The one thing worth knowing in its row. */
export function orchestratorSaid(world: Pick<ViewWorld, 'goals' | 'manager' | 'pulls' | 'team'>): string {
  const waiting = waitingGoal(world);
  if (waiting !== null) return agreementOf(waiting) === 'plan' ? 'a plan waits for you' : 'a finish waits for you';
  if (hasStuckPull(world)) return 'a PR needs you';
  if (isAway(world.team)) return AWAY;
  const lost = lostGoals(world).length;
  if (lost > 0) return `${lost} ${lost === 1 ? 'goal' : 'goals'} interrupted`;
  const open = world.goals.filter(({ plan, state }) => plan !== undefined && state !== 'done' && state !== 'failed' && state !== 'stopped');
  if (open.length > 0) return `${open.length} ${open.length === 1 ? 'goal' : 'goals'}`;
  return 'off' in world.manager ? 'manager off' : '';
}

/** Typed at it: a question for the manager, or a goal. */
export function isAsking(text: string): boolean {
  return text.startsWith('?') || text.endsWith('?');
}
