// Questions of agents that work for the one that does a task of another machine: they are for the person at its home, and come back answered to those who ask.
import { NOBODY_TO_ASK } from '../../core/manager/agent-question.js';
import type { Agent } from '../../core/model/agent.js';
import { isOver } from '../../core/model/agent.js';
import type { OrchError } from '../../core/model/error.js';
import { atHome, type HomeLetter } from '../../core/model/home-party.js';
import type { KeptMessage, Message } from '../../core/model/message.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Post } from '../../core/ports/post.js';
import { openInquiry } from '../../core/state/asked-below.js';
import { guestAbove } from '../../core/state/parties-at-home.js';
import { answerWords } from './answer-inquiry.js';
import type { AnswerStore } from './answer-world.js';
import { answeredBefore } from './one-answer.js';

export interface BelowWorld {
  readonly store: Pick<AnswerStore, 'state' | 'dispatch'>;
  readonly post: Pick<Post, 'find' | 'send' | 'acknowledge' | 'answerTo'>;
}

/** It was asked for an answer, by one below an agent with another home. What such a one only writes to the person goes there at once. */
function askerOf(state: AnswerStore['state'], { type, from_agent: from, to_agent: to }: Message): Agent | null {
  const guest = to === 'person' && type === 'question' ? guestAbove(state, from) : null;
  return guest === null || guest.id === from ? null : (state.agents[from] ?? null);
}

export class QuestionsBelow {
  readonly #world: BelowWorld;
  /** Home has them. After a restart it is told of them again: it keeps them once. */
  readonly #taken = new Set<string>();

  constructor(world: BelowWorld) {
    this.#world = world;
  }

  /** As it goes home, while its asker waits for the answer and home does not have it; else null. */
  letterOf({ message, fromName }: KeptMessage): HomeLetter | null {
    const asker = askerOf(this.#world.store.state, message);
    if (asker === null || openInquiry(asker) !== message.id || this.#taken.has(message.id)) return null;
    return { message: { ...message, to_agent: atHome('person') }, fromName };
  }

  /** False: it is no question of those. `error`: home does not take it, and its asker hears that instead of an answer. */
  async taken({ message }: KeptMessage, error: OrchError | null): Promise<boolean> {
    const { store, post } = this.#world;
    const { id } = message;
    const asker = askerOf(store.state, message);
    if (asker === null) return false;
    if (error === null) {
      this.#forgetAnswered();
      this.#taken.add(id);
      return true;
    }
    if (openInquiry(asker) !== id || answeredBefore(this.#world, { asker, id }) !== null) return true;
    const text = `Nobody can answer that: ${plainText(error.said, 300)}. ${NOBODY_TO_ASK.next}.`;
    const sent = await post.send({ from: 'host', to: [asker.id], type: 'answer', payload: { text, inReplyTo: id } });
    if (sent.ok) await this.#end(asker, { id, answer: null });
    return true;
  }

  /** Who has asked what the person at home answers by this, and the answer as it goes to that one; null where it answers none of those. */
  answeredBy({ type, from_agent: from, payload }: Message): { readonly asker: Agent; readonly text: string; readonly id: string } | null {
    const id = payload.inReplyTo;
    const question = id === undefined || type !== 'answer' || from !== 'person' ? null : this.#world.post.find(id);
    const asker = question === null ? null : askerOf(this.#world.store.state, question.message);
    if (id === undefined || question === null || asker === null) return null;
    const words = openInquiry(asker) === id ? answerWords(question.message.payload.options ?? [], payload.text) : null;
    return { asker, id, text: words?.ok === true ? words.value : payload.text };
  }

  /** The answer is kept for it. */
  async answered({ asker, id, text }: { readonly asker: Agent; readonly id: string; readonly text: string }): Promise<void> {
    await this.#end(asker, { id, answer: plainText(text, 2000) });
  }

  async #end(asker: Agent, { id, answer }: { readonly id: string; readonly answer: string | null }): Promise<void> {
    const { store, post } = this.#world;
    if (store.state.agents[asker.id]?.inquiry?.id === id)
      store.dispatch({ type: 'agent.inquiryOver', agent: asker.id, inquiry: id, answer });
    await post.acknowledge([id]);
  }

  #forgetAnswered(): void {
    const { store, post } = this.#world;
    for (const id of this.#taken) {
      const kept = post.find(id);
      if (kept === null || openInquiry(askerOf(store.state, kept.message)) !== id) this.#taken.delete(id);
    }
  }
}

/** To whoever answers one that waits for nothing any more; null while it may read that. */
export function hasEnded({ name, state }: Agent): OrchError | null {
  if (!isOver(state)) return null;
  const tried = `answer ${plainText(name, 60)}`;
  return {
    kind: 'conflict',
    tried,
    said: `it is ${state}, and waits for no answer any more`,
    next: 'Write to the agent that it worked for',
  };
}
