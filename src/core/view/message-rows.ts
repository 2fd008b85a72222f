// The messages as rows: which of them are listed, which one is chosen, and the words for what each is and how far it has come. Pure.
import type { Agent } from '../model/agent.js';
import type { KeptMessage, MessageState, MessageType } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { whyLate } from '../state/parties.js';
import { isUnread, type Mail, receiverName, senderName } from './mail.js';
import type { MessagesPlace } from './place.js';
import type { StateMark } from './state-mark.js';

export const TYPE_WORDS: Readonly<Record<MessageType, string>> = {
  task_assignment: 'task',
  task_result: 'result',
  progress: 'progress',
  question: 'question',
  answer: 'answer',
  message: 'message',
  heartbeat: 'heartbeat',
  control: 'control',
};

export const MESSAGE_MARKS: Readonly<Record<MessageState, StateMark>> = {
  queued: { unicode: '·', ascii: '.', style: { dim: true } },
  acknowledged: { unicode: '✓', ascii: '+', style: { colour: 'green', dim: true } },
  dead: { unicode: '✗', ascii: 'x', style: { colour: 'red', bold: true } },
};

type Looked = Pick<MessagesPlace, 'of' | 'agent' | 'filter'>;

/** Those that the list and the filter let through, the newest last. */
export function listedMessages(place: Looked, mail: Mail): readonly KeptMessage[] {
  const words = place.filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return ofList(place, mail).filter((kept) => words.length === 0 || hasWords(kept, words));
}

function ofList({ of, agent }: Looked, { messages, unread }: Mail): readonly KeptMessage[] {
  // A sign of life says nothing to a person.
  const told = messages.filter(({ message }) => message.type !== 'heartbeat');
  switch (of) {
    case 'all':
      return told;
    case 'inbox':
      return unread;
    case 'dead':
      return told.filter(({ state }) => state === 'dead');
    case 'agent':
      return told.filter(({ message }) => message.from_agent === agent || message.to_agent === agent);
  }
}

/** How much of a text is looked through with every key. */
const SEARCHED = 2000;

function hasWords(kept: KeptMessage, words: readonly string[]): boolean {
  const { type, payload } = kept.message;
  const text =
    `${senderName(kept)} ${receiverName(kept)} ${TYPE_WORDS[type]} ${kept.state} ${stateWord(kept)} ${payload.text.slice(0, SEARCHED)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The chosen one; the newest where none is, or that one is not listed any more. */
export function chosenMessage(place: MessagesPlace, mail: Mail): KeptMessage | null {
  const listed = listedMessages(place, mail);
  return listed.find(({ message }) => message.id === place.chosen) ?? listed.at(-1) ?? null;
}

/** What it says in one line. */
export function gistOf({ message }: KeptMessage): string {
  const { text, result } = message.payload;
  const said = plainText(text === '' ? (result?.summary ?? '') : text, 600);
  return result === undefined || result.state === 'done' ? said : `${result.state}: ${said}`;
}

/** Its state in a word, where that tells more than its mark. */
export function stateWord(kept: KeptMessage): string {
  if (isUnread(kept)) return 'unread';
  if (kept.state === 'queued' && kept.retryAt !== null) return 'tried again';
  return kept.state === 'dead' ? 'given up' : kept.state;
}

/** Why it lies there longer than until its receiver rests; null where it does not. */
export function whyWaiting({ state, message }: KeptMessage, agents: readonly Agent[]): string | null {
  const receiver = state === 'queued' ? agents.find(({ id }) => id === message.to_agent) : undefined;
  return receiver === undefined ? null : whyLate(receiver);
}

/** What a view of them is called by, for its title. */
export function listName({ of }: Looked, agentName: string | null): string {
  const names = { all: 'all', inbox: 'unread', dead: 'given up', agent: `of ${agentName ?? 'no agent'}` } as const;
  return names[of];
}
