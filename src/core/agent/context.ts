// What of a conversation is sent with a request: all of it while it fits; then old results of tools go first, then long arguments, then whole turns. Pure.
import type { ChatMessage } from '../model/chat.js';

/** Results and arguments of the last messages are what the model works with at the moment. */
const RECENT = 8;
const LEFT_OUT = '[left out to keep the request short: call the tool again if you need it]';
const LONG_ARGUMENTS = 400;
const LEFT_OUT_ARGUMENTS = '{"left_out":"to keep the request short"}';
/** Fewer letters are not worth leaving out. */
const SHORT = 200;

/** About as a tokenizer of today counts; never far below it for code and prose. */
export function estimatedTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + Math.ceil(lengthOf(message) / 3.6) + 6, 0);
}

/** `messages` without the system's. The first one, the task, always stays. */
export function fittingMessages(messages: readonly ChatMessage[], maxTokens: number): readonly ChatMessage[] {
  let fitting = messages;
  if (estimatedTokens(fitting) <= maxTokens) return fitting;
  const recent = Math.max(0, messages.length - RECENT);
  fitting = shortened(fitting, { below: recent, maxTokens, shorten: withoutResult });
  fitting = shortened(fitting, { below: recent, maxTokens, shorten: withoutArguments });
  fitting = withoutTurns(fitting, maxTokens);
  // One result alone may be too long.
  fitting = shortened(fitting, { below: fitting.length - 1, maxTokens, shorten: withoutResult });
  return shortened(fitting, { below: fitting.length - 1, maxTokens, shorten: withoutArguments });
}

/** Oldest first, and no more than is needed. */
function shortened(
  messages: readonly ChatMessage[],
  {
    below,
    maxTokens,
    shorten,
  }: { readonly below: number; readonly maxTokens: number; readonly shorten: (message: ChatMessage) => ChatMessage },
): readonly ChatMessage[] {
  let left = estimatedTokens(messages);
  return messages.map((message, at) => {
    if (at >= below || left <= maxTokens) return message;
    const short = shorten(message);
    left -= estimatedTokens([message]) - estimatedTokens([short]);
    return short;
  });
}

function withoutResult(message: ChatMessage): ChatMessage {
  return message.role === 'tool' && message.content.length > SHORT ? { ...message, content: LEFT_OUT } : message;
}

function withoutArguments(message: ChatMessage): ChatMessage {
  if (message.role !== 'assistant' || message.toolCalls === undefined) return message;
  const toolCalls = message.toolCalls.map((call) =>
    call.arguments.length > LONG_ARGUMENTS ? { ...call, arguments: LEFT_OUT_ARGUMENTS } : call,
  );
  return { ...message, toolCalls };
}

/** An answer goes with the results of its calls: an API refuses one without the other. */
function withoutTurns(messages: readonly ChatMessage[], maxTokens: number): readonly ChatMessage[] {
  const [task, ...rest] = messages;
  if (task === undefined) return messages;
  let kept: readonly ChatMessage[] = rest;
  const note: ChatMessage = { role: 'user', content: '[Earlier turns are left out to keep the request short.]' };
  const sent = () => (kept.length < rest.length ? [task, note, ...kept] : [task, ...kept]);
  while (estimatedTokens(sent()) > maxTokens) {
    const next = kept.findIndex(({ role }, at) => at > 0 && role !== 'tool');
    if (next === -1) break;
    kept = kept.slice(next);
  }
  return sent();
}

function lengthOf(message: ChatMessage): number {
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return message.content.length + calls.reduce((sum, call) => sum + call.name.length + call.arguments.length + 20, 0);
}
