// All answers together: a method's name and parameters in, its result or error out. Never rejects.
import { fail, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Method, Requests } from '../../core/model/requests.js';
import { agentAnswers } from './agent-answers.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { configAnswers } from './config-answers.js';
import { goalAnswers } from './goal-answers.js';
import { homeLetterAnswers } from './home-letter-answers.js';
import { hostAnswers } from './host-answers.js';
import { issueAnswers } from './issue-answers.js';
import { managerAnswers } from './manager-answers.js';
import { messageAnswers } from './message-answers.js';
import { nodeAnswers } from './node-answers.js';
import { pullAnswers } from './pull-answers.js';
import { reviewAnswers } from './review-answers.js';
import { terminalAnswers } from './terminal-answers.js';
import { triesAnswers } from './tries-answers.js';

export type Answer = <M extends Method>(method: M, params: Requests[M]['params']) => Promise<Result<Requests[M]['result']>>;

export function createAnswers(world: AnswerWorld): Answer {
  const answers: Answers = {
    ...hostAnswers(world),
    ...agentAnswers(world),
    ...goalAnswers(world),
    ...managerAnswers(world),
    ...configAnswers(world),
    ...pullAnswers(world),
    ...issueAnswers(world),
    ...triesAnswers(world),
    ...reviewAnswers(world),
    ...messageAnswers(world),
    ...homeLetterAnswers(world),
    ...terminalAnswers(world),
    ...nodeAnswers(world),
  };
  return async (method, params) => {
    if (!Object.hasOwn(answers, method)) {
      return fail({
        kind: 'protocol',
        tried: `ask the host for ${plainText(String(method), 40)}`,
        said: 'it does not know that',
        next: 'Use the same version of orch-tui for host and client',
      });
    }
    try {
      return await answers[method](params);
    } catch (error) {
      // A bug of ours must not leave the asker without an answer.
      return fail({
        kind: 'internal',
        tried: method,
        said: plainText(String(error), 300),
        next: 'Report this with the output of `orch-tui doctor`',
      });
    }
  };
}
