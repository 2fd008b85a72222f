// A question of an agent, to the person or to the manager. It stands until it is answered, also when nobody waits for that any more: then the answer is a message.
import type { Agent } from '../../core/model/agent.js';
import type { AgentMethods } from '../../core/model/agent-methods.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { type AskManager, managerAsker } from './ask-manager.js';
import { within } from './deadline.js';
import { firstError, oneOf, secondsOf, textOf, textsOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';
import { takenWhenSent } from './when-sent.js';

const QUESTION_BYTES = 8 * 1024;
const MOST_OPTIONS = 10;
const OPTION = 200;

type Asked = AgentMethods['agentAsk']['result'];

interface Question {
  readonly text: string;
  readonly options: readonly string[];
}

export function askAnswers(world: DoorWorld): Pick<DoorAnswers, 'agentAsk'> {
  const { store, post, clock } = world;
  const askManager = managerAsker(world);
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
      const asked = await (of.value === 'manager'
        ? toManager({ ...world, askManager }, agent, question)
        : toPerson(world, agent, question));
      if (!asked.ok) return asked;
      const { ids } = asked.value;
      const deadline = within(clock, seconds.value, signal);
      const answer = await post.next(agent.id, ({ payload }) => ids.has(payload.inReplyTo ?? ''), deadline.signal);
      deadline.end();
      const last = [...ids].at(-1) ?? '';
      if (answer === null) return ok({ id: last, answer: null, by: asked.value.of() });
      takenWhenSent(post, [answer.message.id], whenSent);
      const { inReplyTo = last, text: words } = answer.message.payload;
      overWith(world, agent.id, { id: inReplyTo, answer: words });
      return ok({ id: inReplyTo, answer: words, by: answer.message.from_agent === 'manager' ? 'manager' : 'person' });
    },
  };
}

/** The messages that it may be the answer to: it grows where the manager leaves it to the person. */
interface Open {
  readonly ids: Set<string>;
  readonly of: () => Asked['by'];
}

async function toPerson(world: DoorWorld, agent: Agent, question: Question): Promise<Result<Open>> {
  if (agent.finish.whenStuck === 'fail') return fail(NOBODY_TO_ASK);
  const id = await inquire(world, agent, { question, of: 'person' });
  return id.ok ? ok({ ids: new Set([id.value]), of: () => 'person' }) : id;
}

/** Kept as a message as well, so that a person can read what the two have said to each other. */
async function toManager(world: DoorWorld & { readonly askManager: AskManager }, agent: Agent, question: Question): Promise<Result<Open>> {
  const { post, store } = world;
  const id = await inquire(world, agent, { question, of: 'manager' });
  if (!id.ok) return id;
  const ids = new Set([id.value]);
  let of: Asked['by'] = 'manager';
  const consult = async (): Promise<void> => {
    const said = await world.askManager(agent, question);
    await post.acknowledge([id.value]);
    // It waits no more, or its run has ended.
    if (store.state.agents[agent.id]?.inquiry?.id !== id.value) return;
    if ('answer' in said) {
      await post.send({ from: 'manager', to: [agent.id], type: 'answer', payload: { text: said.answer, inReplyTo: id.value } });
      return overWith(world, agent.id, { id: id.value, answer: said.answer });
    }
    of = 'person';
    const again = await toPerson(world, agent, {
      ...question,
      text: `${question.text}\n(Asked of the manager; ${plainText(said.why, 300)}.)`,
    });
    if (again.ok) return void [...again.value.ids].map((each) => ids.add(each));
    const text = `Nobody can answer that: ${again.error.said}. ${again.error.next}.`;
    await post.send({ from: 'host', to: [agent.id], type: 'answer', payload: { text, inReplyTo: id.value } });
    overWith(world, agent.id, { id: id.value, answer: null });
  };
  // The call may wait shorter than the model takes.
  void consult().catch((error: unknown) =>
    store.dispatch({ type: 'notice.raised', text: `the manager was not asked: ${plainText(String(error), 200)}` }),
  );
  return ok({ ids, of: () => of });
}

interface Inquiring {
  readonly question: Question;
  readonly of: 'person' | 'manager';
}

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

const NOBODY_TO_ASK: OrchError = {
  kind: 'needs-person',
  tried: 'ask the person',
  said: 'nobody is to be asked about this task',
  next: 'Decide it yourself as well as you can, and say in your summary what you have decided',
};
