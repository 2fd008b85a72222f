// The end of an agent's work as it shows in its state: asked for, verified, done, or given back. Pure.
import { type Agent, isManaged, isOver } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { mayFinish } from './agent-orders.js';
import { enterState, hostWhy } from './enter-state.js';
import { withoutReport } from './own-words.js';

export function afterFinishRequest(agent: Agent, event: EventOf<'finish.requested'>): Agent {
  if (!mayFinish(agent)) return agent;
  // What a task ends in is for its plan to say: other tasks build on it.
  const kind = agent.task === null ? event.kind : agent.finish.kind;
  const { despiteVerify: _was, ...plan } = agent.finish;
  const draft = event.draft === true && kind === 'pr' ? { despiteVerify: true as const } : {};
  const asked: Agent = {
    ...agent,
    finish: { ...plan, kind, ...draft },
    pending: { order: 'finish', removeWorktree: event.removeWorktree },
    error: null,
    attempts: 0,
  };
  const why = hostWhy(event, 'finish.requested', kind);
  if (kind !== 'keep') return enterState(asked, event, { state: 'finishing', why });
  return enterState({ ...asked, pending: null }, event, { state: 'done', why });
}

/** Attempts are left: back to work, in its live CLI or in a new run of it. None left: a person, or nobody, decides. */
export function afterVerifyFailed(agent: Agent, event: EventOf<'verify.failed'>): Agent {
  const counted: Agent = { ...agent, attempts: event.attempt };
  if (agent.state !== 'finishing') return counted;
  const why = hostWhy(event, 'verify.failed', `run ${event.attempt} of ${agent.finish.attempts}`);
  // One of several tries: its work is kept as it is, and what is to be done is said by whoever picks.
  if (event.attempt >= agent.finish.attempts && agent.finish.competes === true) return { ...counted, error: event.error };
  if (event.attempt >= agent.finish.attempts) {
    const state = stuck(agent);
    return enterState({ ...counted, pending: null, error: event.error }, event, { state, why });
  }
  if (agent.process !== null) {
    return enterState({ ...withoutReport(counted), run: { ...agent.run, hasWorked: false } }, event, { state: 'working', why });
  }
  return enterState({ ...withoutReport(counted), run: { mode: 'resume', text: null, startedAt: null, hasWorked: false } }, event, {
    state: 'starting',
    why,
  });
}

/** What was merged or pushed stays true whatever was asked of the agent meanwhile. */
export function afterFinishDone(agent: Agent, event: EventOf<'finish.done'>): Agent {
  const result = event.result ?? agent.result;
  if (agent.state !== 'finishing' && !isOver(agent.state)) return { ...agent, result };
  const pending = agent.pending?.order === 'remove' ? agent.pending : null;
  const why = hostWhy(event, 'finish.done', event.result?.kind ?? event.notes[0] ?? 'nothing to keep');
  return enterState({ ...agent, result, error: null, pending }, event, { state: 'done', why });
}

export function afterFinishFailed(agent: Agent, event: EventOf<'finish.failed'>): Agent {
  if (isOver(agent.state) || agent.state === 'queued') return agent;
  const pending = agent.pending?.order === 'finish' ? null : agent.pending;
  return enterState({ ...agent, pending, error: event.error }, event, {
    state: event.waitsFor === 'person' ? stuck(agent) : 'failed',
    why: hostWhy(event, 'finish.failed', event.error.said.slice(0, 200)),
  });
}

/** With a manager it is asked before anybody else. */
function stuck(agent: Agent): 'waiting' | 'failed' {
  return agent.finish.whenStuck === 'fail' && !isManaged(agent) ? 'failed' : 'waiting';
}
