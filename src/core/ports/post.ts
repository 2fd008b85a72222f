// The post of one host: takes messages, keeps them, hands them over, and tells what changed. `core/messaging/` is what implements it.
import type { OrchError, Result } from '../model/error.js';
import type { KeptMessage, Message, MessagePayload, MessageType, Party } from '../model/message.js';
import type { Letter } from './broker.js';

export interface SendMessage {
  readonly from: Party;
  /** One message each, with one `group` where there are several. */
  readonly to: readonly Party[];
  readonly type: MessageType;
  readonly payload: MessagePayload;
  /** It was sent on another machine, and counted there: under this id it is sent once, however often it comes. */
  readonly id?: string;
}

export interface Post {
  /**
   * Resolves when they are kept. Refused, all or none: nobody there, to itself, too large, from somebody who is not there,
   * more than `messages.perMinute` between two agents, or in a circle of several (a loop: told to the person once).
   */
  send(order: SendMessage): Promise<Result<readonly Message[]>>;
  /**
   * What waits for one party and may be read now, the oldest first. That changes nothing: what counts as read is begun, and then delivered.
   */
  inbox(party: Party): readonly KeptMessage[];
  /**
   * Resolves with the first message for `party` that is `wanted`, also one that waits already; null when `signal` aborts. It is begun: nobody
   * else gets it until `delivered` or `putBack` was called for it. Whoever waits for `any` gets what nobody waits for in particular.
   */
  next(party: Party, wanted: 'any' | ((message: Message) => boolean), signal: AbortSignal): Promise<KeptMessage | null>;
  acknowledge(ids: readonly string[]): Promise<void>;
  /** The newest last. */
  list(order: { readonly party: Party | null; readonly of: 'all' | 'dead' | 'inbox'; readonly limit: number }): readonly KeptMessage[];
  find(id: string): KeptMessage | null;
  /** The answer to a question, also one that is just being kept; none of the host's, which only tells that nobody answers, and none that was given up. */
  answerTo(question: string): KeptMessage | null;
  /** Given up ones from the beginning. */
  retry(ids: readonly string[]): Promise<readonly string[]>;
  /** Given up ones, and those that nobody has seen yet, are forgotten. */
  drop(ids: readonly string[]): Promise<readonly string[]>;
  /** Counts up with every change. */
  readonly seq: number;
  /** Changes beyond `seq` that are still known, the oldest first. */
  since(seq: number): readonly KeptMessage[];
  /** The oldest of those that fit into `maxBytes` of JSON, at least one, and the `seq` up to which they go. `missed`: so many before them are not known any more. */
  sinceWithin(seq: number, maxBytes: number): { readonly seq: number; readonly messages: readonly KeptMessage[]; readonly missed: number };
  /** Called after changes, at most once a turn of the event loop; gives the way to stop. */
  listen(listener: () => void): () => void;
  /** How many wait for a party and were not read. */
  unread(party: Party): number;
  /** Everything that was sent is on disk, and what is under way has ended. */
  flush(): Promise<void>;
}

/** The side of a post from which messages are handed over without being asked for: into terminals, to other nodes. */
export interface Deliveries {
  /** For whom something waits that may be handed over now. */
  readonly waiting: readonly Party[];
  /** What may be handed to `party` now, the oldest first: whoever takes only some of it takes the first ones, so that each pair keeps its order. */
  due(party: Party): readonly KeptMessage[];
  /**
   * From here on nobody else gets them, until one of the four below was called for them. Resolves when that is noted on disk, with those of
   * them that are begun: others were taken, given up or dropped meanwhile, or are on another way.
   */
  begin(ids: readonly string[], via: NonNullable<KeptMessage['via']>): Promise<readonly string[]>;
  /** It was taken for sure. */
  delivered(ids: readonly string[]): void;
  /** One try more; after the last one it is given up. */
  failed(ids: readonly string[], error: OrchError): void;
  /** `untried`: for sure nobody has seen it; `unsure`, which is meant where nothing is said: its end says nothing of it. */
  putBack(ids: readonly string[], how?: 'unsure' | 'untried'): void;
  /** It is for somebody else from here on, with these words in place of its own: the same message, which nobody there has seen yet. */
  redirect(id: string, order: { readonly to: Party; readonly text: string }): void;
  /** Nobody can ever take what waits for `party`; `ids`: these of it. */
  giveUp(party: Party, error: OrchError, ids?: readonly string[]): void;
  /** From another node, whose right to send it was checked; one that is here already is well. */
  accept(letter: Letter): Promise<Result<void>>;
}
