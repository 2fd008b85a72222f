// The modes of an agent's terminal that change what must be sent to it. Read by `encode`, told by the emulator.

export interface TerminalModes {
  /** DECCKM: arrows, home and end as SS3. */
  readonly applicationCursor: boolean;
  /** Mode 2004. */
  readonly bracketedPaste: boolean;
  /** Mode 1004. */
  readonly focusReports: boolean;
  /** Modes 9, 1000, 1002, 1003: what of the mouse is reported. */
  readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  /** `sgr` is mode 1006; `legacy` three bytes after CSI M. */
  readonly mouseEncoding: 'legacy' | 'sgr';
}

/** A terminal that has just been reset. */
export const defaultTerminalModes: TerminalModes = {
  applicationCursor: false,
  bracketedPaste: false,
  focusReports: false,
  mouse: 'none',
  mouseEncoding: 'legacy',
};
