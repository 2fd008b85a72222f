// Results of children for calls that wait for them: whoever waits holds no place, and a result that was given counts as read.
import { isOver } from '../../core/model/agent.js';
import type { MessageResult } from '../../core/model/message.js';
import type { Deliveries, Post } from '../../core/ports/post.js';
import type { Timer } from '../../core/ports.js';
import { awaitsChildren, hasEnded } from '../../core/state/family.js';
import { descendantsOf } from '../../core/state/tree.js';
import { takenWhenSent, type WhenSent } from '../door/when-sent.js';
import type { AnswerStore } from './answer-world.js';

export interface ResultsWorld {
  readonly store: Pick<AnswerStore, 'state' | 'dispatch'>;
  readonly post: () => (Pick<Post, 'next' | 'list'> & Pick<Deliveries, 'begin' | 'delivered' | 'putBack'>) | null;
  readonly after: (delayMs: number, run: () => void) => Timer;
}

export interface ResultWait {
  readonly parent: string;
  readonly child: string;
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
  /** The result counts as read when the answer that has it went out. */
  readonly whenSent: WhenSent;
}

export interface ChildResults {
  /** Null where it has not ended within that time, or where whoever waited is gone. */
  wait(order: ResultWait): Promise<MessageResult | null>;
  /** Another call of `agent` that waits, such as for what comes into its inbox: while it awaits children it holds no place by that. */
  waiting<Value>(agent: string, call: () => Promise<Value>): Promise<Value>;
  /** `agent` has asked for what is not there, and may ask again and again: its place is lent to those below it that are to bring it. */
  lacking(agent: string): void;
}

const RECENT = 500;

export function createChildResults({ store, post, after }: ResultsWorld): ChildResults {
  /** Calls that wait, by their agents: one agent may have several. */
  const waiting = new Map<string, number>();
  const count = (agent: string, change: 1 | -1) => {
    const now = (waiting.get(agent) ?? 0) + change;
    waiting.set(agent, now);
    if (now === 0) waiting.delete(agent);
    if ((change === 1 && now === 1) || now === 0) store.dispatch({ type: 'agent.waitsForChildren', agent, waits: now > 0 });
  };
  const wasTold = ({ parent, child }: ResultWait): boolean => {
    const { agents } = store.state;
    const ended = agents[child];
    return ended !== undefined && hasEnded(ended) && agents[parent]?.toldChildren?.includes(child) === true;
  };
  const lacking = (id: string): void => {
    const { agents } = store.state;
    if (agents[id] === undefined || agents[id].lacksResult === true) return;
    const isToCome = descendantsOf(Object.values(agents), id).some(({ state }) => !isOver(state));
    if (isToCome) store.dispatch({ type: 'agent.lacksResult', agent: id });
  };
  const known = async (order: ResultWait): Promise<MessageResult | null> => {
    if (!wasTold(order)) return null;
    const { parent, child, whenSent } = order;
    const box = post();
    const kept = box
      ?.list({ party: parent, of: 'all', limit: RECENT })
      .findLast(({ message: { type, payload } }) => type === 'task_result' && payload.result?.agent === child);
    if (box === null || kept === undefined) return null;
    takenWhenSent(box, await box.begin([kept.message.id], 'inbox'), whenSent);
    return kept.message.payload.result ?? null;
  };
  return {
    lacking,
    async waiting(agent, call) {
      const now = store.state.agents[agent];
      if (now === undefined || !awaitsChildren(now)) return call();
      count(agent, 1);
      try {
        return await call();
      } finally {
        count(agent, -1);
      }
    },
    async wait(order) {
      const { parent, child, waitSeconds, signal, whenSent } = order;
      const there = await known(order);
      const box = post();
      // Told, and not among the messages any more: no other one will come.
      if (there !== null || wasTold(order) || box === null) return there;
      lacking(parent);
      if (waitSeconds <= 0 || signal.aborted) return null;
      const ending = new AbortController();
      const end = () => ending.abort();
      const timer = after(waitSeconds * 1000, end);
      signal.addEventListener('abort', end, { once: true });
      count(parent, 1);
      try {
        const kept = await box.next(
          parent,
          ({ type, payload }) => type === 'task_result' && payload.result?.agent === child,
          ending.signal,
        );
        if (kept !== null) takenWhenSent(box, [kept.message.id], whenSent);
        return kept?.message.payload.result ?? null;
      } finally {
        count(parent, -1);
        timer.cancel();
        signal.removeEventListener('abort', end);
      }
    },
  };
}
