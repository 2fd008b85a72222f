// Messages of an agent: what came for it, and what it sends. It speaks as itself alone, and only to those of its goal, the person and the manager.
import { createLanes } from '../../core/effects/lanes.js';
import type { Agent } from '../../core/model/agent.js';
import type { InboxMessage } from '../../core/model/agent-methods.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { KeptMessage, MessageType, Party } from '../../core/model/message.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import { lateNotes, partiesOf, partyName } from '../../core/state/parties.js';
import { partiesWithHome, replyParty } from '../../core/state/parties-at-home.js';
import { within } from './deadline.js';
import { firstError, flagOf, MOST_TEXT_BYTES, nameOf, oneOf, secondsOf, textOf } from './door-params.js';
import type { DoorAnswers, DoorWorld } from './door-world.js';
import { takenWhenSent } from './when-sent.js';

/** Tasks, results and orders are told by those whose they are: an agent can not make one up. */
const AGENT_TYPES = ['message', 'question', 'answer', 'progress'] as const satisfies readonly MessageType[];

/** Of one look into the inbox: the frame it goes in holds 4 MB. */
const MOST_AT_ONCE = 50;
const MOST_BYTES = 1024 * 1024;

export function letterAnswers(world: DoorWorld): Pick<DoorAnswers, 'agentInbox' | 'agentSend' | 'agentReply'> {
  const { store, post, clock, results } = world;
  // Two looks at once must not give the same message twice.
  const lanes = createLanes();
  return {
    async agentInbox({ agent, params, signal, whenSent }) {
      const [seconds, peek] = [secondsOf(params), flagOf(params, 'peek')];
      const wrong = firstError(seconds, peek);
      if (wrong !== null || !seconds.ok || !peek.ok) return fail(wrong as OrchError);
      // Only what is given counts as read, and nothing that was only peeked at.
      const look = async (first: readonly KeptMessage[]): Promise<readonly KeptMessage[]> => {
        const some = firstOf([...first, ...post.inbox(agent.id)]);
        if (peek.value || some.length === 0) return some;
        // Those that were waited for are begun already.
        const [held, rest] = [some.slice(0, first.length), some.slice(first.length)].map((of) => of.map(({ message }) => message.id));
        takenWhenSent(post, [...(held ?? []), ...(await post.begin(rest ?? [], 'inbox'))], whenSent);
        return some;
      };
      let found = await lanes.run(agent.id, () => look([]));
      if (found.length === 0 && seconds.value > 0) {
        const deadline = within(clock, seconds.value, signal);
        const next = () => post.next(agent.id, 'any', deadline.signal);
        const first = peek.value ? await untilUnread(world, agent.id, deadline.signal) : await results.waiting(agent.id, next);
        deadline.end();
        if (!signal.aborted || first !== null) found = await lanes.run(agent.id, () => look(first === null ? [] : [first]));
      }
      if (found.length === 0) results.lacking(agent.id);
      return ok({ messages: found.map(shown) });
    },
    async agentSend({ agent, params }) {
      const [to, text, type, wantsReply] = [
        nameOf(params, 'to'),
        textOf(params, 'text'),
        oneOf({ type: params.type ?? 'message' }, 'type', AGENT_TYPES),
        flagOf(params, 'wantsReply'),
      ];
      const wrong = firstError(to, text, type, wantsReply);
      if (wrong !== null || !to.ok || !text.ok || !type.ok || !wantsReply.ok) return fail(wrong as OrchError);
      const addressed = { to: to.value, from: agent.id, manager: world.manager() };
      const parties = partiesWithHome(store.state, addressed, (guest) => world.circles.get(guest) ?? []);
      if (!parties.ok) return parties;
      const payload = { text: plainLines(text.value, MOST_TEXT_BYTES), ...(wantsReply.value ? { wantsReply: true as const } : {}) };
      const sent = await post.send({ from: agent.id, to: parties.value.parties, type: type.value, payload });
      if (!sent.ok) return sent;
      const names = parties.value.parties.map((party) => nameOfParty(world, party));
      const notes = [...parties.value.notes, ...lateNotes(store.state, parties.value.parties)];
      return ok({ ids: sent.value.map(({ id }) => id), to: names, notes });
    },
    async agentReply({ agent, params }) {
      const [id, text] = [nameOf(params, 'message'), textOf(params, 'text')];
      const wrong = firstError(id, text);
      if (wrong !== null || !id.ok || !text.ok) return fail(wrong as OrchError);
      const answered = messageFor(world, agent, id.value);
      if (!answered.ok) return answered;
      const { from_agent: from, type } = answered.value.message;
      const home = replyParty(store.state, agent.id, from);
      const to = home === 'manager' ? managerOr(world, agent) : home;
      const sent = await post.send({
        from: agent.id,
        to: [to],
        type: type === 'question' ? 'answer' : 'message',
        payload: { text: plainLines(text.value, MOST_TEXT_BYTES), inReplyTo: id.value },
      });
      if (!sent.ok) return sent;
      await post.acknowledge([id.value]);
      const name = to === from ? answered.value.fromName || nameOfParty(world, from) : nameOfParty(world, to);
      return ok({ id: sent.value[0]?.id ?? '', to: name, notes: lateNotes(store.state, [to]) });
    },
  };
}

/** The manager, or the person where there is none at this moment. */
function managerOr({ store, manager }: DoorWorld, { id }: Agent): Party {
  const found = partiesOf(store.state, { to: 'manager', from: id, manager: manager() });
  return found.ok ? (found.value.parties[0] ?? 'person') : 'person';
}

/** What others wrote to each other is not there for it, not even to be answered. */
function messageFor({ post }: DoorWorld, agent: Agent, id: string): Result<KeptMessage> {
  const tried = `reply to ${plainText(id, 60)}`;
  const found = post.find(id);
  if (found === null || found.message.to_agent !== agent.id)
    return fail({ kind: 'not-found', tried, said: 'no message of that id has come for you', next: 'Look into your inbox for its id' });
  if (found.message.from_agent === 'host')
    return fail({ kind: 'usage', tried, said: 'it came from the host, which reads no answers', next: 'Do what it says' });
  return ok(found);
}

function firstOf(messages: readonly KeptMessage[]): readonly KeptMessage[] {
  let bytes = 0;
  const some = messages.slice(0, MOST_AT_ONCE).filter(({ message }) => {
    bytes += Buffer.byteLength(JSON.stringify(message));
    return bytes <= MOST_BYTES;
  });
  return some;
}

async function untilUnread({ post }: DoorWorld, party: Party, signal: AbortSignal): Promise<null> {
  if (post.unread(party) > 0 || signal.aborted) return null;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      forget();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const forget = post.listen(() => {
      if (post.unread(party) > 0) end();
    });
    signal.addEventListener('abort', end);
  });
  return null;
}

function shown({ message, fromName }: KeptMessage): InboxMessage {
  return { message, from: fromName || message.from_agent };
}

function nameOfParty({ store }: DoorWorld, party: Party): string {
  return partyName(store.state, party) ?? party;
}
