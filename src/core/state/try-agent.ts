// One of several tries, as it shows in its agent: it ends and waits, it is picked, or another one is. Pure.
import type { Agent, FinishPlan } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { afterResumeRequest, mayFinish } from './agent-orders.js';
import { enterState, hostWhy } from './enter-state.js';

/** Its work is on its branch. A check that failed to the end is no success, though a person may still pick it. */
export function afterTryEnded(agent: Agent, event: EventOf<'try.ended'>): Agent {
  if (agent.state !== 'finishing' || agent.finish.competes !== true) return agent;
  const { verify, commit } = event.facts;
  const pending = agent.pending?.order === 'remove' ? agent.pending : null;
  if (verify === 'failed') {
    const why = hostWhy(event, 'try.ended', 'its check failed to the end');
    return enterState({ ...agent, pending }, event, { state: 'failed', why });
  }
  const why = hostWhy(event, 'try.ended', commit === null ? 'it changed nothing' : 'waits to be picked');
  return enterState({ ...agent, pending, error: null }, event, { state: 'done', why });
}

/** A try no more: its finish begins anew and runs the verify command on its way to be delivered. */
export function afterPicked(agent: Agent, event: EventOf<'try.picked'>): Agent {
  if (!mayFinish(agent)) return agent;
  const picked: Agent = {
    ...agent,
    finish: withoutRivals(agent.finish),
    pending: { order: 'finish', removeWorktree: false },
    error: null,
    attempts: 0,
  };
  const evidence = event.by === 'host' ? 'the best by what is known of them' : 'by a person';
  return enterState(picked, event, { state: 'finishing', why: hostWhy(event, 'try.picked', evidence) });
}

/** Told what the others have; its end is its finish. */
export function afterCombined(agent: Agent, event: EventOf<'tries.combined'>): Agent {
  const resumed = afterResumeRequest(agent, { ...event, type: 'agent.resumeRequested', fresh: false });
  if (resumed === agent) return agent;
  // A person has agreed by picking it.
  const { asks: _agreed, ...finish } = withoutRivals(resumed.finish);
  return { ...resumed, finish: { ...finish, unattended: true } };
}

/** Picked, and another one is picked instead: it waits again, with its work as it is. */
export function afterPassedOver(agent: Agent, event: EventOf<'try.picked' | 'tries.combined'>): Agent {
  const rival: Agent = { ...agent, finish: { ...agent.finish, competes: true }, pending: null };
  if (agent.state !== 'waiting' && agent.state !== 'interrupted') return rival;
  return enterState(rival, event, { state: 'done', why: hostWhy(event, 'try.ended', 'waits to be picked') });
}

function withoutRivals({ competes: _past, ...finish }: FinishPlan): FinishPlan {
  return finish;
}
