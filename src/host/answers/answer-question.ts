// The request that answers what an agent asks: bound to the question by its digest, told on the timeline.

import { asksByTool } from '../../core/model/agent.js';
import type { OrchError, Result } from '../../core/model/error.js';
import { fail, ok } from '../../core/model/error.js';
import { openQuestion } from '../../core/model/open-question.js';
import { runsElsewhere } from '../../core/model/remote.js';
import type { Requests } from '../../core/model/requests.js';
import { findAgent } from '../../core/state/find.js';
import { answerInquiry, type InquiryWorld } from './answer-inquiry.js';
import type { AnswerWorld } from './answer-world.js';
import { answeredBefore } from './one-answer.js';

export interface QuestionWorld extends InquiryWorld {
  readonly runtime: Pick<AnswerWorld['runtime'], 'send' | 'answer'>;
}

export async function answerQuestion(
  world: QuestionWorld,
  params: Requests['answer']['params'],
): Promise<Result<Requests['answer']['result']>> {
  const { store, runtime } = world;
  const found = findAgent(store.state, params.agent);
  if (!found.ok) return found;
  const { id, name, state, question, process, inquiry } = found.value;
  const tried = `answer ${name}`;
  const open = openQuestion(found.value);
  if (inquiry !== undefined && asksByTool(found.value) && inquiry.id === (params.digest ?? open?.digest ?? inquiry.id))
    return answerInquiry(world, { agent: found.value, inquiry, choice: params.choice });
  // Bound to one by its tool that is over: what stands on its screen is another one.
  if (open !== null && params.digest !== null && params.digest !== open.digest) return fail(asksAnother(tried, open.text));
  if (state !== 'waiting' || question === null) {
    const before = params.digest === null ? null : answeredBefore(world, { asker: found.value, id: params.digest });
    return fail(before ?? asksNothing(tried, state));
  }
  if (params.digest !== null && params.digest !== question.digest) return fail(asksAnother(tried, question.text));
  // The manager may ask for one whose program has ended: what a person says is what it goes on with.
  if (question.kind === 'text' && process === null) {
    store.dispatch({ type: 'agent.resumeRequested', agent: id, fresh: false, text: params.choice });
    return ok({ agent: name, question: question.text, answer: params.choice });
  }
  // Whether it is typed there, or asked by its tool, the host of its machine knows; what is asked by a manager here that host does not know.
  const isAskedThere = runsElsewhere(found.value) && found.value.why.rule.startsWith('node.');
  const given =
    question.kind === 'text' && !isAskedThere
      ? await runtime.send(id, params.choice).then((sent) => (sent.ok ? ok(params.choice) : sent))
      : await runtime.answer(id, question.digest, params.choice);
  if (!given.ok) return fail({ ...given.error, tried });
  store.dispatch({ type: 'question.answered', agent: id, question: question.text, answer: given.value, by: 'person', rule: null });
  return ok({ agent: name, question: question.text, answer: given.value });
}

function asksNothing(tried: string, state: string): OrchError {
  return { kind: 'conflict', tried, said: `it asks nothing: it is ${state}`, next: 'See `orch-tui status` for who waits' };
}

function asksAnother(tried: string, text: string): OrchError {
  return { kind: 'conflict', tried, said: `it asks something else by now: ${text}`, next: 'Look at that, and answer it' };
}
