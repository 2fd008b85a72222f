// The request of a person who asks the manager: about everything that is known here, looked at and not touched.
import { ASK_PROMPT, stateDigest } from '../../core/manager/state-digest.js';
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
      const suffix = config.manager.promptSuffix === null ? '' : `\n\n${config.manager.promptSuffix}`;
      const answer = await model.chat({
        use: 'manager',
        messages: [
          { role: 'system', content: ASK_PROMPT },
          { role: 'user', content: `${stateDigest(store.state)}\n\nThe person asks:\n${asked}${suffix}` },
        ],
        maxOutputTokens: OUTPUT_TOKENS,
      });
      if (!answer.ok) return fail({ ...answer.error, tried });
      const about = { goal: null, agent: null };
      store.dispatch({ type: 'model.called', use: 'manager', about, model: answer.value.model, usage: answer.value.usage });
      return ok({ answer: plainLines(answer.value.text, ANSWER).trim() });
    },
  };
}
