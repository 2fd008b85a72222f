// Requests about the lines of a diff.
import { fail, type OrchError } from '../../core/model/error.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function reviewAnswers(_world: AnswerWorld): Pick<Answers, 'comment' | 'hunk'> {
  const unbuilt: OrchError = { kind: 'internal', tried: 'ask that', said: 'it is being built', next: 'Wait' };
  return {
    comment: async () => fail(unbuilt),
    hunk: async () => fail(unbuilt),
  };
}
