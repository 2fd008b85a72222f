// What a client's terminal says of itself: asked once when it joins, never waited for. A terminal that answers nothing is one without extras.
import { CSI, sequences } from '../core/model/sequences.js';
import type { ReplyToken } from '../core/model/token.js';

export interface TerminalFacts {
  /** Synchronized output, DEC mode 2026. */
  readonly hasSync: boolean;
  /** Left and right margins (DECSLRM), DEC mode 69. */
  readonly hasMargins: boolean;
  /** Marks such as ● take two cells: ambiguous width is wide here. */
  readonly isAmbiguousWide: boolean;
  /** They were seen to take one cell. */
  readonly isNarrowProbed: boolean;
  /** What it calls itself, in lower case; null while it has not said. */
  readonly program: string | null;
  /** As the terminal gave them (`rgb:rrrr/gggg/bbbb`); null while unknown. */
  readonly foreground: string | null;
  readonly background: string | null;
}

export const UNKNOWN_TERMINAL: TerminalFacts = {
  hasSync: false,
  hasMargins: false,
  isAmbiguousWide: false,
  isNarrowProbed: false,
  program: null,
  foreground: null,
  background: null,
};

/**
 * A mark whose width is asked for by the cursor's place behind it, the modes, and the colours. The status query that ends the first frame
 * shows whether this terminal answers at all.
 */
export const ASK_TERMINAL =
  `${sequences.cursorHome}●${sequences.cursorQuery}${CSI}2K${sequences.cursorHome}` +
  sequences.versionQuery +
  sequences.syncQuery +
  sequences.marginsQuery +
  sequences.foregroundQuery +
  sequences.backgroundQuery;

/** Cursor reports that `ASK_TERMINAL` asks for. */
export const CURSOR_REPORTS_ASKED = 1;

/** The facts with this answer; the same object when it says nothing new. */
export function withReply(facts: TerminalFacts, reply: ReplyToken): TerminalFacts {
  switch (reply.reply) {
    case 'mode': {
      // DECRPM: 1 set and 2 reset can be switched; 3 and 4 are fixed, 0 is unknown.
      const hasMode = reply.value === 1 || reply.value === 2;
      if (reply.mode === 2026) return { ...facts, hasSync: hasMode };
      if (reply.mode === 69) return { ...facts, hasMargins: hasMode };
      return facts;
    }
    case 'cursor':
      return { ...facts, isAmbiguousWide: reply.col > 2, isNarrowProbed: reply.col === 2 };
    case 'version':
      return { ...facts, program: reply.program.toLowerCase() };
    case 'color':
      return reply.slot === 10 ? { ...facts, foreground: reply.rgb } : { ...facts, background: reply.rgb };
    default:
      return facts;
  }
}
