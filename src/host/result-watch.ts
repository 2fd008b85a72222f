// Tells the state when a parent has the result of a child: its message was typed into a terminal, read from an inbox, or given to a call that waited.
// A result that could not be given to it is none that it has: it is given again when the parent comes to rest the next time.
import type { Store } from '../core/effects/store.js';
import type { Agent } from '../core/model/agent.js';
import { saidAndNext } from '../core/model/error.js';
import type { KeptMessage } from '../core/model/message.js';
import { plainText } from '../core/model/plain-text.js';
import type { Post } from '../core/ports/post.js';
import { hasEnded } from '../core/state/family.js';

export interface ResultWatch {
  readonly store: Pick<Store, 'state' | 'dispatch' | 'subscribe'>;
  readonly post: Pick<Post, 'seq' | 'since' | 'list' | 'listen' | 'retry'>;
  /** ISO 8601. */
  readonly now: () => string;
}

/** Gives the way to stop it. What was read just before a host was killed is told when the next one has started. */
export function watchResults({ store, post, now }: ResultWatch): () => void {
  let seq = post.seq;
  const awaited = ({ message: { to_agent: to, type, payload, timestamp } }: KeptMessage): Awaited | null => {
    const child = payload.result?.agent;
    const { [to]: parent, [child ?? '']: ended } = store.state.agents;
    // One that was resumed since has a newer result to come.
    const isOfThisEnd = ended !== undefined && hasEnded(ended) && timestamp >= ended.since;
    if (type !== 'task_result' || parent?.awaits?.includes(child ?? '') !== true || !isOfThisEnd) return null;
    return { parent, child: ended };
  };
  const tell = (messages: readonly KeptMessage[]) => {
    for (const kept of messages) {
      const bond = isTaken(kept) ? awaited(kept) : null;
      if (bond !== null) store.dispatch({ type: 'child.resultTaken', agent: bond.parent.id, child: bond.child.id });
    }
  };
  /** Nobody looks at an agent that works unattended: it must not rest for ever for what does not come. */
  const tellLost = (messages: readonly KeptMessage[]) => {
    for (const kept of messages) {
      const bond = kept.state === 'dead' ? awaited(kept) : null;
      if (bond === null || bond.parent.state !== 'idle' || bond.parent.finish.whenStuck !== 'fail') continue;
      const reason = kept.error === null ? '' : `: ${saidAndNext(kept.error)}`;
      const evidence = plainText(`the result of ${bond.child.name} could not be given to it${reason}`, 200);
      const why = { source: 'host', rule: 'children.lost', evidence, at: now() } as const;
      store.dispatch({ type: 'agent.stateChanged', agent: bond.parent.id, state: 'failed', why, question: null });
    }
  };
  /** A person has seen what they drop: nothing waits for it any more. */
  const tellDropped = () => {
    for (const { id: agent, awaits = [], toldChildren = [] } of Object.values(store.state.agents)) {
      const told = awaits.filter((child) => toldChildren.includes(child));
      if (told.length === 0) continue;
      const kept = post.list({ party: agent, of: 'all', limit: Number.MAX_SAFE_INTEGER });
      const isThere = (child: string) =>
        kept.some(({ message: { type, payload } }) => type === 'task_result' && payload.result?.agent === child);
      for (const child of told) if (!isThere(child)) store.dispatch({ type: 'child.resultTaken', agent, child });
    }
  };
  /** Of all that is kept, not of what has changed. */
  const tellAll = () => {
    for (const { id, awaits } of Object.values(store.state.agents))
      if (awaits !== undefined) tell(post.list({ party: id, of: 'all', limit: RECENT }));
  };
  const forget = store.subscribe((state, event) => {
    if (event.type === 'host.started') tellAll();
    else if (event.type === 'agent.stateChanged') {
      const agent = state.agents[event.agent];
      if (agent?.awaits === undefined || agent.state !== 'idle' || agent.sinceSeq !== event.seq) return;
      const lost = post.list({ party: agent.id, of: 'dead', limit: RECENT }).filter((kept) => awaited(kept)?.parent.id === agent.id);
      if (lost.length > 0) void post.retry(lost.map(({ message }) => message.id));
    }
  });
  const leave = post.listen(() => {
    const since = post.since(seq);
    // More has changed at once than is remembered: a result may be among that.
    if (since.length < post.seq - seq) tellAll();
    seq = post.seq;
    tell(since);
    tellLost(since);
    tellDropped();
  });
  return () => {
    forget();
    leave();
  };
}

interface Awaited {
  readonly parent: Agent;
  readonly child: Agent;
}

const RECENT = 500;

function isTaken({ state }: KeptMessage): boolean {
  return state === 'acknowledged';
}
