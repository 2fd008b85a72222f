// Messages that wait for an agent: it is told of them before its work counts as done, and before the manager decides about it. Pure.
import { type Agent, isManaged } from '../model/agent.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import { afterWork } from './enter-finish.js';
import { enterState, hostWhy } from './enter-state.js';

/** The rule by which it rests until it was told. */
const RESTS_FOR_MAIL = 'mail.waits';

/** Something waits that can be typed into its CLI. */
export function awaitsMail({ hasMail, process }: Pick<Agent, 'hasMail' | 'process'>): boolean {
  return hasMail === true && process !== null;
}

/** Its turn has ended, and what it would come to by that has to wait. */
export function restForMail(agent: Agent, event: OrchEvent): Agent {
  return enterState(agent, event, { state: 'idle', why: hostWhy(event, RESTS_FOR_MAIL, 'its turn has ended, and a message waits for it') });
}

/** Something was typed into its CLI: its next turn decides. */
export function afterTold(agent: Agent, event: OrchEvent): Agent {
  return restsForMail(agent) ? { ...agent, why: hostWhy(event, 'mail.told', 'it was told what waited for it') } : agent;
}

/** What waited may also have been given up or dropped: then its turn comes to what it would have come to without it. */
export function afterMail(agent: Agent, event: EventOf<'agent.mailChanged'>): Agent {
  if (event.waits) return { ...agent, hasMail: true };
  const { hasMail: _past, ...rest } = agent;
  if (!restsForMail(agent)) return rest;
  const why = hostWhy(event, 'mail.gone', 'its turn has ended, and nothing waits for it any more');
  return isManaged(rest) ? { ...rest, why } : afterWork(rest, event, why);
}

/** Nothing keeps the manager from being asked any more. */
export function isFreeOfMail(before: Agent, after: Agent): boolean {
  return restsForMail(before) && after.why.rule === 'mail.gone';
}

function restsForMail({ state, why }: Agent): boolean {
  return state === 'idle' && why.rule === RESTS_FOR_MAIL;
}
