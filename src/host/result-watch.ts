// Tells the state when a parent has the result of a child: its message was typed into a terminal, read from an inbox, or given to a call that waited.
import type { Store } from '../core/effects/store.js';
import type { KeptMessage } from '../core/model/message.js';
import type { Post } from '../core/ports/post.js';
import { hasEnded } from '../core/state/family.js';

export interface ResultWatch {
  readonly store: Pick<Store, 'state' | 'dispatch' | 'subscribe'>;
  readonly post: Pick<Post, 'seq' | 'since' | 'list' | 'listen'>;
}

/** Gives the way to stop it. What was read just before a host was killed is told when the next one has started. */
export function watchResults({ store, post }: ResultWatch): () => void {
  let seq = post.seq;
  const tell = (messages: readonly KeptMessage[]) => {
    for (const kept of messages) {
      const { to_agent: agent, type, payload } = kept.message;
      const child = payload.result?.agent;
      if (type !== 'task_result' || child === undefined || !isTaken(kept)) continue;
      const { [agent]: parent, [child]: ended } = store.state.agents;
      // One that was resumed since has a newer result to come.
      const isOfThisEnd = ended !== undefined && hasEnded(ended) && kept.message.timestamp >= ended.since;
      if (parent?.awaits?.includes(child) === true && isOfThisEnd) store.dispatch({ type: 'child.resultTaken', agent, child });
    }
  };
  const forget = store.subscribe((state, event) => {
    if (event.type !== 'host.started') return;
    for (const { id, awaits } of Object.values(state.agents)) {
      if (awaits !== undefined) tell(post.list({ party: id, of: 'all', limit: RECENT }));
    }
  });
  const leave = post.listen(() => {
    const since = post.since(seq);
    seq = post.seq;
    tell(since);
  });
  return () => {
    forget();
    leave();
  };
}

const RECENT = 500;

/** What was given up a person has seen: nothing waits for it any more. */
function isTaken({ state }: KeptMessage): boolean {
  return state === 'acknowledged' || state === 'delivered' || state === 'dead';
}
