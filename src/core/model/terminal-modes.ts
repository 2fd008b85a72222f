// Modes an agent's terminal has on, as its emulator knows them: what keys, pastes and the mouse must be encoded for.

export type MouseTracking = 'none' | 'x10' | 'vt200' | 'drag' | 'any';
export type MouseEncoding = 'default' | 'sgr' | 'sgr-pixels';

/** Parameter of DECSCUSR: 0 the terminal's own, 1-2 block, 3-4 underline, 5-6 bar; odd ones blink. */
export type CursorShape = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export interface TerminalModes {
  readonly applicationCursor: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPaste: boolean;
  readonly mouseTracking: MouseTracking;
  readonly mouseEncoding: MouseEncoding;
  readonly focusReports: boolean;
  readonly alternateScreen: boolean;
  readonly cursorVisible: boolean;
  readonly cursorShape: CursorShape;
  /** The agent is inside a synchronized update of its own. */
  readonly synchronized: boolean;
}
