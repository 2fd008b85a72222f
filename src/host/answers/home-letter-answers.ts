// Requests of a worker about messages between the agent of a task and its home: what waits to go there, what has come, and what was taken.
import { randomUUID } from 'node:crypto';
import { boundedPayload } from '../../core/messaging/bounded-payload.js';
import { fitting } from '../../core/messaging/letter-wire.js';
import type { Agent } from '../../core/model/agent.js';
import { ok, type Result } from '../../core/model/error.js';
import { atHome, type HomeLetter, type LetterEnd, whoAtHome } from '../../core/model/home-party.js';
import type { LetterMethods } from '../../core/model/letter-methods.js';
import type { KeptMessage, MessagePayload, Party } from '../../core/model/message.js';
import type { Post } from '../../core/ports/post.js';
import { askedBelow } from '../../core/state/asked-below.js';
import { findAgent } from '../../core/state/find.js';
import { guestAbove } from '../../core/state/parties-at-home.js';
import type { Answers, AnswerWorld } from './answer-world.js';
import { answeredBefore } from './one-answer.js';
import { hasEnded, QuestionsBelow } from './questions-below.js';

/** As many as are told at once. */
const MOST_ASKING = 400;
const ALL = Number.MAX_SAFE_INTEGER;

export interface HomeLetterWorld extends Pick<AnswerWorld, 'mail'> {
  readonly store: Pick<AnswerWorld['store'], 'state' | 'dispatch' | 'listen'>;
}

type LettersWorld = HomeLetterWorld & { readonly questions: QuestionsBelow };

export function homeLetterAnswers({ store, mail }: HomeLetterWorld): Pick<Answers, keyof LetterMethods> {
  const { post, circles } = mail;
  const questions = new QuestionsBelow({ store, post });
  const world = { store, mail, questions };
  // Of this host: another one counts from the beginning.
  const session = randomUUID();
  const markOf = (guest: string) => `${session} ${post.seq} ${askedBelow(store.state, guest).join(' ')}`;
  return {
    async lettersHome({ agent, circle, open, mark }) {
      const found = findAgent(store.state, agent);
      if (!found.ok) return found;
      const { id: guest } = found.value;
      circles.set(guest, circle);
      if (mark === markOf(guest)) await lettersChanged(world, () => markOf(guest) !== mark);
      return ok({
        mark: markOf(guest),
        letters: fitting(lettersOf(world, found.value)),
        ended: open.flatMap((id) => endOf(post.find(idHere(post, id)), id)),
        asking: askedBelow(store.state, guest).slice(0, MOST_ASKING),
      });
    },
    async lettersWaiting() {
      const guests = Object.values(store.state.agents).flatMap((agent) => (agent.home === undefined ? [] : [{ agent, home: agent.home }]));
      const waiting = guests.filter(({ agent }) => lettersOf(world, agent).length > 0);
      return ok({ agents: waiting.map(({ agent: { name }, home: { owner, task } }) => ({ name, owner, task })) });
    },
    async letterCame({ agent, letter: { message, fromName } }) {
      const found = findAgent(store.state, agent);
      if (!found.ok) return found;
      const answered = questions.answeredBy(message);
      const { id, name } = answered?.asker ?? found.value;
      const own = idHere(post, message.id);
      const ended = answered === null || post.find(own) !== null ? null : hasEnded(answered.asker);
      if (ended !== null) return ok({ ended: { id: message.id, error: ended } });
      const before = answered === null ? null : answeredBefore({ store, post }, { asker: answered.asker, id: answered.id, own });
      if (before !== null) return ok({ ended: { id: message.id, error: before } });
      // It was given up, and is sent once more.
      if (post.find(own)?.state === 'dead') await post.retry([own]);
      const payload = answered === null ? message.payload : { ...message.payload, text: answered.text };
      const came = { ...message, id: own, payload, from_agent: senderHere(message.from_agent), to_agent: id, retry_count: 0 };
      const accepted: Result<void> = await post.accept({ to: '', message: came, fromName, toName: name });
      if (!accepted.ok) return accepted.error.kind === 'storage' ? accepted : ok({ ended: { id: message.id, error: accepted.error } });
      if (answered !== null) await questions.answered(answered);
      return ok({ ended: endOf(post.find(own), message.id)[0] ?? null });
    },
    async letterTaken({ id, error }) {
      const kept = post.find(id);
      if (kept === null || (await questions.taken(kept, error))) return ok({});
      if (whoAtHome(kept.message.to_agent) === null || kept.state !== 'queued') return ok({});
      if (error === null) await post.acknowledge([id]);
      else post.giveUp(kept.message.to_agent, error, [id]);
      return ok({});
    },
  };
}

/** In order of sending. Those below it are not known at home: they are named in the text. */
function lettersOf({ store, mail, questions }: LettersWorld, guest: Agent): readonly HomeLetter[] {
  return mail.post.list({ party: null, of: 'all', limit: ALL }).flatMap((kept) => {
    const isLetter = kept.state === 'queued' && whoAtHome(kept.message.to_agent) !== null;
    const letter = isLetter ? kept : questions.letterOf(kept);
    if (letter === null || guestAbove(store.state, letter.message.from_agent)?.id !== guest.id) return [];
    const { message, fromName } = letter;
    return [{ message: { ...message, payload: wordsHome(message.payload, message.from_agent === guest.id ? null : fromName) }, fromName }];
  });
}

/** Messages have changed, or what is asked of the person has. */
async function lettersChanged({ store, mail: { post } }: LettersWorld, hasChanged: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!hasChanged()) return;
      for (const forget of forgets) forget();
      resolve();
    };
    const forgets = [post.listen(look), store.listen(look)];
  });
}

function wordsHome({ inReplyTo, ...payload }: MessagePayload, below: string | null): MessagePayload {
  const told = { ...payload, ...(inReplyTo === undefined ? {} : { inReplyTo: idAtHome(inReplyTo) }) };
  if (below === null) return told;
  const head = `From ${below}, which does a part of this:\n`;
  const whole = { ...told, text: `${head}${payload.text}` };
  if (boundedPayload(whole).ok) return whole;
  // The largest one has no room for that: home could not read it, and would be told of it for ever.
  return { ...whole, text: `${head}${payload.text.slice(0, -Buffer.byteLength(head) - CUT)} …` };
}

/** Room for the sign that something is missing, and for a character that is cut in two. */
const CUT = 20;

const CAME_BACK = '.in';

/** One that was sent from here to home, and goes on from there to another agent of this machine, is here twice. */
function idHere(post: Pick<Post, 'find'>, id: string): string {
  const sent = post.find(id);
  return sent === null || whoAtHome(sent.message.to_agent) === null ? id : `${id}${CAME_BACK}`;
}

function idAtHome(id: string): string {
  return id.endsWith(CAME_BACK) ? id.slice(0, -CAME_BACK.length) : id;
}

/** Whoever is the same everywhere, or one of home. */
function senderHere(party: Party): Party {
  return party === 'person' || party === 'manager' || party === 'host' ? party : atHome(party);
}

/** None while nobody has seen it. What is not known any more was read long ago. */
function endOf(kept: KeptMessage | null, id: string): readonly LetterEnd[] {
  if (kept?.state === 'queued') return [];
  return [{ id, error: kept?.state === 'dead' ? kept.error : null }];
}
