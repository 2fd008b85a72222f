// What a person's screens and scripts may ask about messages, nodes and the doors for other programs.
import type { KeptMessage, Party } from './message.js';
import type { BrokerCondition, NodeEntry } from './node.js';

/** For one who may have to ask again without knowing what became of it. */
interface SentOnce {
  /** What the message is to be called: one that is called so is there already. Left out: a new one. */
  readonly id?: string;
}

export interface MessageMethods {
  /** The newest last. `agent`: only from or to it. `of: 'dead'`: those that were given up. `inbox`: those to the person that nobody read. */
  messages: {
    params: { readonly agent: string | null; readonly of: 'all' | 'dead' | 'inbox'; readonly limit: number };
    /** `party`: whom `agent` has named. */
    result: { readonly messages: readonly KeptMessage[]; readonly seq: number; readonly party: Party | null };
  };
  /** What has changed since `seq`; answered as soon as there is something. `missed`: so many changes before these are not known any more. */
  messagesAfter: {
    params: { readonly seq: number };
    result: { readonly seq: number; readonly messages: readonly KeptMessage[]; readonly missed: number };
  };
  /** By the person, to an agent, `role:NAME`, `all` or `manager`; kept and delivered, while `send` types at once. */
  messageSend: {
    params: { readonly to: string; readonly text: string; readonly wantsReply: boolean } & SentOnce;
    /** `notes`: what the sender should know, such as that it waits until an agent is resumed. */
    result: { readonly ids: readonly string[]; readonly to: readonly string[]; readonly notes: readonly string[] };
  };
  /** Also answers a question that an agent asked by its tool. */
  messageReply: {
    params: { readonly message: string; readonly text: string } & SentOnce;
    result: { readonly id: string; readonly to: string; readonly notes: readonly string[] };
  };
  /** Those to the person, or one of them, count as read. */
  messageRead: { params: { readonly ids: readonly string[] | 'all' }; result: Record<string, never> };
  /** Given up ones are tried again, from the beginning. */
  messageRetry: { params: { readonly ids: readonly string[] | 'all' }; result: { readonly ids: readonly string[] } };
  messageDrop: { params: { readonly ids: readonly string[] }; result: { readonly ids: readonly string[] } };
  /** Everybody who takes part: this host first. */
  nodes: {
    params: Record<string, never>;
    result: { readonly broker: BrokerCondition; readonly nodes: readonly NodeEntry[]; readonly a2a: string | null };
  };
  /** Doors are opened in a host that runs: those that are named. What is open already with the same address stays as it is. `stays`: so does the host. */
  serve: {
    params: { readonly redis: string | null; readonly a2a: number | null; readonly stays: boolean };
    result: { readonly notes: readonly string[] };
  };
}
