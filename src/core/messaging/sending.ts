// From an order to the messages it comes to, or the reason why not: nobody there, to itself, too large, too many, a loop.
import type { Config } from '../model/config.js';
import { fail, type OrchError, type Result } from '../model/error.js';
import type { KeptMessage, Message, MessagePayload, Party } from '../model/message.js';
import type { Letter } from '../ports/broker.js';
import type { SendMessage } from '../ports/post.js';
import type { Clock } from '../ports.js';
import { boundedPayload } from './bounded-payload.js';
import { CircleWatch, type Step } from './circle-watch.js';
import { newlyKept } from './kept-messages.js';
import type { Mailbox } from './mailbox.js';
import { MINUTES_WORTH, RateWatch } from './rate-watch.js';

/** Unread messages of one party: more than anybody reads. */
const MAX_WAITING = 10_000;
/** Characters of them: all messages are read into memory at the start of a host. */
const MAX_WAITING_LENGTH = 16 * 1024 * 1024;
/** Of a circle. */
const MOST_NAMES = 8;

export interface SendingOptions {
  readonly clock: Clock;
  readonly limits: Pick<Config['messages'], 'perMinute'>;
  readonly nameOf: (party: Party) => string | null;
  readonly admits: (from: Party, to: Party) => Result<void>;
  /** How many wait for a party. */
  readonly waitingFor: (party: Party) => Pick<Mailbox, 'size' | 'length'>;
  readonly createId?: () => string;
}

/** `loop`: what the person is to be told of it; null where there is nothing, or it was told already. */
export type Prepared = { readonly ok: true; readonly value: readonly KeptMessage[] } | Refused;

type Refused = { readonly ok: false; readonly error: OrchError; readonly loop: string | null };

export class Sending {
  readonly #options: SendingOptions;
  readonly #rates: RateWatch;
  readonly #circles: CircleWatch;

  constructor(options: SendingOptions) {
    this.#options = options;
    this.#rates = new RateWatch(options.limits.perMinute);
    this.#circles = new CircleWatch(options.limits.perMinute);
  }

  /** All or none. */
  prepare(order: SendMessage): Prepared {
    const parties = [...new Set(order.to)];
    const fromName = this.#options.nameOf(order.from);
    if (fromName === null) return { ...fail(CLAIMED), loop: null };
    if (parties.length === 0) return { ...fail(nobody('it is for nobody')), loop: null };
    const payload = boundedPayload(order.payload);
    if (!payload.ok) return { ...payload, loop: null };
    for (const to of parties) {
      const may = this.#mayReceive(order.from, to);
      if (!may.ok) return { ...may, loop: null };
    }
    const steps = this.#stepsOf(order, parties);
    const loop = this.#circleIn(steps) ?? this.#loopIn(order, parties);
    if (loop !== null) return loop;
    const id = this.#options.createId ?? createId;
    // The first of several has the id that it was sent under: by that it is found again.
    const idOf = (at: number) => (order.id === undefined ? id() : at === 0 ? order.id : `${order.id}.${at + 1}`);
    const group = parties.length > 1 ? { group: id() } : {};
    const now = new Date(this.#options.clock.now()).toISOString();
    const messages = parties.map((to, at) => {
      const message: Message = {
        id: idOf(at),
        type: order.type,
        from_agent: order.from,
        to_agent: to,
        timestamp: now,
        payload: { ...payload.value, ...group },
        retry_count: 0,
      };
      const step = steps.get(to);
      if (step !== undefined) this.#circles.sent(message.id, step);
      return newlyKept(message, { from: fromName, to: this.#options.nameOf(to) ?? to, at: now });
    });
    return { ok: true, value: messages };
  }

  /** Of another node, where it was checked whether its sender may send it. */
  admitFrom({ message, toName }: Pick<Letter, 'message' | 'toName'>): Result<MessagePayload> {
    const payload = boundedPayload(message.payload);
    if (!payload.ok) return payload;
    const { nameOf, waitingFor } = this.#options;
    if (nameOf(message.to_agent) === null) return fail({ ...nobody(`${toName} is not here`), tried: 'deliver a message' });
    const full = fullBox(waitingFor(message.to_agent), toName);
    return full === null ? payload : fail(full);
  }

  #mayReceive(from: Party, to: Party): Result<void> {
    const { nameOf, admits, waitingFor } = this.#options;
    const name = nameOf(to);
    if (name === null) return fail(nobody('there is nobody by that name'));
    if (from === to) return fail(refused('usage', 'it is for its own sender', 'Name somebody else'));
    const full = fullBox(waitingFor(to), name);
    return full === null ? admits(from, to) : fail(full);
  }

  /** One of another node came in. Whether it goes too far is for that node to say. */
  accepted({ id, type, from_agent: from, to_agent: to, payload }: Message): void {
    const step = this.#stepsOf({ from, type, payload }, [to]).get(to);
    if (step !== undefined) this.#circles.sent(id, step);
  }

  /** Its receiver has it: what that writes now may follow from it. A person's word, a task and a result are a beginning. */
  taken({ id, type, from_agent: from, to_agent: to }: Message): void {
    if (from === 'person' || comesByItself(type)) this.#circles.beginAnew(to);
    else this.#circles.read(id, this.#options.clock.now());
  }

  /** By receiver; none for what can not be part of a circle. */
  #stepsOf({ from, type, payload: { inReplyTo } }: Omit<SendMessage, 'to'>, parties: readonly Party[]): ReadonlyMap<Party, Step> {
    if (!isAgent(from) || comesByItself(type)) return new Map();
    const now = this.#options.clock.now();
    return new Map(parties.filter(isAgent).map((to) => [to, this.#circles.step(from, to, { inReplyTo, now })]));
  }

  #circleIn(steps: ReadonlyMap<Party, Step>): Refused | null {
    const step = [...steps.values()].find(({ isTooMuch }) => isTooMuch);
    if (step === undefined) return null;
    const { limits, nameOf } = this.#options;
    const { agents, isNew } = this.#circles.refused(step);
    const names = agents.slice(0, MOST_NAMES).map((agent) => nameOf(agent) ?? agent);
    const more = agents.length > MOST_NAMES ? ` and ${agents.length - MOST_NAMES} more` : '';
    const many = `more than ${limits.perMinute * MINUTES_WORTH} messages an hour in a circle: ${names.join(', ')}${more}`;
    return {
      ...fail(refused('denied', many, 'Stop sending it on; wait a while, or ask the person')),
      loop: isNew ? `There are ${many}. Further ones that go round are refused. Look at them, or raise messages.perMinute.` : null,
    };
  }

  /** A task and its result come once by themselves: no loop is made of them, and without them somebody would wait for ever. */
  #loopIn({ from, type, id }: SendMessage, parties: readonly Party[]): Refused | null {
    if (!isAgent(from) || comesByItself(type)) return null;
    const { clock, limits, nameOf } = this.#options;
    const now = clock.now();
    const rates = parties.map((to) => ({ to, rate: this.#rates.look(from, to, now) }));
    const over = rates.filter(({ rate }) => rate !== 'well');
    const [first] = over;
    // What was counted on another machine may come all at once: it counts here for those who answer it.
    if (first === undefined || id !== undefined) {
      for (const to of parties) this.#rates.count(from, to, now);
      return null;
    }
    const pair = `${nameOf(from)} and ${nameOf(first.to)}`;
    const many = `more than ${limits.perMinute} messages a minute or ${limits.perMinute * MINUTES_WORTH} an hour between ${pair}`;
    const isNew = over.some(({ rate }) => rate === 'too many');
    return {
      ...fail(refused('denied', many, 'Stop answering each other; wait a while, or ask the person')),
      loop: isNew ? `There are ${many}: further ones are refused. Look at both, or raise messages.perMinute.` : null,
    };
  }
}

/** Null where there is room for one more. */
function fullBox({ size, length }: Pick<Mailbox, 'size' | 'length'>, name: string): OrchError | null {
  const isFull = size >= MAX_WAITING || length >= MAX_WAITING_LENGTH;
  return isFull ? refused('limit', `${size} messages wait for ${name} unread`, 'Wait until some of them were read') : null;
}

export function isAgent(party: Party): boolean {
  return party !== 'person' && party !== 'manager' && party !== 'host';
}

function comesByItself(type: Message['type']): boolean {
  return type === 'task_assignment' || type === 'task_result';
}

function createId(): string {
  return `m${globalThis.crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`;
}

function nobody(said: string): OrchError {
  return refused('not-found', said, 'List the agents, and send it to one of them');
}

export const ID_TAKEN = refused('conflict', 'another message has that id', 'Send it anew');

const CLAIMED = refused('denied', 'its sender is not there', 'Send in your own name');

function refused(kind: OrchError['kind'], said: string, next: string): OrchError {
  return { kind, tried: 'send a message', said, next };
}
