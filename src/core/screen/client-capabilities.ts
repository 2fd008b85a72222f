// What a client's terminal can do, as its answers and its environment told. Plain data.
import type { ColorDepth } from './color-depth.js';

export interface ClientCapabilities {
  /** DEC 2026, asked for by DECRQM. */
  readonly synchronizedOutput: boolean;
  /** Left and right margins (DECSLRM), asked for by DECRQM of mode 69. */
  readonly margins: boolean;
  readonly colors: ColorDepth;
  /** Curly and coloured underlines. */
  readonly underlineStyles: boolean;
  /** OSC 8; harmless where it is unknown, except on the Linux console. */
  readonly links: boolean;
  /** Characters of ambiguous width were seen to take one column (CPR probe); false: not probed or wide. */
  readonly ambiguousIsNarrow: boolean;
}

/** A terminal of which nothing is known. */
export const PLAIN_TERMINAL: ClientCapabilities = {
  synchronizedOutput: false,
  margins: false,
  colors: '16',
  underlineStyles: false,
  links: false,
  ambiguousIsNarrow: false,
};
