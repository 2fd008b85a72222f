// Requests about messages.
import { fail } from '../../core/model/error.js';
import type { MessageMethods } from '../../core/model/message-methods.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function messageAnswers(_world: AnswerWorld): Pick<Answers, Exclude<keyof MessageMethods, 'nodes' | 'serve'>> {
  const missing = async () =>
    fail({ kind: 'protocol', tried: 'look at messages', said: 'this host keeps none yet', next: 'Use a newer version' });
  return {
    messages: missing,
    messagesAfter: missing,
    messageSend: missing,
    messageReply: missing,
    messageRead: missing,
    messageRetry: missing,
    messageDrop: missing,
  };
}
