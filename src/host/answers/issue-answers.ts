// Requests about issues of the forge.
import { fail, type OrchError } from '../../core/model/error.js';
import type { Answers, AnswerWorld } from './answer-world.js';

export function issueAnswers(_world: AnswerWorld): Pick<Answers, 'issues' | 'issue'> {
  const unbuilt: OrchError = { kind: 'internal', tried: 'ask that', said: 'it is being built', next: 'Wait' };
  return {
    issues: async () => fail(unbuilt),
    issue: async () => fail(unbuilt),
  };
}
