// What is known of a message that was sent to an agent: how far it is to be followed, and what proved that it arrived.

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
