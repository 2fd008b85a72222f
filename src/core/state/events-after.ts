// What a client that follows the events has not seen yet, of those that are kept. Pure.
import type { OrchEvent } from '../model/event.js';

/** Far below what one frame of the socket carries. */
const MOST_CHARACTERS = 1024 * 1024;

export interface EventsAfter {
  /** Of the last event that is given, or was left out. */
  readonly seq: number;
  readonly events: readonly OrchEvent[];
  /** How many of those since are not kept any more, or are too large for an answer. */
  readonly missed: number;
}

/** `kept`: the newest events, oldest first. As many as one answer carries; the rest follows at the next question. */
export function eventsAfter(kept: readonly OrchEvent[], seq: number): EventsAfter {
  const first = kept[0]?.seq ?? seq + 1;
  const events: OrchEvent[] = [];
  let missed = Math.max(0, first - seq - 1);
  let last = Math.max(seq, first - 1);
  let size = 0;
  for (const event of kept) {
    if (event.seq <= last) continue;
    const characters = JSON.stringify(event).length;
    if (characters <= MOST_CHARACTERS && size + characters > MOST_CHARACTERS) break;
    last = event.seq;
    if (characters > MOST_CHARACTERS) {
      // What comes behind a gap is asked for anew, so that the gap stands where it is.
      if (events.length > 0) return { seq: last - 1, events, missed };
      missed += 1;
      continue;
    }
    size += characters;
    events.push(event);
  }
  return { seq: last, events, missed };
}
