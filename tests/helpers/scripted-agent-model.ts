// A model by a script, as the port: answers in their order, and what it was asked. An answer too many is an error at once.
import type { ChatAnswer, ChatOrder, ToolCall } from '../../src/core/model/chat.js';
import { fail, type OrchError, ok } from '../../src/core/model/error.js';
import type { ChatModel } from '../../src/core/ports.js';

export type ScriptedAnswer =
  | { readonly text?: string; readonly calls?: readonly (readonly [string, unknown])[]; readonly ended?: ChatAnswer['ended'] }
  | { readonly error: Partial<OrchError> }
  /** Until it is interrupted. */
  | 'hangs';

export interface ScriptedModel extends ChatModel {
  readonly orders: readonly ChatOrder[];
}

export function scriptedAgentModel(...answers: readonly ScriptedAnswer[]): ScriptedModel {
  const orders: ChatOrder[] = [];
  return {
    orders,
    available: () => ok({ model: 'scripted', endpoint: 'here' }),
    chat(order) {
      orders.push(order);
      const answer = answers[orders.length - 1];
      if (answer === undefined) throw new Error(`asked ${orders.length} times`);
      if (answer === 'hangs') return new Promise((resolve) => order.signal?.addEventListener('abort', () => resolve(fail(INTERRUPTED))));
      if ('error' in answer) return Promise.resolve(fail({ ...INTERRUPTED, kind: 'internal', ...answer.error }));
      const { text = '', calls = [] } = answer;
      order.onText?.(text);
      const toolCalls = calls.map(
        ([name, given], at): ToolCall => ({
          id: `c${orders.length}-${at}`,
          name,
          arguments: typeof given === 'string' ? given : JSON.stringify(given),
        }),
      );
      const usage = { inputTokens: 100, outputTokens: 10, costUsd: 0.01, estimated: false };
      return Promise.resolve(
        ok({ text, toolCalls, ended: answer.ended ?? (calls.length > 0 ? 'tools' : 'stop'), model: 'scripted', usage }),
      );
    },
  };
}

const INTERRUPTED: OrchError = { kind: 'interrupted', tried: 'ask', said: 'interrupted', next: 'Ask again' };
