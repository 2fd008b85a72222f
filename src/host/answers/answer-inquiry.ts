// A person's answer to a question that an agent asks by its tool: a message to that agent. Not typed: it stands on no screen.
import { chooseOption } from '../../core/harness/choose-option.js';
import type { Agent } from '../../core/model/agent.js';
import type { Inquiry } from '../../core/model/delegation.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { Requests } from '../../core/model/requests.js';
import type { Post } from '../../core/ports/post.js';
import type { AnswerStore } from './answer-world.js';
import { answeredBefore } from './one-answer.js';

export interface InquiryAnswer {
  readonly agent: Agent;
  readonly inquiry: Inquiry;
  /** A number or words of one of the options it offers, or any other words. */
  readonly choice: string;
}

export interface InquiryWorld {
  readonly store: Pick<AnswerStore, 'state' | 'dispatch'>;
  readonly post: Pick<Post, 'send' | 'acknowledge' | 'find' | 'answerTo'>;
}

export async function answerInquiry(
  world: InquiryWorld,
  { agent, inquiry, choice }: InquiryAnswer,
): Promise<Result<Requests['answer']['result']>> {
  const { store, post } = world;
  const tried = `answer ${agent.name}`;
  const text = answerWords(inquiry.options, choice);
  if (!text.ok) return fail({ ...text.error, tried });
  const before = answeredBefore(world, { asker: agent, id: inquiry.id });
  if (before !== null) return fail(before);
  const sent = await post.send({ from: 'person', to: [agent.id], type: 'answer', payload: { text: text.value, inReplyTo: inquiry.id } });
  if (!sent.ok) return fail({ ...sent.error, tried });
  if (store.state.agents[agent.id]?.inquiry?.id === inquiry.id)
    store.dispatch({ type: 'agent.inquiryOver', agent: agent.id, inquiry: inquiry.id, answer: text.value });
  // Whoever answers has read it.
  await post.acknowledge([inquiry.id]);
  return ok({ agent: agent.name, question: inquiry.text, answer: text.value });
}

/** The options are an offer: whoever has another answer gives that. A number that none has is a slip. */
export function answerWords(options: readonly string[], choice: string): Result<string> {
  const words = choice.trim();
  if (options.length === 0) return words === '' ? fail(EMPTY) : ok(words);
  const chosen = chooseOption(
    options.map((label) => ({ label, keys: [] })),
    words,
  );
  if (chosen.ok) return ok(chosen.value.label);
  return words === '' || /^\d+$/u.test(words) ? chosen : ok(words);
}

const EMPTY = { kind: 'usage', tried: 'answer', said: 'the answer is empty', next: 'Say what it asks for' } as const;
