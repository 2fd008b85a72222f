// A conversation as it is kept: entries in the order in which things happened, so that one that broke off goes on where it was. Pure.
import type { ChatMessage, ToolCall } from '../model/chat.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';

export type ConversationEntry =
  | { readonly type: 'message'; readonly message: ChatMessage }
  /** Of one call of a model. */
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'finished'; readonly outcome: 'done' | 'failed' };

export interface Conversation {
  readonly messages: readonly ChatMessage[];
  readonly usage: Usage;
  /** The agent's last word was that its task is over. */
  readonly isFinished: boolean;
}

/** Where entries are kept. Nothing is done before what led to it is kept. */
export interface ConversationLog {
  append(entry: ConversationEntry): void;
}

const UNKNOWN_END = 'Interrupted: the program ended before the result was kept. It may be done, or half done, or not: look for yourself.';

/** What was kept; and answers to calls that have none, which are to be kept, too. */
export function conversationFrom(entries: readonly ConversationEntry[]): {
  readonly conversation: Conversation;
  readonly missing: readonly ConversationEntry[];
} {
  const messages: ChatMessage[] = [];
  let usage = NO_USAGE;
  let isFinished = false;
  for (const entry of entries) {
    if (entry.type === 'usage') usage = addUsage(usage, entry.usage);
    else if (entry.type === 'finished') isFinished = true;
    else {
      messages.push(entry.message);
      if (entry.message.role === 'user') isFinished = false;
    }
  }
  const missing = openCalls(messages).map(
    ({ id }): ConversationEntry => ({ type: 'message', message: { role: 'tool', toolCallId: id, content: UNKNOWN_END } }),
  );
  const closed = [...messages, ...missing.flatMap((entry) => (entry.type === 'message' ? [entry.message] : []))];
  return { conversation: { messages: closed, usage, isFinished }, missing };
}

/** Calls of the last answer that have no result. */
function openCalls(messages: readonly ChatMessage[]): readonly ToolCall[] {
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const last = messages[at];
  if (last?.role !== 'assistant') return [];
  const answered = new Set(messages.slice(at + 1).flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : [])));
  return (last.toolCalls ?? []).filter(({ id }) => !answered.has(id));
}

/** An entry out of one line of a file; null where it is none. */
export function entryIn(line: string): ConversationEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const entry = value as Partial<Record<string, unknown>> | null;
  if (typeof entry !== 'object' || entry === null) return null;
  if (entry.type === 'finished') return { type: 'finished', outcome: entry.outcome === 'failed' ? 'failed' : 'done' };
  if (entry.type === 'usage') return isUsage(entry.usage) ? { type: 'usage', usage: entry.usage } : null;
  return entry.type === 'message' && isMessage(entry.message) ? { type: 'message', message: entry.message } : null;
}

function isUsage(value: unknown): value is Usage {
  const usage = value as Partial<Usage> | null | undefined;
  return [usage?.inputTokens, usage?.outputTokens, usage?.costUsd].every((part) => typeof part === 'number' && Number.isFinite(part));
}

function isMessage(value: unknown): value is ChatMessage {
  const message = value as { role?: unknown; content?: unknown; toolCallId?: unknown; toolCalls?: unknown } | null | undefined;
  if (typeof message?.content !== 'string') return false;
  if (message.role === 'tool') return typeof message.toolCallId === 'string';
  if (message.role === 'assistant')
    return message.toolCalls === undefined || (Array.isArray(message.toolCalls) && message.toolCalls.every(isCall));
  return message.role === 'user';
}

function isCall(value: unknown): value is ToolCall {
  const call = value as Partial<ToolCall> | null;
  return typeof call?.id === 'string' && typeof call.name === 'string' && typeof call.arguments === 'string';
}
