// What is known of a message that was sent to an agent: how far it is to be followed, and what proved that it arrived.
import type { OrchError } from './error.js';

/**
 * `left the input line`: it was seen there, and stands there no more. `at work`: the agent reacts, where its input line can not be read.
 * `Enter pressed`: nothing more was waited for, or nothing more can be seen. `lines written`: to a program that reads plain lines.
 */
export type DeliveryProof = 'left the input line' | 'at work' | 'Enter pressed' | 'lines written';

export interface Delivered {
  readonly proof: DeliveryProof;
  /** From the request on, with everything that was waited for. */
  readonly ms: number;
}

/** `pressed`: until Enter was pressed behind the text. `delivered`: until the CLI has taken it. */
export type DeliveryGoal = 'pressed' | 'delivered';

export interface SendOrder {
  /** Left out: `delivered`. */
  readonly goal?: DeliveryGoal;
  /** Called at most once: Enter was pressed, and its CLI did not take the text all the same. Whoever waited for no more than Enter hears it nowhere else. */
  readonly onLost?: (error: OrchError) => void;
}

/** A message that an agent did not take although Enter was pressed: kept for the next one. */
export interface Undelivered {
  readonly text: string;
  readonly error: OrchError;
  /** ISO 8601. */
  readonly at: string;
}
