// Lines of events.jsonl and back. Pure; knows nothing of files.
import type { OrchEvent } from '../../model/event.js';
import { plainText } from '../../model/plain-text.js';

/** `seq` first, so that old lines can be passed over without being parsed. */
export function eventLine(event: OrchEvent): string {
  const { seq, at, ...body } = event;
  return `${JSON.stringify({ seq, at, ...body })}\n`;
}

export interface JournalText {
  readonly events: readonly OrchEvent[];
  /** Whole lines that are no events, as a person may read them. */
  readonly damaged: readonly string[];
  /** `seq` of the first whole line; null when there is none. */
  readonly firstSeq: number | null;
}

const SEQ = /^\{"seq":(\d{1,15}),/u;

/** The events after `afterSeq`. What follows the last line break was torn by a crash and is no event: its commands never ran. */
export function parseJournal(text: string, afterSeq: number): JournalText {
  const events: OrchEvent[] = [];
  let damaged: string[] = [];
  let firstSeq: number | null = null;
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
    const line = text.slice(from, to);
    const seq = SEQ.exec(line)?.[1];
    if (seq !== undefined) {
      firstSeq ??= Number(seq);
      if (Number(seq) <= afterSeq) {
        // What was damaged before this is in the snapshot: nothing is lost, and nobody is told of it again at every start.
        damaged = [];
        continue;
      }
    }
    const event = parseEvent(line);
    if (event !== null && event.seq > afterSeq) events.push(event);
    else if (line !== '') damaged.push(plainText(line, 80));
  }
  return { events, damaged, firstSeq };
}

function parseEvent(line: string): OrchEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : null;
  } catch {
    // Reported by the caller as a damaged line.
    return null;
  }
}

function isEvent(value: unknown): value is OrchEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, type } = value as Readonly<Record<string, unknown>>;
  return Number.isSafeInteger(seq) && typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof type === 'string';
}
