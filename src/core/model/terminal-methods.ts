// What a program that passes an agent's terminal on to another place asks of the host: bytes out, keys and size in. All bytes are in base64.
import type { TerminalSize } from './protocol.js';

/** Where in an agent's output somebody has read up to. */
export interface TerminalMark {
  readonly inode: number;
  readonly offset: number;
}

export interface TerminalMethods {
  /** The last of what an agent has said, plain: its screen where it draws one, else what it printed, digested. One at another node is asked there. */
  words: { params: { readonly agent: string }; result: { readonly text: string } };
  /** What an agent has printed since `mark`, at once. `isNew`: not all of it, or from the beginning (`mark` null): a screen begins anew with it. */
  terminalAfter: {
    params: { readonly agent: string; readonly mark: TerminalMark | null; readonly maxBytes: number };
    result: { readonly data: string; readonly isNew: boolean; readonly mark: TerminalMark | null; readonly size: TerminalSize };
  };
  /** As if a person at a terminal had typed them. */
  terminalKeys: { params: { readonly agent: string; readonly data: string }; result: Record<string, never> };
  terminalSize: { params: { readonly agent: string; readonly size: TerminalSize }; result: Record<string, never> };
}
