// Messages on disk: appended together, read back after a crash.
import type { Result } from '../model/error.js';
import type { KeptMessage } from '../model/message.js';

export interface MessageLog {
  /** Everything that is not over, and the newest of the rest, in order of sending; with what had to be passed over. */
  load(): Promise<{ readonly messages: readonly KeptMessage[]; readonly notices: readonly string[] }>;
  /** The newest state of one message. Resolves when it is on its way to the disk with all others of this moment (one write for many); an error: it is not kept. */
  append(kept: KeptMessage): Promise<Result<void>>;
  /** They are never told of again. */
  drop(ids: readonly string[]): Promise<Result<void>>;
  /** It holds far more than what is told of: to be written anew. */
  readonly isLarge: boolean;
  /** Writes the log anew with these alone. */
  compact(messages: readonly KeptMessage[]): Promise<Result<void>>;
  close(): Promise<void>;
}
