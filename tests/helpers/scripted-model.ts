// A model that answers from a list, for tests of those who ask one: what it was asked can be read afterwards.
import type { ChatAnswer, ChatOrder } from '../../src/core/model/chat.js';
import { fail, ok, type Result } from '../../src/core/model/error.js';
import type { ChatModel } from '../../src/core/ports.js';

export const A_CALL = { inputTokens: 100, outputTokens: 10, costUsd: 0.001, estimated: false };

export interface ScriptedModel extends ChatModel {
  readonly asked: ChatOrder[];
}

export type Scripted = string | object | Error | (() => string | object);

/** Each answer is a text, an object (as JSON), an error, or a function that gives one when it is asked. One more call than there are answers fails the test. */
export function scriptedModel(...answers: readonly Scripted[]): ScriptedModel {
  const asked: ChatOrder[] = [];
  return {
    asked,
    available: () => ok({ model: 'fast', endpoint: 'http://model' }),
    async chat(order): Promise<Result<ChatAnswer>> {
      const next = answers[asked.length];
      const answer: unknown = typeof next === 'function' ? next() : next;
      asked.push(order);
      if (answer === undefined) throw new Error(`the model was asked ${asked.length} times, and has ${answers.length} answers`);
      if (answer instanceof Error) return fail({ kind: 'model', tried: 'ask fast', said: answer.message, next: 'Try again' });
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return ok({ text, toolCalls: [], ended: 'stop', model: 'fast', usage: A_CALL });
    },
  };
}

/** No key is set. */
export function noModel(): ChatModel {
  const none = fail({ kind: 'config', tried: 'ask a model', said: 'no key is set', next: 'Set OPENAI_API_KEY' } as const);
  return { available: () => none, chat: async () => none };
}
