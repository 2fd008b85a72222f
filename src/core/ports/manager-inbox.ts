// How the manager takes what is for it, and who gets it where there is none.
import type { Result } from '../model/error.js';
import type { KeptMessage } from '../model/message.js';

export interface ManagerInbox {
  /**
   * Null: it was taken, and answered where it asked for that. `toPerson`: it is the person's now, in these words. An error: it is tried again.
   * What is aborted counts for nothing.
   */
  take(kept: KeptMessage, signal: AbortSignal): Promise<Result<{ readonly toPerson: string } | null>>;
}
