// A question that an agent asks by the tool for it takes one answer: the first that comes to the host of that agent, on whichever way, from whichever machine.
import type { Agent } from '../../core/model/agent.js';
import type { OrchError } from '../../core/model/error.js';
import type { Message } from '../../core/model/message.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';
import type { Post } from '../../core/ports/post.js';
import { guestAbove } from '../../core/state/parties-at-home.js';
import type { AnswerStore } from './answer-world.js';

export interface AnsweredWorld {
  readonly store: Pick<AnswerStore, 'state' | 'dispatch'>;
  readonly post: Pick<Post, 'find' | 'answerTo'>;
}

/**
 * Why another answer is refused; null while there is none. Nobody can come in between where the answer is given to the post before anything is
 * waited for. `own`: id of an answer that may be there already.
 */
export function answeredBefore(
  { store, post }: AnsweredWorld,
  { asker, id, own }: { readonly asker: Pick<Agent, 'id' | 'name'>; readonly id: string; readonly own?: string },
): OrchError | null {
  const before = post.answerTo(id);
  if (before === null || before.message.id === own) return null;
  const { text } = before.message.payload;
  // Kept by a host that was killed before it could note that.
  if (post.find(before.message.id) !== null && store.state.agents[asker.id]?.inquiry?.id === id)
    store.dispatch({ type: 'agent.inquiryOver', agent: asker.id, inquiry: id, answer: plainText(text, 2000) });
  return {
    kind: 'conflict',
    tried: `answer ${plainText(asker.name, 60)}`,
    said: `it was answered already: ${plainText(text, 200)}`,
    next: 'Send it a message where it has to know more',
  };
}

/** Who waits for it, or has waited, by the tool for that; null of a message that only wants a reply, which may have several. */
export function askerByTool(state: AppState, { id, type, from_agent: from, to_agent: to }: Message): Agent | null {
  const asker = type === 'question' && to === 'person' && Object.hasOwn(state.agents, from) ? state.agents[from] : undefined;
  if (asker === undefined) return null;
  // Of those below one with another home nothing else is for the person here.
  return asker.inquiry?.id === id || asker.answered === id || guestAbove(state, from) !== null ? asker : null;
}
