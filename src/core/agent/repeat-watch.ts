// Notices an agent that does the same thing for ever: one call again and again, or two by turns. Pure but for its memory.
import type { ToolCall } from '../model/chat.js';

/** From this on the call is not done, and the model is told. */
const TOLD_AT = 3;
/** It was told and goes on: nothing else will come. */
const OVER_AT = 6;
const REMEMBERED = 2 * OVER_AT;

export class RepeatWatch {
  #last: string[] = [];

  /** `again`: it is not worth doing once more. `stuck`: nor is asking this model. */
  note({ name, arguments: given }: ToolCall): 'new' | 'again' | 'stuck' {
    this.#last = [...this.#last, `${name} ${given}`].slice(-REMEMBERED);
    const times = Math.max(this.#rounds(1), this.#rounds(2));
    if (times >= OVER_AT) return 'stuck';
    return times >= TOLD_AT ? 'again' : 'new';
  }

  /** How often the last `length` calls stand at the end, one after the other. */
  #rounds(length: number): number {
    const calls = this.#last;
    let same = 0;
    while (same + length < calls.length && calls.at(-1 - same) === calls.at(-1 - same - length)) same += 1;
    return Math.floor(same / length) + 1;
  }
}
