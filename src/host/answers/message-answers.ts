// Requests of a person about messages: look, send, reply, read, try again, drop.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { KeptMessage } from '../../core/model/message.js';
import type { MessageMethods } from '../../core/model/message-methods.js';
import { plainText } from '../../core/model/plain-text.js';
import { findAgent } from '../../core/state/find.js';
import { lateNotes, partiesOf, partyName } from '../../core/state/parties.js';
import { nameElsewhere } from '../network/network-of.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { meantElsewhere, noReplyFrom, sentAtOnce, type Way } from './letter-elsewhere.js';
import { answeredBefore, askerByTool } from './one-answer.js';
import { postChanged } from './post-changed.js';

export function messageAnswers(world: AnswerWorld): Pick<Answers, Exclude<keyof MessageMethods, 'nodes' | 'serve'>> {
  const { store, post } = world;
  const nameOf = (party: string) => partyName(store.state, party) ?? nameElsewhere(world.network, party) ?? party;

  return {
    async messages({ agent, of, limit }) {
      // The person's inbox is read by the person alone.
      const found = agent === null ? ok(null) : partyOf(world, agent);
      if (!found.ok) return found;
      const all = of === 'inbox' ? post.list({ party: null, of, limit }) : post.list({ party: found.value, of, limit });
      return ok({ messages: newestWithin(all, MOST_BYTES), seq: post.seq, party: found.value });
    },
    async messagesAfter({ seq }) {
      await postChanged(post, seq);
      return ok(post.sinceWithin(seq > post.seq ? 0 : seq, MOST_BYTES));
    },
    async messageSend({ to, text, wantsReply, id }) {
      const before = sentBefore(post, id);
      if (before !== null) return ok({ ids: [before.message.id], to: [before.toName], notes: [] });
      if (text.trim() === '') return fail(refused('send a message', 'it has no text', 'Give the text behind the name'));
      const way = wayOf(world, to);
      if (!way.ok) return way;
      if ('atOnce' in way.value) return sentAtOnce(world, way.value.atOnce, { text, wantsReply });
      const { kept, ofOthers } = way.value;
      if (wantsReply && ofOthers !== undefined) return fail(noReplyFrom(ofOthers));
      const { parties, notes: told } = kept;
      const sent = await post.send({
        from: 'person',
        to: parties,
        type: 'message',
        payload: { text, ...(wantsReply ? { wantsReply: true } : {}) },
        ...(id === undefined ? {} : { id }),
      });
      if (!sent.ok) return sent;
      const notes = [...told, ...lateNotes(store.state, parties)];
      return ok({ ids: sent.value.map(({ id }) => id), to: sent.value.map(({ to_agent }) => nameOf(to_agent)), notes });
    },
    messageReply: (params) => reply(world, params),
    async messageRead({ ids }) {
      const mine = post.list({ party: 'person', of: 'all', limit: ALL }).filter(({ message }) => message.to_agent === 'person');
      // One that was read before is found as well: nothing is left to do about it.
      const found = ids === 'all' ? ok(mine) : allOf(ids.map((id) => messageOf(mine, id)));
      if (!found.ok) return found;
      const unread = new Set(post.list({ party: null, of: 'inbox', limit: ALL }).map(({ message }) => message.id));
      await post.acknowledge(found.value.map(({ message }) => message.id).filter((id) => unread.has(id)));
      return ok({});
    },
    async messageRetry({ ids }) {
      const dead = post.list({ party: null, of: 'dead', limit: ALL });
      const found = ids === 'all' ? ok(dead) : allOf(ids.map((id) => messageOf(dead, id)));
      return found.ok ? ok({ ids: await post.retry(found.value.map(({ message }) => message.id)) }) : found;
    },
    async messageDrop({ ids }) {
      const all = post.list({ party: null, of: 'all', limit: ALL });
      const found = allOf(ids.map((id) => messageOf(all, id)));
      return found.ok ? ok({ ids: await post.drop(found.value.map(({ message }) => message.id)) }) : found;
    },
  };
}

/** Of one answer: a frame holds 4 MB, and large messages must not keep a person from seeing any. */
const MOST_BYTES = 3 * 1024 * 1024;

function newestWithin(messages: readonly KeptMessage[], maxBytes: number): readonly KeptMessage[] {
  let bytes = 0;
  const before = messages.findLastIndex((kept) => {
    bytes += Buffer.byteLength(JSON.stringify(kept));
    return bytes > maxBytes;
  });
  return messages.slice(before + 1);
}

/** `NAME@NODE` is somebody elsewhere; a name alone is that where nobody of here has it. */
function wayOf(world: AnswerWorld, to: string): Result<Way> {
  const named = to.includes('@') ? meantElsewhere(world, to) : null;
  if (named !== null) return named;
  const here = partiesOf(world.store.state, { to, from: 'person', manager: world.manager() });
  if (here.ok) return ok({ kept: here.value });
  return (here.error.kind === 'not-found' ? meantElsewhere(world, to) : null) ?? here;
}

const ALL = Number.MAX_SAFE_INTEGER;

async function reply(world: AnswerWorld, { message, text, id: called }: MessageMethods['messageReply']['params']) {
  const { store, post } = world;
  const sentAlready = sentBefore(post, called);
  if (sentAlready !== null) return ok({ id: sentAlready.message.id, to: sentAlready.toName, notes: [] });
  const tried = 'reply to a message';
  if (text.trim() === '') return fail(refused(tried, 'the reply has no text', 'Give the text behind the id'));
  const found = messageOf(post.list({ party: 'person', of: 'all', limit: ALL }), message);
  if (!found.ok) return found;
  const { id, from_agent: from } = found.value.message;
  const { fromName } = found.value;
  if (from === 'person' && fromName !== from)
    return fail(refused(tried, `${fromName} is the person of another host`, 'Write to an agent of that host, or by other means'));
  if (from === 'person') return fail(refused(tried, 'it is your own', 'Send another one with `orch-tui messages send`'));
  if (from === 'host') return fail(refused(tried, 'the host only tells, and reads nothing', 'Send your words to an agent'));
  const to = from === 'manager' ? partiesOf(store.state, { to: from, from: 'person', manager: world.manager() }) : ok({ parties: [from] });
  if (!to.ok) return to;
  const asker = askerByTool(store.state, found.value.message);
  const before = asker === null ? null : answeredBefore(world, { asker, id });
  if (before !== null) return fail({ ...before, tried });
  const order = { from: 'person', to: to.value.parties, type: 'answer', payload: { text, inReplyTo: id } } as const;
  const sent = await post.send(called === undefined ? order : { ...order, id: called });
  if (!sent.ok) return sent;
  await post.acknowledge([id]);
  if (store.state.agents[from]?.inquiry?.id === id)
    store.dispatch({ type: 'agent.inquiryOver', agent: from, inquiry: id, answer: plainText(text, 2000) });
  return ok({ id: sent.value[0]?.id ?? '', to: found.value.fromName, notes: lateNotes(store.state, [from]) });
}

/** The person's own; another's is refused where it is to be called so. */
function sentBefore(post: AnswerWorld['post'], id: string | undefined): KeptMessage | null {
  const kept = id === undefined ? null : post.find(id);
  return kept?.message.from_agent === 'person' ? kept : null;
}

function partyOf({ store, network }: AnswerWorld, typed: string): Result<string> {
  if (typed === 'person' || typed === 'manager' || typed === 'host' || network.others.has(typed)) return ok(typed);
  const found = findAgent(store.state, typed);
  return found.ok ? ok(found.value.id) : found;
}

/** By its id, or a beginning that only one has. */
function messageOf(all: readonly KeptMessage[], typed: string): Result<KeptMessage> {
  const exact = all.find(({ message }) => message.id === typed);
  if (exact !== undefined) return ok(exact);
  const several = typed === '' ? [] : all.filter(({ message }) => message.id.startsWith(typed));
  const [first] = several;
  if (first !== undefined && several.length === 1) return ok(first);
  const tried = `find the message \`${plainText(typed, 80)}\``;
  if (first !== undefined) return fail(refused(tried, `${several.length} begin with that`, 'Give more of the id'));
  return fail({ kind: 'not-found', tried, said: 'there is none like it', next: '`orch-tui messages` lists them' });
}

function allOf(found: readonly Result<KeptMessage>[]): Result<readonly KeptMessage[]> {
  const values: KeptMessage[] = [];
  for (const each of found) {
    if (!each.ok) return each;
    values.push(each.value);
  }
  return ok(values);
}

function refused(tried: string, said: string, next: string): OrchError {
  return { kind: 'usage', tried, said, next };
}
