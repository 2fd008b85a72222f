// What pull requests mean for agents and goals: work that comes back to them, and who stays listed for them. Pure.
import { type Agent, isOver } from '../model/agent.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import type { Goal, Task } from '../model/goal.js';
import type { PullBack, PullRequest } from '../model/pull-request.js';
import type { AppState } from '../model/state.js';

/** Its process is gone, or it rests at its input line: it can be given something. */
export function restsForPull(agent: Agent): boolean {
  if (agent.pending?.order === 'remove') return false;
  return (agent.process === null && isOver(agent.state)) || (agent.process !== null && agent.state === 'idle');
}

/** It waits for a person to mend its finish, and nothing of it runs. */
function waitsAlone({ state, process, why, pending }: Agent): boolean {
  return state === 'waiting' && process === null && why.source === 'host' && pending?.order !== 'remove';
}

/** Commits can be merged into its worktree without getting in its way. */
export function mayTakeIn(agent: Agent): boolean {
  return restsForPull(agent) || waitsAlone(agent);
}

/** It can be told now. Conflicts that lie in its worktree already are what it waits for. */
export function takesBack(agent: Agent, { reasons }: PullBack): boolean {
  return restsForPull(agent) || (reasons.includes('merge') && waitsAlone(agent));
}

/** After the slices: an agent that has its pull request back finishes it when it is done; a goal gets a task. */
export function withPullsBack(state: AppState, event: OrchEvent): AppState {
  if (event.type === 'pull.returned') return withTask(state, event);
  if (event.type === 'pull.told' || event.type === 'agent.resumeRequested') return withFinish(state, event);
  return state;
}

/** Nobody presses f for it: what it does now is verified, committed and pushed to the same pull request. */
function withFinish(state: AppState, event: EventOf<'pull.told' | 'agent.resumeRequested'>): AppState {
  const pull = event.type === 'pull.told' ? state.pulls?.[event.pull] : pullOf(state, state.agents[event.agent]);
  const agent = pull === undefined || pull.agent === null ? undefined : state.agents[pull.agent];
  if (pull?.back === undefined || agent === undefined || pull.state !== 'open') return state;
  if (agent.pending !== null || (event.type === 'agent.resumeRequested' && agent.state !== 'queued' && agent.state !== 'starting'))
    return state;
  const back: Agent = {
    ...agent,
    finish: { ...agent.finish, kind: 'pr' },
    pending: { order: 'finish', removeWorktree: false },
    attempts: 0,
    run: { ...agent.run, hasWorked: false },
  };
  return { ...state, agents: { ...state.agents, [agent.id]: back } };
}

/** The work of a goal as a whole: whoever mends it is an agent with a task like the others. */
function withTask(state: AppState, event: EventOf<'pull.returned'>): AppState {
  const pull = state.pulls?.[event.pull];
  const goal = pull === undefined || pull.agent !== null ? undefined : state.goals[pull.goal];
  if (pull === undefined || goal?.plan === undefined) return state;
  const { finish: _past, ...rest } = goal;
  const next: Goal = { ...rest, tasks: [...goal.tasks, mendingTask(goal, event)] };
  const told: PullRequest = { ...pull, back: { reasons: event.reasons, text: event.text, isTold: true } };
  return { ...state, goals: { ...state.goals, [goal.id]: next }, pulls: { ...state.pulls, [pull.id]: told } };
}

function mendingTask({ tasks }: Goal, { text, seq }: EventOf<'pull.returned'>): Task {
  const taken = new Set(tasks.map(({ id }) => id));
  let number = tasks.length + 1;
  while (taken.has(`t${number}`)) number += 1;
  const role = tasks.findLast(({ kind }) => kind === 'code')?.role ?? null;
  return {
    id: `t${number}`,
    title: 'Mend what the forge says',
    role,
    after: [],
    text,
    done: null,
    kind: 'code',
    artifact: null,
    verify: null,
    estimateMinutes: null,
    state: 'blocked',
    agent: null,
    sinceSeq: seq,
    result: null,
    error: null,
  };
}

export function pullOf(state: Pick<AppState, 'pulls'>, of: Pick<Agent, 'pull'> | undefined): PullRequest | undefined {
  return of?.pull === undefined ? undefined : state.pulls?.[of.pull];
}
