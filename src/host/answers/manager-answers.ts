// The request of a person who asks the manager: about everything that is known here, looked at and not touched.
import { callManager } from '../../core/manager/manager-call.js';
import { ASK_PROMPT, personQuestionDigest } from '../../core/manager/state-digest.js';
import { fail, ok } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { Answers, AnswerWorld } from './answer-world.js';

const QUESTION = 4000;
const ANSWER = 8000;
const OUTPUT_TOKENS = 700;

export function managerAnswers({ store, model, config }: AnswerWorld): Pick<Answers, 'managerAsk'> {
  return {
    async managerAsk({ text }) {
      const tried = `ask the manager: ${plainText(text, 80)}`;
      const asked = plainLines(text, QUESTION).trim();
      if (asked === '')
        return fail({ kind: 'usage', tried: 'ask the manager', said: 'the question is empty', next: 'Say what you want to know' });
      const there = model.available('manager');
      if (!there.ok) return fail({ ...there.error, tried });
      const answer = await callManager(
        { model, config, dispatch: (event) => store.dispatch(event) },
        {
          system: ASK_PROMPT,
          text: personQuestionDigest({ text: asked, repliesTo: '' }, store.state),
          about: { goal: null, agent: null },
          maxOutputTokens: OUTPUT_TOKENS,
        },
      );
      if (!answer.ok) return fail({ ...answer.error, tried });
      return ok({ answer: plainLines(answer.value, ANSWER).trim() });
    },
  };
}
