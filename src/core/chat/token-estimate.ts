// How many tokens a text has, where nobody has counted them: for bounds of what is sent, and for usage that an endpoint does not tell.
import type { ChatMessage } from '../model/chat.js';

/** OpenAI's rule of thumb for English ("one token is about 4 characters"); code and other scripts have more tokens, see below. */
const CHARACTERS_PER_TOKEN = 4;
/** Framing of one message: its role and its marks (OpenAI's cookbook counts 3 a message). */
const TOKENS_PER_MESSAGE = 3;

/** Characters beyond Latin (Chinese, emoji, ...) are counted as a token each: tokenizers give them one to three. */
export function estimateTokens(text: string): number {
  const wide = text.match(/[\u0370-\u{10ffff}]/gu)?.length ?? 0;
  return Math.ceil((text.length - wide) / CHARACTERS_PER_TOKEN) + wide;
}

export function estimateMessages(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => {
    const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
    return sum + TOKENS_PER_MESSAGE + estimateTokens(message.content + calls.map((call) => call.name + call.arguments).join(''));
  }, 0);
}
