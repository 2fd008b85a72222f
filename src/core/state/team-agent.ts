// What working together does to one agent: its children's ends, its own report, what it asks by a tool, where it runs.
import { type Agent, isOver } from '../model/agent.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import type { AgentOffer } from '../model/node.js';
import { plainText } from '../model/plain-text.js';
import type { TeamEvent } from '../model/team-event.js';
import { afterHandOverAsked } from './asked-hand-over.js';
import { afterWork } from './enter-finish.js';
import { enterState, hostWhy } from './enter-state.js';
import { isToBeWoken, restsForChildren } from './family.js';
import { afterMail } from './mail.js';

export function afterTeam(agent: Agent, event: Extract<OrchEvent, TeamEvent>): Agent {
  switch (event.type) {
    case 'child.reported':
      return { ...agent, toldChildren: [...(agent.toldChildren ?? []).filter((id) => id !== event.child), event.child] };
    // What it waits for is kept with what its children are: `family.ts`.
    case 'child.resultTaken':
      return agent;
    case 'agent.waitsForChildren':
      return event.waits && !isOver(agent.state) ? { ...agent, waitsForChildren: true } : without(agent, 'waitsForChildren');
    case 'parent.wokenAnew':
      return { ...agent, wokenAnew: true };
    case 'parent.leftResults':
      return afterLeftResults(agent, event);
    case 'agent.lacksResult':
      return isOver(agent.state) ? agent : { ...agent, lacksResult: true };
    case 'agent.reportedEnd':
      return { ...agent, report: event.report };
    case 'agent.handOverAsked':
      return afterHandOverAsked(agent, event);
    case 'agent.inquired':
      return { ...agent, inquiry: event.inquiry };
    case 'agent.inquiryOver':
      return agent.inquiry?.id === event.inquiry ? afterInquiry(agent, event) : agent;
    case 'agent.askedBelow':
      return event.questions.length === 0 ? without(agent, 'asksBelow') : { ...agent, asksBelow: event.questions };
    case 'agent.staleFound':
      // Who waits for others gives no sign of life of its own.
      return restsForChildren(agent) ? agent : { ...agent, staleSince: event.lastSeen };
    case 'agent.seenAgain':
      return without(agent, 'staleSince');
    case 'agent.mailChanged':
      return afterMail(agent, event);
    case 'agent.offered':
      return afterOffer(agent, event);
    case 'agent.placed': {
      const offer = event.fence === undefined ? {} : { offer: offerUnder(agent, event.fence) };
      return event.node == null ? { ...without(agent, 'node'), ...offer } : { ...agent, ...offer, node: event.node };
    }
    case 'agent.checkpointed':
      return savedAt(agent, event);
    case 'agent.workOwed': {
      const { owed: _before, ...offer } = agent.offer ?? { fence: 0, checkpoint: null };
      return { ...agent, offer: { ...offer, ...(event.owed === null ? {} : { owed: event.owed }) } };
    }
    case 'agent.moved':
      return afterMove(agent, event);
  }
}

/** What was saved of it stays. */
function offerUnder({ offer }: Agent, fence: number): AgentOffer {
  return { checkpoint: null, ...offer, fence };
}

function savedAt(agent: Agent, { commit, at }: EventOf<'agent.checkpointed'>): Agent {
  const { offer, node = null } = agent;
  return { ...agent, offer: { ...offer, fence: offer?.fence ?? 0, checkpoint: commit, saved: { at, node } } };
}

/** What they have done is in its worktree: its work is what is there. */
function afterLeftResults(agent: Agent, event: EventOf<'parent.leftResults'>): Agent {
  if (!isToBeWoken(agent)) return agent;
  const { awaits: _left, ...rest } = agent;
  return afterWork(rest, event, hostWhy(event, 'children.unread', 'its command has ended again without a look at the results'));
}

function afterInquiry(agent: Agent, { inquiry, answer }: EventOf<'agent.inquiryOver'>): Agent {
  const over = without(agent, 'inquiry');
  return answer === null ? over : { ...over, answered: inquiry };
}

/** Until a worker takes it, that is what it waits for. */
function afterOffer(agent: Agent, event: EventOf<'agent.offered'>): Agent {
  const offered = { ...without(agent, 'node'), offer: offerUnder(agent, event.fence) };
  if (agent.state !== 'starting') return offered;
  const { placement } = agent;
  const whom = placement?.on === 'label' ? `a worker that is ${plainText(placement.label, 40)} or has that label` : 'a worker with a place';
  return { ...offered, why: hostWhy(event, 'agent.offered', `waits for ${whom}`) };
}

/** Whoever has not begun queues again: another place has other limits. */
function afterMove(agent: Agent, event: EventOf<'agent.moved'>): Agent {
  const moved = { ...without(agent, 'node'), placement: event.placement };
  const waits = agent.process === null && (agent.state === 'queued' || agent.state === 'preparing' || agent.state === 'starting');
  return waits ? enterState(moved, event, { state: 'queued', why: hostWhy(event, 'agent.moved', event.evidence) }) : moved;
}

function without(agent: Agent, key: 'waitsForChildren' | 'inquiry' | 'asksBelow' | 'staleSince' | 'node'): Agent {
  if (agent[key] === undefined) return agent;
  const { [key]: _past, ...rest } = agent;
  return rest;
}
