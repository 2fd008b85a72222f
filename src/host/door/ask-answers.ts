// A question of an agent, to the person or to the manager. It stands until it is answered, also when nobody waits for that any more: then the answer is a message.
import { NOBODY_TO_ASK } from '../../core/manager/agent-question.js';
import type { Agent } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { mayAskPerson } from '../../core/state/may-ask.js';
import { within } from './deadline.js';
import { firstError, oneOf, secondsOf, textOf, textsOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';
import { takenWhenSent } from './when-sent.js';

const QUESTION_BYTES = 8 * 1024;
const MOST_OPTIONS = 10;
const OPTION = 200;

interface Question {
  readonly text: string;
  readonly options: readonly string[];
}

export function askAnswers(world: DoorWorld): Pick<DoorAnswers, 'agentAsk'> {
  const { store, post, clock } = world;
  return {
    async agentAsk({ agent, params, signal, whenSent }) {
      const [of, text, options, seconds] = [
        oneOf({ of: params.of ?? 'person' }, 'of', ['person', 'manager'] as const),
        textOf(params, 'text', { maxBytes: QUESTION_BYTES }),
        textsOf(params, 'options', { most: MOST_OPTIONS, maxLength: OPTION }),
        secondsOf(params),
      ];
      const wrong = firstError(of, text, options, seconds);
      if (wrong !== null || !of.ok || !text.ok || !options.ok || !seconds.ok) return fail(wrong as OrchError);
      const open = store.state.agents[agent.id]?.inquiry;
      if (open !== undefined) return fail(asksAlready(open.text));
      const question = {
        text: plainLines(text.value, QUESTION_BYTES).trim(),
        options: options.value.map((each) => plainText(each, OPTION)),
      };
      if (of.value === 'person' && !mayAskPerson(agent, store.state.agents)) return fail(NOBODY_TO_ASK);
      const id = await inquire(world, agent, { question, of: of.value });
      if (!id.ok) return id;
      const deadline = within(clock, seconds.value, signal);
      const answer = await post.next(agent.id, ({ payload }) => payload.inReplyTo === id.value, deadline.signal);
      deadline.end();
      // What the manager leaves to the person is the same question, asked of somebody else.
      if (answer === null) return ok({ id: id.value, answer: null, by: store.state.agents[agent.id]?.inquiry?.with ?? of.value });
      takenWhenSent(post, [answer.message.id], whenSent);
      const { text: words } = answer.message.payload;
      overWith(world, agent.id, { id: id.value, answer: words });
      return ok({ id: id.value, answer: words, by: answer.message.from_agent === 'manager' ? 'manager' : 'person' });
    },
  };
}

interface Inquiring {
  readonly question: Question;
  readonly of: 'person' | 'manager';
}

/** Kept as a message: the person's until it is read, or the manager's, which takes it like every message. */
async function inquire({ post, store, clock }: DoorWorld, agent: Agent, { question, of }: Inquiring): Promise<Result<string>> {
  const { text, options } = question;
  const payload = { text, wantsReply: true as const, ...(options.length === 0 ? {} : { options }) };
  const sent = await post.send({ from: agent.id, to: [of], type: 'question', payload });
  if (!sent.ok) return sent;
  const id = sent.value[0]?.id ?? '';
  const at = new Date(clock.now()).toISOString();
  store.dispatch({ type: 'agent.inquired', agent: agent.id, inquiry: { id, text, options, with: of, at } });
  return ok(id);
}

/** Told once: whoever keeps the questions may have been sooner. */
function overWith({ store }: DoorWorld, agent: string, { id, answer }: { readonly id: string; readonly answer: string | null }): void {
  if (store.state.agents[agent]?.inquiry?.id === id) store.dispatch({ type: 'agent.inquiryOver', agent, inquiry: id, answer });
}

function asksAlready(text: string): OrchError {
  return {
    kind: 'conflict',
    tried: 'ask a question',
    said: `you have asked already, and that is not answered: ${plainText(text, 200)}`,
    next: 'Wait for that answer in your inbox, and work on what does not depend on it',
  };
}
