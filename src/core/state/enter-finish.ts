// An agent's work is done: it is finished, only kept, or a person has to agree first. The one way there, from a turn and from an exit.
import type { Agent, Why } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import { enterState, hostWhy } from './enter-state.js';
import { awaitsChildren, rest } from './family.js';

export function afterWork(agent: Agent, event: OrchEvent, why: Why): Agent {
  if (awaitsChildren(agent)) return rest(agent, event);
  if (agent.finish.kind === 'keep') return enterState(agent, event, { state: 'done', why });
  // One of several tries delivers nothing: to pick it is to agree.
  const isAgreed = agent.finish.asks !== true || agent.finish.competes === true || agent.pending?.order === 'finish';
  if (isAgreed) return enterState(onlyVerified(agent), event, { state: 'finishing', why });
  return enterState({ ...agent, error: asksFirst(agent) }, event, { state: 'waiting', why: hostWhy(event, 'finish.asked', why.evidence) });
}

/** A draft of work that fails its check was wanted once, of the work as it was then. */
function onlyVerified(agent: Agent): Agent {
  const { despiteVerify, ...finish } = agent.finish;
  return despiteVerify === undefined || agent.pending?.order === 'finish' ? agent : { ...agent, finish };
}

function asksFirst({ name, finish }: Agent): OrchError {
  return {
    kind: 'needs-person',
    tried: `finish ${name} (${finish.kind})`,
    said: 'its work is done, and a person has to agree to the finish',
    next: `Press d to see it, then f, or \`orch-tui finish ${name}\``,
  };
}
