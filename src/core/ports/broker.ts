// What carries messages and tasks between nodes, tells who is there and passes live news on: embedded (this host alone), or BullMQ on Redis.
import type { OrchError, Result } from '../model/error.js';
import type { Message } from '../model/message.js';
import type { AgentRow } from '../model/neighbour.js';
import type { BrokerCondition, NodeEntry } from '../model/node.js';

/** One message on its way to another node. */
export interface Letter {
  readonly to: string;
  readonly message: Message;
  readonly fromName: string;
  readonly toName: string;
}

/** One agent as other nodes find it: a key that expires when nobody renews it. */
export interface AgentEntry {
  readonly id: string;
  readonly name: string;
  readonly node: string;
  readonly role: string | null;
  readonly harness: string;
  readonly capabilities: readonly string[];
  readonly state: string;
  /** ISO 8601 */
  readonly seenAt: string;
  /** What is shown of it; left out by older versions. */
  readonly row?: AgentRow;
}

/** Live news: shown or dropped, never kept. */
export interface News {
  readonly topic: string;
  readonly from: string;
  readonly body: unknown;
}

/** A task for whichever worker may take it: JSON, signed (decision 31). */
export interface OfferedTask {
  readonly id: string;
  /** Counts up with each offer of the same task: whoever holds an older one is refused at push and result. */
  readonly fence: number;
  /** Node that wants the result. */
  readonly owner: string;
  /** Only workers that have all of these, or this name. */
  readonly labels: readonly string[];
  /** Small is first. */
  readonly priority: number;
  readonly body: unknown;
  /** HMAC-SHA-256 of the rest by the shared secret. */
  readonly signature: string;
}

export interface HeldTask {
  readonly task: OfferedTask;
  /** Whether this node still holds it: asked before each step that others see. An error: nobody can say at the moment, and it may. */
  holds(): Promise<Result<boolean>>;
  /** Takes it off the queue; a fence that is too old is the error `conflict`. After any other one it is held as before. */
  complete(result: unknown): Promise<Result<void>>;
  /** Back into the queue, for another worker. */
  release(error: OrchError): Promise<void>;
}

export interface Broker {
  readonly node: string;
  readonly condition: BrokerCondition;
  onCondition(listen: (condition: BrokerCondition) => void): () => void;
  /** Resolves when the broker keeps it; an error: it does not, and the sender still has it. */
  send(letter: Letter): Promise<Result<void>>;
  /** For this node, each at least once; forgotten by the broker when `take` is well, tried again when not. */
  receive(take: (letter: Letter) => Promise<Result<void>>): void;
  announce(node: Omit<NodeEntry, 'seenAt' | 'isSelf'>, agents: readonly AgentEntry[]): Promise<Result<void>>;
  nodes(): Promise<Result<readonly NodeEntry[]>>;
  agents(): Promise<Result<readonly AgentEntry[]>>;
  /**
   * An error: it is too large for anybody to take, and nobody gets it. Well says nothing of who has; `reached` is called with how many
   * listened at that moment, where that can be said.
   */
  publish(news: Omit<News, 'from'>, reached?: (listeners: number) => void): Result<void>;
  /** Gives the way to stop. */
  subscribe(topic: string, listen: (news: News) => void): () => void;
  offer(task: OfferedTask): Promise<Result<void>>;
  withdraw(task: string): Promise<Result<void>>;
  /** Up to `slots` at once; `run` resolves when it has completed or released it. */
  work(order: { readonly slots: number; readonly labels: readonly string[]; readonly run: (held: HeldTask) => Promise<void> }): {
    stop(): Promise<void>;
  };
  /** Results of tasks that this node offered; forgotten when `take` is well, brought again when not. */
  onResult(
    take: (result: { readonly task: string; readonly fence: number; readonly by: string; readonly body: unknown }) => Promise<Result<void>>,
  ): void;
  /** Large things between nodes, such as a bundle: bounded, and gone after an hour, or what waits for somebody who may be away after a week. */
  putBlob(id: string, data: Uint8Array, keep?: 'hour' | 'week'): Promise<Result<void>>;
  getBlob(id: string): Promise<Result<Uint8Array | null>>;
  /** Waits for what is under way, takes away every key that only this node needs, and closes. What it left, in words. */
  close(): Promise<readonly string[]>;
}
