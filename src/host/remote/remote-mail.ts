// The post of this host, to agents that run on other machines: what waits here for one, and what one writes, taken as if it were sent here.
import { BroughtOnce } from '../../core/messaging/brought-once.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import { type HomeLetter, whoAtHome } from '../../core/model/home-party.js';
import type { KeptMessage, Message, MessageType } from '../../core/model/message.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';
import type { Deliveries, Post } from '../../core/ports/post.js';
import { partiesOf } from '../../core/state/parties.js';

export interface RemoteMail {
  /** The oldest first. */
  due(agent: string): readonly KeptMessage[];
  /** It was read there; with an error it never will be. */
  ended(agent: string, end: { readonly id: string; readonly error: Parameters<Deliveries['giveUp']>[1] | null }): Promise<void>;
  /** Kept once however often it comes. */
  take(agent: string, letter: HomeLetter): Promise<Result<void>>;
  /** Of what came from those below it, these questions still wait for the person; others do no more. */
  asked(agent: string, questions: readonly string[]): Promise<void>;
}

export interface RemoteMailOrder {
  readonly post: () => Post & Pick<Deliveries, 'due' | 'giveUp'>;
  readonly state: () => AppState;
  readonly dispatch: (event: EventBody) => void;
  /** Whether a message to the manager would reach one at this moment. */
  readonly manager: () => 'there' | 'none';
}

/** As from an agent here: tasks, results and orders are told by those whose they are. */
const AGENT_TYPES: readonly MessageType[] = ['message', 'question', 'answer', 'progress'];

export function remoteMailOf({ post, state, dispatch, manager }: RemoteMailOrder): RemoteMail {
  const brought = new BroughtOnce();
  return {
    due: (agent) => post().due(agent),
    async ended(agent, { id, error }) {
      const kept = post().find(id);
      if (kept?.message.to_agent !== agent || kept.state !== 'queued') return;
      if (error !== null) return post().giveUp(agent, error, [id]);
      // Before it counts as read: its next turn decides what comes of it, as where it is typed here.
      dispatch(toldEvent(agent, kept));
      await post().acknowledge([id]);
    },
    async asked(agent, questions) {
      const before = state().agents[agent]?.asksBelow ?? [];
      if (before.join(' ') === questions.join(' ')) return;
      const over = before.filter((id) => !questions.includes(id) && post().find(id)?.message.from_agent === agent);
      // Nobody has to read any more what was answered elsewhere, or what nobody waits for.
      await post().acknowledge(over);
      dispatch({ type: 'agent.askedBelow', agent, questions });
    },
    take: (agent, { message }) => brought.take(`${agent} ${message.id}`, () => taken(agent, message, { post, state, manager })),
  };
}

async function taken(
  agent: string,
  { id, type, payload, to_agent }: Message,
  { post, state, manager }: Omit<RemoteMailOrder, 'dispatch'>,
): Promise<Result<void>> {
  const to = whoAtHome(to_agent);
  if (to === null || !AGENT_TYPES.includes(type)) {
    const said = 'it is none that an agent may send';
    return fail({ kind: 'denied', tried: 'send a message', said, next: 'Send a plain message' });
  }
  // Whoever it was for may be over by now: it is here all the same.
  if (post().find(id)?.message.from_agent === agent) return ok(undefined);
  const parties = partiesOf(state(), { to, from: agent, manager: manager() });
  if (!parties.ok) return parties;
  const sent = await post().send({ id, from: agent, to: parties.value.parties, type, payload: wordsOf(payload) });
  return sent.ok ? ok(undefined) : sent;
}

function toldEvent(agent: string, { message, fromName }: KeptMessage): EventBody {
  const by = message.from_agent === 'person' ? 'person' : 'agent';
  return { type: 'message.sent', agent, text: plainText(`from ${fromName}: ${message.payload.text}`), by };
}

/** A result is nothing that it may bring itself. */
function wordsOf({ text, inReplyTo, options, wantsReply }: KeptMessage['message']['payload']) {
  return {
    text,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(options === undefined ? {} : { options }),
    ...(wantsReply === undefined ? {} : { wantsReply }),
  };
}
