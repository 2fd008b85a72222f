// Which message calls a person who looks elsewhere, and in which words. Pure.
import type { Agent } from '../model/agent.js';
import type { KeptMessage, MessageType } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { isUnread, senderName } from './mail.js';
import type { Notification } from './notification.js';

/** What a result tells the state of its agent tells as well; signs of life tell nobody anything. */
const WORDS: Readonly<Partial<Record<MessageType, string>>> = {
  message: 'writes',
  answer: 'answers',
  question: 'asks',
  progress: 'writes',
};

/** Null for what does not wait to be read, and for a question that its agent calls for by itself. */
export function mailNotificationOf(kept: KeptMessage, agents: Readonly<Record<string, Agent>>): Notification | null {
  const { id, type, from_agent: from, payload } = kept.message;
  const words = WORDS[type];
  if (words === undefined || !isUnread(kept) || agents[from]?.inquiry?.id === id) return null;
  const name = senderName(kept);
  return { kind: 'unread', of: { sender: from }, name, text: plainText(`${name} ${words}: ${payload.text}`, 160) };
}
