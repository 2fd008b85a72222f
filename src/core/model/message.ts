// A message: text from one party to another, in the wire format that all doors share, and how far it has come.
import type { OrchError } from './error.js';

export const MESSAGE_TYPES = [
  'task_assignment',
  'task_result',
  'progress',
  'question',
  'answer',
  'message',
  'heartbeat',
  'control',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** `person`, `manager`, `host`, or the id of an agent. */
export type Party = string;

/** Whom a message names by what they are: an agent called so could not be written to, and its own words would seem to be theirs. */
export const PARTY_WORDS: ReadonlySet<string> = new Set(['person', 'manager', 'host', 'parent', 'children', 'all']);

/** Largest payload, in bytes of JSON: what is larger belongs into a file of the worktree. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** What a message says; every text in it is from outside: bounded and plain once it has passed `readMessage`. */
export interface MessagePayload {
  readonly text: string;
  /** Id of the message that this one answers. */
  readonly inReplyTo?: string;
  /** Of a question: the answers it offers; left out where any text is one. */
  readonly options?: readonly string[];
  /** The sender waits for a reply. */
  readonly wantsReply?: true;
  /** Of a task_result. */
  readonly result?: MessageResult;
  /** Shared by the copies of one message to a role or to all. */
  readonly group?: string;
}

/** What became of a delegated task. */
export interface MessageResult {
  readonly agent: string;
  readonly state: 'done' | 'failed' | 'stopped';
  readonly summary: string;
  /** Files it ended in, absolute; empty where there are none. */
  readonly artifacts: readonly string[];
  readonly branch: string | null;
  /** The commit that was merged into the parent's branch; null where none was. */
  readonly commit: string | null;
}

/** The format of system D, kept exactly: these keys, in JSON. */
export interface Message {
  readonly id: string;
  readonly type: MessageType;
  readonly from_agent: Party;
  readonly to_agent: Party;
  /** ISO 8601 */
  readonly timestamp: string;
  readonly payload: MessagePayload;
  /** How often its delivery was tried and failed. */
  readonly retry_count: number;
}

/**
 * Words to be fenced. Those of the person and the host are meant to be followed; a result tells what another agent wrote, whoever brings it,
 * and the manager is a model that has read what all of them wrote.
 */
export function isOfOthers({ from_agent: from, type }: Message): boolean {
  return type === 'task_result' || (from !== 'person' && from !== 'host');
}

/**
 * `queued`: kept, and not known to be read. `acknowledged`: whoever it is for has said so, or has taken it for sure.
 * `dead`: given up; a person can send it again.
 */
export type MessageState = 'queued' | 'acknowledged' | 'dead';

/** A message with all that is known of its way. */
export interface KeptMessage {
  readonly message: Message;
  readonly state: MessageState;
  /** Names at the time it was sent: an agent may be gone when it is read. */
  readonly fromName: string;
  readonly toName: string;
  /** Where it was handed over, or was about to be; null until then. */
  readonly via: 'terminal' | 'inbox' | 'node' | null;
  /** ISO 8601: when it came into this state. */
  readonly at: string;
  /** Why it was not delivered the last time, or was given up. */
  readonly error: OrchError | null;
  /** ISO 8601: when it is tried again; null where nothing is tried. */
  readonly retryAt: string | null;
}
