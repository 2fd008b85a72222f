// The post of one host: takes messages, keeps them, hands them over, and tells what changed. `core/messaging/` is what implements it.
import type { Result } from '../model/error.js';
import type { KeptMessage, Message, MessagePayload, MessageType, Party } from '../model/message.js';

export interface SendMessage {
  readonly from: Party;
  /** One message each, with one `group` where there are several. */
  readonly to: readonly Party[];
  readonly type: MessageType;
  readonly payload: MessagePayload;
}

export interface Post {
  /**
   * Resolves when they are kept. Refused, all or none: nobody there, to itself, too large, from somebody who is not there,
   * more than `messages.perMinute` between two agents (a loop: told to the person once).
   */
  send(order: SendMessage): Promise<Result<readonly Message[]>>;
  /** What waits for one party and was not acknowledged, the oldest first. `take` acknowledges. */
  inbox(party: Party, how: 'peek' | 'take'): Promise<readonly KeptMessage[]>;
  /** Resolves with the first message for `party` that `holds`, taken, also one that waits already; null when `signal` aborts. */
  next(party: Party, holds: (message: Message) => boolean, signal: AbortSignal): Promise<KeptMessage | null>;
  acknowledge(ids: readonly string[]): Promise<void>;
  /** The newest last. */
  list(order: { readonly party: Party | null; readonly of: 'all' | 'dead' | 'inbox'; readonly limit: number }): readonly KeptMessage[];
  find(id: string): KeptMessage | null;
  /** Given up ones from the beginning. */
  retry(ids: readonly string[]): Promise<readonly string[]>;
  drop(ids: readonly string[]): Promise<readonly string[]>;
  /** Counts up with every change. */
  readonly seq: number;
  /** Changes beyond `seq` that are still known, the oldest first. */
  since(seq: number): readonly KeptMessage[];
  /** Called after changes, at most once a turn of the event loop; gives the way to stop. */
  listen(listener: () => void): () => void;
  /** How many wait for a party and were not read. */
  unread(party: Party): number;
  /** Everything that was sent is on disk, and what is under way has ended. */
  flush(): Promise<void>;
}
