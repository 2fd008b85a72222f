// What the manager does about an agent, as it shows in its state: asked, decided, given up. Pure.
import { type Agent, isOver } from '../model/agent.js';
import type { AgentManager } from '../model/agent-manager.js';
import { KEPT_DECISIONS } from '../model/decision.js';
import type { OrchError } from '../model/error.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import { withoutLimit } from './agent-limit.js';
import { nextOfChain } from './chain.js';
import { afterWork } from './enter-finish.js';
import { enterState, hostWhy } from './enter-state.js';
import { finishesByItself, TRUSTED_SOURCES } from './finishes-by-itself.js';
import { launchName } from './launch-name.js';
import { withoutNotes } from './manager-notes.js';
import { asked } from './manager-triggers.js';

const NONE: AgentManager = { state: 'ready', decisions: [], askedSeq: 0 };

export function afterManager(agent: Agent, event: EventOf<'manager.asked' | 'manager.decided' | 'manager.failed'>): Agent {
  const before = agent.manager ?? NONE;
  switch (event.type) {
    case 'manager.asked':
      return { ...agent, manager: asked(before, { seq: event.seq, reason: event.reason }) };
    case 'manager.decided': {
      const decided = afterDecision(agent, event, before);
      return event.asked === undefined ? decided : withoutNotes(decided, event.asked);
    }
    case 'manager.failed': {
      const off: AgentManager = { ...before, state: 'off', ...(isTransient(event.error) ? { mayRetry: true } : {}) };
      return withoutDecider({ ...agent, manager: off }, event);
    }
  }
}

/** The endpoint was busy or gone, or said nonsense: the next time may be better. A missing or wrong key stays one, and so does a bug. */
export function isTransient({ kind }: OrchError): boolean {
  return kind !== 'config' && kind !== 'usage' && kind !== 'internal' && kind !== 'not-found';
}

function afterDecision(agent: Agent, event: EventOf<'manager.decided'>, before: AgentManager): Agent {
  const { decision, leadsTo } = event;
  const decisions = [...before.decisions, decision].slice(-KEPT_DECISIONS);
  // One that came to nothing is told, and changes nothing.
  if (event.asked === undefined) return { ...agent, manager: { ...before, decisions } };
  // Asked anew meanwhile: that answer is still to come.
  const isNewest = before.askedSeq === event.asked;
  const state = isNewest && before.state === 'asked' ? 'ready' : before.state;
  const manager: AgentManager = { ...before, state, decisions, rounds: (before.rounds ?? 0) + 1 };
  const decided: Agent = { ...agent, progress: decision.progress, thought: decision.thought, manager };
  if (isOver(agent.state) || !isNewest) return decided;
  switch (leadsTo) {
    case 'ask':
      return waitsForPerson(decided, event);
    case 'finish':
      return afterWork({ ...decided, error: null }, event, hostWhy(event, 'manager.finishes', decision.thought));
    case 'fail':
      return enterState({ ...decided, pending: null, error: givenUp(decided, decision.action.text) }, event, {
        state: 'failed',
        why: hostWhy(event, 'manager.failed', decision.thought),
      });
    case 'handover':
      return handsOver(decided, event);
    case 'taken':
      return before.state === 'asked' ? taken(decided) : decided;
    default:
      return leftToPerson(decided);
  }
}

/** Its CLI has the answer, and shows so in a moment: until then the question is no person's. */
function taken(agent: Agent): Agent {
  return agent.question === null ? agent : { ...agent, question: { ...agent.question, with: 'manager' } };
}

/** What the manager did not answer is a person's from now on. */
function leftToPerson(agent: Agent): Agent {
  return agent.question?.with === 'manager' ? { ...agent, question: { ...agent.question, with: 'person' } } : agent;
}

/** A question of the agent stays as it is asked; else the manager's own words are the question. Where nobody is to be asked, it ends. */
function waitsForPerson(agent: Agent, event: EventOf<'manager.decided'>): Agent {
  const { action, thought } = event.decision;
  const text = action.text === '' ? thought : action.text;
  const why = hostWhy(event, 'manager.asks', text);
  if (agent.finish.whenStuck === 'fail') {
    const error: OrchError = {
      kind: 'needs-person',
      tried: `go on with ${agent.name}`,
      said: text,
      next: 'Answer that in its task, and run it again',
    };
    return enterState({ ...agent, pending: null, error: agent.error ?? error }, event, { state: 'failed', why });
  }
  if (agent.state === 'waiting' && (agent.question !== null || agent.error !== null)) return leftToPerson(agent);
  const question = { kind: 'text', text, options: [], digest: `manager-${event.seq}`, with: 'person' } as const;
  return enterState({ ...agent, pending: null }, event, { state: 'waiting', why, question });
}

function handsOver(agent: Agent, event: EventOf<'manager.decided'>): Agent {
  if (nextOfChain(agent) === null) return agent;
  const kind = agent.limit?.kind ?? 'stuck';
  const limit = { kind, until: null, next: 'hand-over', seq: event.seq } as const;
  return enterState({ ...withoutLimit(agent), error: null, limit }, event, {
    state: 'limited',
    why: hostWhy(event, 'manager.handsOver', event.decision.thought),
  });
}

/** As it would be if there had never been a manager. */
function withoutDecider(agent: Agent, event: OrchEvent): Agent {
  const left = leftToPerson(agent);
  const { state, why, error, finish } = left;
  if (state === 'idle' && left.run.hasWorked && TRUSTED_SOURCES.includes(why.source) && finishesByItself(left)) {
    return afterWork(left, event, why);
  }
  const wouldHaveFailed = state === 'waiting' && error !== null && (why.rule === 'exit.failed' || finish.whenStuck === 'fail');
  return wouldHaveFailed ? enterState(left, event, { state: 'failed', why }) : left;
}

function givenUp(agent: Agent, reason: string): OrchError {
  const said = reason === '' ? (agent.thought ?? 'the manager gave it up') : reason;
  return {
    kind: 'harness',
    tried: `work on ${agent.name} with ${launchName(agent)}`,
    said,
    next: 'Press r to let it go on, or start it otherwise',
  };
}
