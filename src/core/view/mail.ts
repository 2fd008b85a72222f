// What a screen knows of messages: the newest of them, and those to its person that nobody has read. Pure.
import type { Agent } from '../model/agent.js';
import type { KeptMessage, Party } from '../model/message.js';

export interface Mail {
  /** At most `MOST_MESSAGES`, the newest last. */
  readonly messages: readonly KeptMessage[];
  /** To the person; also those that are older than the newest. */
  readonly unread: readonly KeptMessage[];
}

/** A screen shows no more: older ones are listed by `orch-tui messages`. */
export const MOST_MESSAGES = 500;

export const NO_MAIL: Mail = { messages: [], unread: [] };

/** How the person who looks is called in their own screen. */
export const YOU = 'you';

export function senderName({ message, fromName }: KeptMessage): string {
  return nameOf(message.from_agent, fromName);
}

export function receiverName({ message, toName }: KeptMessage): string {
  return nameOf(message.to_agent, toName);
}

function nameOf(party: Party, name: string): string {
  // The person of another host is named with that.
  const isYou = party === 'person' && (name === '' || name === party);
  return isYou ? YOU : name === '' ? party : name;
}

/** It waits for the person to read it. */
export function isUnread({ message, state }: KeptMessage): boolean {
  return message.to_agent === 'person' && state === 'queued';
}

/** How many of an agent's messages to the person nobody has read. */
export function unreadFrom({ unread }: Mail, { id }: Pick<Agent, 'id'>): number {
  return unread.reduce((count, { message }) => count + (message.from_agent === id ? 1 : 0), 0);
}
