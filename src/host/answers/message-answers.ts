// Requests about messages, nodes and doors for other programs.
import { fail } from '../../core/model/error.js';
import type { MessageMethods } from '../../core/model/message-methods.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function messageAnswers(_world: AnswerWorld): Pick<Answers, keyof MessageMethods> {
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
    nodes: missing,
    serve: missing,
  };
}
