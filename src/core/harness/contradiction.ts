// What the terminal says against the verdict of a structured source: that falls silent when a turn is broken off, or when its hooks are gone.
// Pure. Nothing in here calls working what may be waiting: while a dialog stands, or the title asks, work is not believed.
import type { Reading } from './harness.js';
import type { Verdict } from './verdict.js';

/** How long title and screen must say the same before a structured source is not believed any more. */
export const DOUBT_MS = 5000;
/** The dialog of a question has been read and is gone: it was answered, though nothing tells so until its tool has run. */
const ANSWERED_MS = 300;

/** A turn that failed has ended too, and not every CLI has a hook for that (claude 2.1.197: Stop only after an answer). */
const RESTS: ReadonlySet<string> = new Set(['idle', 'done', 'limited']);

export interface TerminalSays {
  /** What the title says now. */
  readonly title: Reading | null;
  /** What the last look at the screen said. */
  readonly screen: Reading | null;
}

export interface Contradiction {
  readonly reading: Reading;
  /** For so long it must hold. */
  readonly holdsMs: number;
}

export function contradiction({ state, question }: Verdict, { title, screen }: TerminalSays): Contradiction | null {
  const dialog = screen?.state === 'waiting' && screen.asks !== 'text' ? screen : null;
  const work = title === null ? (screen?.state === 'working' ? screen : null) : title.state === 'working' ? title : null;
  const asked = dialog ?? (title?.state === 'waiting' ? title : null);
  const rest = work === null && asked === null && isRest(screen) ? screen : null;
  const believed = (reading: Reading | null, holdsMs = DOUBT_MS) => (reading === null ? null : { reading, holdsMs });
  switch (state) {
    case 'working':
      return believed(work === null ? (asked ?? rest) : null);
    case 'waiting': {
      if (asked !== null) return null;
      if (work !== null) return believed(work, question !== null && question.options.length > 0 ? ANSWERED_MS : DOUBT_MS);
      // A question in words stands at rest; what waits without a question has broken off, and that must never look like finished work.
      return question === null || question.kind === 'text' ? null : believed(rest);
    }
    case 'idle':
    case 'done':
      return believed(asked ?? work);
    default:
      return null;
  }
}

function isRest(reading: Reading | null): boolean {
  return reading !== null && (RESTS.has(reading.state) || reading.asks === 'text');
}

/** A contradiction that waits to be believed. */
export class Doubt {
  due: { readonly reading: Reading; readonly at: number } | null = null;

  /** What is said against the verdict now, null when nothing is. The same state goes on being waited for. */
  weigh(found: Contradiction | null, now: number): null {
    if (found === null) this.due = null;
    else if (this.due?.reading.state !== found.reading.state) this.due = { reading: found.reading, at: now + found.holdsMs };
    return null;
  }

  clear(): void {
    this.due = null;
  }
}
