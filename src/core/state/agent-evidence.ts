// What the signs of a running CLI mean for its agent: `agent.stateChanged`. Knows nothing of how signs are read.
import { type Agent, isManaged } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { afterFailure, withoutLimit, withoutLimitThere } from './agent-limit.js';
import { afterWork } from './enter-finish.js';
import { enterState } from './enter-state.js';
import { awaitsChildren, isDelegated, rest, restsForChildren } from './family.js';
import { finishesByItself, TRUSTED_SOURCES } from './finishes-by-itself.js';
import { launchName } from './launch-name.js';
import { awaitsMail, restForMail } from './mail.js';
import { betweenTries } from './own-retries.js';
import { withoutReport } from './own-words.js';

/** A sign that is late (the agent is over, or is being finished) or that no running CLI can give changes nothing. */
export function afterEvidence(agent: Agent, event: EventOf<'agent.stateChanged'>): Agent {
  if (!isReadable(agent)) return agent;
  switch (event.state) {
    case 'working': {
      // A turn begins: what stood unsent in its input line has been sent by somebody. Whoever worked or asked before goes on with the same one.
      const begun = agent.state === 'idle' ? withoutReport(withoutUndelivered(agent)) : agent;
      const hasWorked = agent.run.hasWorked || !isReplay(agent, event);
      return enterState({ ...atWork(begun, event.at), error: null, run: { ...agent.run, hasWorked } }, event, event);
    }
    case 'waiting':
      if (event.failure?.retries === 'there') return afterFailure(agent, event, event.failure);
      return enterState({ ...withoutLimit(agent), error: null }, event, event);
    case 'limited':
      if (waitsForPerson(agent) || isLeaving(agent) || event.failure === undefined) return agent;
      // Nothing on its screen moves while a call of its own waits for its children.
      if (event.failure.kind === 'stuck' && restsForChildren(agent)) return agent;
      return afterFailure(agent, event, event.failure);
    case 'unknown':
      return waitsForPerson(agent) ? agent : enterState({ ...withoutLimitThere(agent), error: null }, event, event);
    case 'idle':
    case 'done':
      return waitsForPerson(agent) || isLeaving(agent) ? agent : afterTurn(withoutTries({ ...agent, error: null }), event);
    case 'failed':
      return waitsForPerson(agent) ? agent : afterComplaint(agent, event);
    default:
      return agent;
  }
}

/** A CLI that takes up its conversation prints all of it again: that it prints is no work, and the end of an old turn that it shows is no end. */
function isReplay({ run }: Agent, { why }: EventOf<'agent.stateChanged'>): boolean {
  return run.mode === 'resume' && why.source === 'quiet';
}

/** Late for a question that has gone, or was asked anew in other words. */
export function afterQuestionLeft(agent: Agent, { digest, to }: EventOf<'question.left'>): Agent {
  if (agent.question?.digest !== digest) return agent;
  return { ...agent, question: { ...agent.question, with: to === 'manager' && isManaged(agent) ? 'manager' : 'person' } };
}

/** It waits because its finish did not succeed: that stands until it works again or a person decides. */
export function waitsForPerson(agent: Agent): boolean {
  return agent.state === 'waiting' && agent.why.source === 'host';
}

export function withoutUndelivered(agent: Agent): Agent {
  if (agent.undelivered === undefined) return agent;
  const { undelivered: _past, ...rest } = agent;
  return rest;
}

/** It is being ended, to be handed over: what its screen still shows is of no weight. */
function isLeaving({ state, limit }: Agent): boolean {
  return state === 'limited' && limit?.next === 'hand-over';
}

function atWork(agent: Agent, at: string): Agent {
  return { ...withoutLimit(agent), ...betweenTries(agent, at) };
}

/** A turn that ends is progress: what is tried later is tried anew. */
function withoutTries(agent: Agent): Agent {
  const { tries: _past, ownRetries: _own, ...rest } = withoutLimit(agent);
  return rest;
}

function isReadable(agent: Agent): boolean {
  // Its budget is reached, and it is being ended: its last signs are no work.
  if (agent.why.rule === 'budget.hit') return false;
  switch (agent.state) {
    case 'starting':
      return true;
    case 'working':
    case 'waiting':
    case 'idle':
    case 'limited':
    case 'unknown':
      return agent.process !== null;
    default:
      return false;
  }
}

function afterTurn(agent: Agent, event: EventOf<'agent.stateChanged'>): Agent {
  if (awaitsChildren(agent) && agent.pending?.order !== 'stop') return rest(agent, event);
  // Its own word by the tool for it is one more sign.
  const isTold = event.state === 'done' || TRUSTED_SOURCES.includes(event.why.source) || agent.report !== undefined;
  // The end of a turn may be a question in plain words: where there is a manager, it says when the work is done.
  const isDecided = event.state === 'done' || agent.report !== undefined || agent.pending?.order === 'finish' || !isManaged(agent);
  // What it asks by its tool is answered first, as what it asks on its screen is.
  const isOpen = agent.inquiry !== undefined || agent.pending?.order === 'stop';
  const hasWorked = agent.run.hasWorked || agent.report !== undefined;
  const isDone = hasWorked && isTold && isDecided && finishesByItself(agent) && !isOpen;
  // It is told first: the message may change what it does.
  if (awaitsMail(agent) && (isDone || isManaged(agent)) && !isOpen) return restForMail(agent, event);
  if (!isDone) return enterState(agent, event, { state: 'idle', why: event.why });
  return afterWork(agent, event, event.why);
}

// The CLI lives and says that it failed: somebody has to look. What it shows afterwards is not the end of its work.
function afterComplaint(agent: Agent, event: EventOf<'agent.stateChanged'>): Agent {
  return enterState(
    {
      ...agent,
      run: { ...agent.run, hasWorked: false },
      error: {
        kind: 'harness',
        tried: `run ${launchName(agent)} for ${agent.name}`,
        said: event.why.evidence,
        next: 'Attach with Enter to see what it says, or stop it with x and press r',
      },
    },
    event,
    // Of a child nobody looks: its parent is told, and decides.
    { state: isDelegated(agent) && !isManaged(agent) ? 'failed' : 'waiting', why: event.why },
  );
}
