// Several agents on one task: when all have ended they are judged, one is picked and finished, and then the others go. Pure.
import type { Agent } from '../model/agent.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import type { Goal, GoalState } from '../model/goal.js';
import type { AppState } from '../model/state.js';
import type { Tries, TryFacts } from '../model/tries.js';
import { goalStateOf } from './goal-state.js';
import { afterPassedOver, afterTryEnded } from './try-agent.js';

export type TriedGoal = Goal & { readonly tries: Tries };

export function isTried(goal: Goal | undefined): goal is TriedGoal {
  return goal?.tries !== undefined;
}

export function newTries(isUnattended: boolean, seq: number): Tries {
  return { state: 'running', isUnattended, facts: [], judgement: null, unjudged: null, picked: null, sinceSeq: seq };
}

/** It takes no part any more. One whose host was lost goes on when it is resumed. */
export function hasTryEnded({ state }: Pick<Agent, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** Those that can be picked: a check that failed to the end is for a person to overrule. */
export function candidates({ facts, isUnattended }: Pick<Tries, 'facts' | 'isUnattended'>): readonly TryFacts[] {
  return facts.filter(({ commit, verify }) => commit !== null && (!isUnattended || verify !== 'failed'));
}

/** `after` is the state with the event applied to its agents one by one. */
export function reduceTries(before: AppState, after: AppState, event: OrchEvent): AppState {
  switch (event.type) {
    case 'try.ended':
      return ended(after, event);
    case 'tries.judged': {
      const { judgement, unjudged, seq } = event;
      return withGoal(after, event.goal, ({ tries }) => {
        if (tries.state !== 'judging') return {};
        const told = { ...tries, judgement, unjudged };
        return { tries: tries.isUnattended ? told : { ...told, state: 'choosing', sinceSeq: seq } };
      });
    }
    case 'try.picked':
    case 'tries.combined':
      return picked(before, after, event);
    case 'finish.done':
      return withOthersLeaving(after, event.agent);
    case 'host.started':
      return stillLeaving(before, after);
    case 'agent.removed': {
      const agent = before.agents[event.agent];
      if (agent === undefined) return after;
      return withGoal(after, agent.goal, ({ tries }) =>
        tries.state === 'picked' && tries.picked !== agent.id
          ? { tries: { ...tries, kept: [...(tries.kept ?? []), { agent: agent.name, ref: event.rescueRef }] } }
          : {},
      );
    }
    case 'goal.stopRequested':
      return withGoal(after, event.goal, () => ({ pause: 'stopped' }));
    case 'agent.resumeRequested':
      return withGoal(after, after.agents[event.agent]?.goal ?? '', () => ({ pause: undefined, limit: undefined }));
    default:
      return after;
  }
}

/** In line with its agents: `own` are those of the goal. The same goal where nothing is new. */
export function withTries(goal: TriedGoal, own: readonly Agent[], seq: number): Goal {
  const tries = stepOf(goal, own, seq);
  const state = stateOf({ ...goal, tries }, own);
  return tries === goal.tries && state === goal.state ? goal : { ...goal, tries, state };
}

function stepOf({ tries, pause, limit }: TriedGoal, own: readonly Agent[], seq: number): Tries {
  if (tries.state === 'picked') return tries;
  const over = new Set(own.filter(hasTryEnded).map(({ id }) => id));
  // Of one that was removed, or goes on, nothing counts any more.
  const left = tries.facts.filter(({ agent }) => over.has(agent));
  const facts = left.length === tries.facts.length ? tries.facts : left;
  const isOver = over.size === own.length && candidates({ ...tries, facts }).length > 0;
  const isReady = isOver && pause === undefined && limit === undefined;
  if (isReady && tries.state === 'running') return { ...tries, facts, state: 'judging', sinceSeq: seq };
  if (isReady) return facts === tries.facts ? tries : { ...tries, facts };
  if (tries.state === 'running') return facts === tries.facts ? tries : { ...tries, facts };
  return { ...tries, facts, state: 'running', judgement: null, unjudged: null, sinceSeq: seq };
}

function stateOf({ tries, state, pause }: TriedGoal, own: readonly Agent[]): GoalState {
  switch (tries.state) {
    case 'judging':
      return 'running';
    case 'choosing':
      return 'waiting';
    case 'running': {
      const byAgents = goalStateOf(own);
      // All are done, and there is nothing to pick.
      return byAgents !== 'done' ? byAgents : pause === undefined ? 'failed' : 'stopped';
    }
    case 'picked': {
      const agent = own.find(({ id }) => id === tries.picked);
      if (agent === undefined) return state === 'done' ? 'done' : goalStateOf(own);
      const isClearing = own.some(({ id, pending }) => id !== agent.id && pending?.order === 'remove');
      return agent.state === 'done' && isClearing ? 'running' : goalStateOf([agent]);
    }
  }
}

function ended(state: AppState, event: EventOf<'try.ended'>): AppState {
  const { facts, goal } = event;
  const agent = Object.hasOwn(state.agents, facts.agent) ? state.agents[facts.agent] : undefined;
  const next = agent === undefined || agent.goal !== goal ? agent : afterTryEnded(agent, event);
  if (next === undefined || next === agent) return state;
  return withGoal({ ...state, agents: { ...state.agents, [next.id]: next } }, goal, ({ tries }) => ({
    tries: { ...tries, facts: [...tries.facts.filter((known) => known.agent !== facts.agent), facts] },
  }));
}

function picked(before: AppState, after: AppState, event: EventOf<'try.picked' | 'tries.combined'>): AppState {
  const was = before.agents[event.agent];
  const now = after.agents[event.agent];
  // It could not be picked as it was.
  if (now === undefined || now === was || now.goal !== event.goal) return after;
  const past = after.goals[event.goal]?.tries?.picked ?? null;
  const rival = past === null || past === event.agent ? undefined : after.agents[past];
  const agents = rival === undefined ? after.agents : { ...after.agents, [rival.id]: afterPassedOver(rival, event) };
  return withGoal({ ...after, agents }, event.goal, ({ tries }) => ({
    tries: { ...tries, state: 'picked', picked: event.agent, sinceSeq: event.seq },
    pause: undefined,
    limit: undefined,
  }));
}

/** The picked one is delivered: the others go by the way of all, rescue first. One that a person has taken up again stays. */
function withOthersLeaving(state: AppState, agentId: string): AppState {
  const agent = Object.hasOwn(state.agents, agentId) ? state.agents[agentId] : undefined;
  const goal = agent === undefined ? undefined : state.goals[agent.goal];
  if (agent?.state !== 'done' || agent.finish.competes === true || goal?.tries?.picked !== agentId) return state;
  const leaves = (other: Agent) =>
    other.goal === goal.id &&
    other.id !== agentId &&
    (hasTryEnded(other) || other.state === 'interrupted' || other.pending?.order === 'stop');
  const leaving = Object.values(state.agents).filter(leaves);
  return leaving.length === 0 ? state : withLeaving(state, leaving);
}

/** They were on their way when the host was lost. */
function stillLeaving(before: AppState, after: AppState): AppState {
  const leaving = Object.values(after.agents).filter(
    ({ id, goal }) => before.agents[id]?.pending?.order === 'remove' && after.goals[goal]?.tries?.state === 'picked',
  );
  return leaving.length === 0 ? after : withLeaving(after, leaving);
}

function withLeaving(state: AppState, leaving: readonly Agent[]): AppState {
  const changed = leaving.map((agent): [string, Agent] => [agent.id, { ...agent, pending: { order: 'remove' } }]);
  return { ...state, agents: { ...state.agents, ...Object.fromEntries(changed) } };
}

type Change = { readonly [Key in 'tries' | 'pause' | 'limit']?: Goal[Key] | undefined };

/** Goals of other kinds stay as they are. A key that is undefined is left out. */
function withGoal(state: AppState, id: string, change: (goal: TriedGoal) => Change): AppState {
  const goal = Object.hasOwn(state.goals, id) ? state.goals[id] : undefined;
  if (!isTried(goal)) return state;
  const changes = Object.entries(change(goal)).filter(([key, value]) => value !== goal[key as keyof Change]);
  if (changes.length === 0) return state;
  const gone = new Set(changes.filter(([, value]) => value === undefined).map(([key]) => key));
  const kept = Object.entries({ ...goal, ...Object.fromEntries(changes) }).filter(([key]) => !gone.has(key));
  return { ...state, goals: { ...state.goals, [id]: Object.fromEntries(kept) as unknown as Goal } };
}
