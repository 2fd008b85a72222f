// What a worktree means for its agent: made, made ready, taken away. Pure.
import type { Agent } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { enterState, hostWhy } from './enter-state.js';

/** Nothing may start in its worktree yet: what was to make it ready was broken off, or failed. */
export function isUnready({ setup }: Pick<Agent, 'setup'>): boolean {
  return setup !== undefined && setup.state !== 'passed';
}

export function afterWorktreeCreated(agent: Agent, event: EventOf<'worktree.created'>): Agent {
  const { branch, worktree, baseCommit, port, setup, at } = event;
  const made: Agent = {
    ...agent,
    branch,
    worktree,
    baseCommit,
    ...(port === undefined ? {} : { port }),
    ...(setup === undefined ? {} : { setup: { state: agent.state === 'preparing' ? 'running' : 'failed', what: setup, since: at } }),
  };
  if (agent.state !== 'preparing') return made;
  const state = setup === undefined ? 'starting' : 'preparing';
  return enterState(made, event, { state, why: hostWhy(event, 'worktree.created', event.notes[0] ?? '') });
}

/** Its ports are given back with it. */
export function afterWorktreeRemoved({ port: _back, ...agent }: Agent): Agent {
  return { ...agent, worktree: null };
}

/** Of an agent that is not prepared any more nothing is told: what made it ready was broken off. */
export function afterSetup(agent: Agent, event: EventOf<'setup.started' | 'setup.passed'>): Agent {
  if (agent.state !== 'preparing') return agent;
  if (event.type === 'setup.started') return { ...agent, setup: { state: 'running', what: event.what, since: event.at } };
  const setup = { state: 'passed', what: agent.setup?.what ?? '', since: event.at } as const;
  return enterState({ ...agent, setup }, event, { state: 'starting', why: hostWhy(event, event.type, event.notes[0] ?? '') });
}
