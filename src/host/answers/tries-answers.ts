// Requests about several tries of one task.
import { fail, type OrchError } from '../../core/model/error.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function triesAnswers(_world: AnswerWorld): Pick<Answers, 'compare' | 'pick'> {
  const unbuilt: OrchError = { kind: 'internal', tried: 'ask that', said: 'it is being built', next: 'Wait' };
  return {
    compare: async () => fail(unbuilt),
    pick: async () => fail(unbuilt),
  };
}
