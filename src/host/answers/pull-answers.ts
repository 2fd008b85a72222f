// Requests about pull requests: how they are, how they are followed, merged.
import { fail, type OrchError } from '../../core/model/error.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function pullAnswers(_world: AnswerWorld): Pick<Answers, 'pulls' | 'pullFollow' | 'pullMerge'> {
  const unbuilt: OrchError = { kind: 'internal', tried: 'ask that', said: 'it is being built', next: 'Wait' };
  return {
    pulls: async () => fail(unbuilt),
    pullFollow: async () => fail(unbuilt),
    pullMerge: async () => fail(unbuilt),
  };
}
