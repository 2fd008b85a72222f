// What an agent may ask of its host, by its token, over the agent-only socket: the same for the MCP tools and the command line in its terminal.
import type { AgentState } from './agent.js';
import type { OrchError } from './error.js';
import type { Message, MessageResult, MessageType } from './message.js';

/** One who can be talked to. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly role: string | null;
  readonly harness: string;
  readonly state: AgentState;
  /** Name of its parent; null at the top. */
  readonly parent: string | null;
  /** What it can do, in words: its role's purpose, its tools. */
  readonly capabilities: readonly string[];
  /** Its task in one line. */
  readonly task: string;
  readonly node: string | null;
  readonly isSelf: boolean;
}

/** What a delegated task is: who is to do what, and whether the call waits for it. */
export interface DelegateParams {
  readonly text: string;
  readonly role: string | null;
  readonly harness: string | null;
  readonly model: string | null;
  readonly wait: boolean;
  readonly verify: string | null;
}

export interface InboxMessage {
  readonly message: Message;
  /** Name of the sender. */
  readonly from: string;
}

export interface AgentMethods {
  agentSelf: {
    params: Record<string, never>;
    result: {
      readonly id: string;
      readonly name: string;
      readonly goal: string;
      readonly role: string | null;
      readonly parent: string | null;
      readonly depth: number;
      /** What it may still delegate: how many, how deep; 0 is nothing. */
      readonly mayDelegate: { readonly children: number; readonly levels: number };
    };
  };
  agentContacts: { params: Record<string, never>; result: { readonly agents: readonly Contact[] } };
  /** What it has not read yet, the oldest first; reading acknowledges. `waitSeconds`: answered with the next one, or empty at the end of that. */
  agentInbox: {
    params: { readonly waitSeconds: number; readonly peek: boolean };
    result: { readonly messages: readonly InboxMessage[] };
  };
  /** `to`: an agent's name or id, `person`, `manager`, `parent`, `children`, `role:NAME`, `all`. */
  agentSend: {
    params: { readonly to: string; readonly text: string; readonly type: MessageType; readonly wantsReply: boolean };
    /** `notes`: what it should know, such as that a receiver has to be resumed first. */
    result: { readonly ids: readonly string[]; readonly to: readonly string[]; readonly notes: readonly string[] };
  };
  agentReply: {
    params: { readonly message: string; readonly text: string };
    result: { readonly id: string; readonly to: string; readonly notes: readonly string[] };
  };
  agentProgress: { params: { readonly text: string }; result: Record<string, never> };
  /** Answered when it is answered, or after `waitSeconds` with null: the question stands, and the answer comes into the inbox. */
  agentAsk: {
    params: {
      readonly of: 'person' | 'manager';
      readonly text: string;
      readonly options: readonly string[];
      readonly waitSeconds: number;
    };
    /** `by`: who has answered, or is asked: a question that the manager leaves to the person is the person's. */
    result: { readonly id: string; readonly answer: string | null; readonly by: 'person' | 'manager' };
  };
  agentDelegate: {
    params: DelegateParams & { readonly waitSeconds: number };
    /** `result` null: it goes on, and comes as a message. `notes`: what the agent should know, such as that its work was committed first. */
    result: { readonly agent: string; readonly name: string; readonly result: MessageResult | null; readonly notes: readonly string[] };
  };
  agentResult: {
    params: { readonly agent: string; readonly waitSeconds: number };
    result: {
      readonly name: string;
      readonly state: AgentState;
      readonly progress: string | null;
      readonly result: MessageResult | null;
      readonly error: OrchError | null;
    };
  };
  /** Its task goes to another harness or role in the same worktree, with these words. */
  agentHandOver: {
    params: { readonly harness: string | null; readonly model: string | null; readonly text: string };
    result: { readonly to: string };
  };
  /** It is done: its work is verified and finished as ordered when its turn ends. */
  agentFinish: {
    params: { readonly summary: string; readonly artifacts: readonly string[] };
    result: { readonly notes: readonly string[] };
  };
}

export type AgentMethod = keyof AgentMethods;
