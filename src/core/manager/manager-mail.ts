// Messages to the manager: what asks for an answer is one call of its model, what only tells is noted. Where it gives no answer the person has it.
import { type Agent, isOver } from '../model/agent.js';
import type { Config } from '../model/config.js';
import { fail, type OrchError, ok } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import type { KeptMessage, Message } from '../model/message.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { AppState } from '../model/state.js';
import type { ManagerInbox } from '../ports/manager-inbox.js';
import type { Post } from '../ports/post.js';
import type { ChatModel, Clock } from '../ports.js';
import { AGENT_ASK_PROMPT, agentQuestionDigest, managersAnswer, NOBODY_TO_ASK } from './agent-question.js';
import { AskLimit, MOST_QUESTIONS } from './ask-limit.js';
import { callManager, managerThere } from './manager-call.js';
import { ASK_PROMPT, personQuestionDigest } from './state-digest.js';

export interface ManagerMailWorld {
  readonly model: ChatModel;
  readonly config: Pick<Config, 'manager' | 'messages'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly post: Pick<Post, 'send' | 'find'>;
  readonly state: () => AppState;
  /** Somebody is there for what it asks. */
  readonly mayAskPerson: (agent: Agent) => boolean;
  readonly dispatch: (event: EventBody) => void;
}

type Taken = Awaited<ReturnType<ManagerInbox['take']>>;

const OUTPUT_TOKENS = 500;
/** Of a message, what the model is shown. */
const SHOWN = 8000;
/** Of one message, with the answer to it, what is kept in mind; of a question with an answer its beginning. */
const NOTED = 500;
const ASKED = 200;
/** Who asks waits for it: after that the person has the question, however often it might be tried again. */
const PATIENCE_MS = 3 * 60_000;

export function managerInbox(world: ManagerMailWorld): ManagerInbox {
  const limit = new AskLimit(world.clock);
  return {
    async take(kept, signal) {
      const { from_agent: from, payload } = kept.message;
      try {
        if (from === 'person') return await ofPerson(world, kept, signal);
        const agent = world.state().agents[from];
        if (agent !== undefined) return await ofAgent({ ...world, limit, signal }, agent, kept);
        return ok({ toPerson: `${payload.text}\n(Sent to the manager; who wrote it is not here any more.)` });
      } catch (error) {
        // A bug of ours must not keep what comes behind it.
        return fail({ kind: 'internal', tried: 'ask the manager', said: plainText(String(error), 300), next: 'Send it to the person' });
      }
    },
  };
}

async function ofAgent(
  world: ManagerMailWorld & { readonly limit: AskLimit; readonly signal: AbortSignal },
  agent: Agent,
  kept: KeptMessage,
): Promise<Taken> {
  const { message } = kept;
  const { id, payload } = message;
  const there = managerThere(world);
  if (!there.ok) return leave(world, agent, { message, why: `the manager can not be asked: ${there.error.said}` });
  // Whoever is over waits for no answer.
  if (!asks(message) || isOver(agent.state)) {
    note(world, agent, payload.text);
    return ok(null);
  }
  if (!world.limit.mayAsk(agent.id, id))
    return leave(world, agent, { message, why: `it has asked the manager ${MOST_QUESTIONS} times within ten minutes` });
  const question = { text: plainLines(payload.text, SHOWN), options: payload.options ?? [], repliesTo: repliedTo(world, message) };
  const said = await callManager(world, {
    system: AGENT_ASK_PROMPT,
    text: agentQuestionDigest(agent, question, world.state()),
    about: { goal: agent.goal, agent: agent.id },
    maxOutputTokens: OUTPUT_TOKENS,
    signal: world.signal,
  });
  if (!said.ok) {
    if (mayTryAgain(world, kept, said.error)) return said;
    return leave(world, agent, { message, why: `the manager could not be asked: ${said.error.said}` });
  }
  const answer = managersAnswer(said.value);
  if (answer === null) {
    note(world, agent, `asks: ${plainText(payload.text, ASKED)} → left to the person`);
    return leave(world, agent, { message, why: 'the manager leaves it to you' });
  }
  const sent = await world.post.send({ from: 'manager', to: [agent.id], type: 'answer', payload: { text: answer, inReplyTo: id } });
  // Where the agent has ended meanwhile nobody waits for it any more.
  if (!sent.ok) return sent.error.kind === 'storage' ? sent : ok(null);
  note(world, agent, `asks: ${plainText(payload.text, ASKED)} → answered: ${answer}`);
  overWith(world, agent.id, { id, answer });
  return ok(null);
}

function asks({ type, payload }: Message): boolean {
  return type === 'question' || payload.wantsReply === true;
}

/** For its next decision about the agent: it keeps nothing in mind by itself. */
function note({ dispatch }: ManagerMailWorld, { id }: Agent, text: string): void {
  dispatch({ type: 'manager.told', agent: id, text: plainText(text, NOTED) });
}

interface Left {
  readonly message: Message;
  readonly why: string;
}

async function leave(world: ManagerMailWorld, agent: Agent, { message: { id, payload }, why }: Left): Promise<Taken> {
  const inquiry = world.state().agents[agent.id]?.inquiry;
  const isOpen = inquiry?.id === id;
  const text = `${payload.text}\n(${isOpen ? 'Asked of' : 'Sent to'} the manager; ${plainText(why, 300)}.)`;
  if (!isOpen) return ok({ toPerson: text });
  if (world.mayAskPerson(agent)) {
    const at = new Date(world.clock.now()).toISOString();
    world.dispatch({ type: 'agent.inquired', agent: agent.id, inquiry: { ...inquiry, text, with: 'person', at } });
    return ok({ toPerson: text });
  }
  const nobody = `Nobody can answer that: ${NOBODY_TO_ASK.said}. ${NOBODY_TO_ASK.next}.`;
  const sent = await world.post.send({ from: 'host', to: [agent.id], type: 'answer', payload: { text: nobody, inReplyTo: id } });
  if (!sent.ok && sent.error.kind === 'storage') return sent;
  overWith(world, agent.id, { id, answer: null });
  return ok(null);
}

/** Told once: whoever waits for the answer may have been sooner. */
function overWith(
  { state, dispatch }: ManagerMailWorld,
  agent: string,
  { id, answer }: { readonly id: string; readonly answer: string | null },
) {
  if (state().agents[agent]?.inquiry?.id === id) dispatch({ type: 'agent.inquiryOver', agent, inquiry: id, answer });
}

/** A question of theirs, whatever it says: they want to hear something. */
async function ofPerson(world: ManagerMailWorld, kept: KeptMessage, signal: AbortSignal): Promise<Taken> {
  const { id, payload } = kept.message;
  const there = managerThere(world);
  if (!there.ok) return tellPerson(world, kept.message, `it can not be asked: ${there.error.said}`);
  const asked = { text: plainLines(payload.text, SHOWN).trim(), repliesTo: repliedTo(world, kept.message) };
  const said = await callManager(world, {
    system: ASK_PROMPT,
    text: personQuestionDigest(asked, world.state()),
    about: { goal: null, agent: null },
    maxOutputTokens: OUTPUT_TOKENS,
    signal,
  });
  if (!said.ok) {
    if (mayTryAgain(world, kept, said.error)) return said;
    return tellPerson(world, kept.message, `it could not be asked: ${said.error.said}`);
  }
  const answer = plainLines(said.value, SHOWN).trim();
  if (answer === '') return tellPerson(world, kept.message, 'it has said nothing');
  const sent = await world.post.send({ from: 'manager', to: ['person'], type: 'answer', payload: { text: answer, inReplyTo: id } });
  return sent.ok ? ok(null) : sent;
}

async function tellPerson({ post }: ManagerMailWorld, { id, payload }: Message, why: string): Promise<Taken> {
  const text = `The manager does not answer “${plainText(payload.text, 200)}”: ${plainText(why, 300)}.`;
  const sent = await post.send({ from: 'host', to: ['person'], type: 'message', payload: { text, inReplyTo: id } });
  return sent.ok ? ok(null) : sent;
}

/** What the two have said before, where it is an answer to that. */
function repliedTo({ post }: ManagerMailWorld, { from_agent: from, payload }: Message): string {
  const before = payload.inReplyTo === undefined ? undefined : post.find(payload.inReplyTo)?.message;
  return before?.from_agent === 'manager' && before.to_agent === from ? plainLines(before.payload.text, SHOWN) : '';
}

/** A key that is missing or wrong stays so. */
function mayTryAgain({ clock, config }: ManagerMailWorld, { message }: KeptMessage, { kind }: OrchError): boolean {
  // With the host it ends, and the next one asks.
  if (kind === 'interrupted') return true;
  const isLate = clock.now() - Date.parse(message.timestamp) > PATIENCE_MS;
  return kind !== 'config' && !isLate && message.retry_count < config.messages.retries;
}
