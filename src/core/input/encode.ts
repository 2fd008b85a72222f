// From a token to the bytes an agent's terminal would get for it, in the modes that terminal has on. Pure; knows neither client nor PTY.
import { CSI, SS3, sequences } from '../model/sequences.js';
import type { TerminalModes } from '../model/terminal-modes.js';
import type { KeyToken, MouseToken, Token } from '../model/token.js';

/** The modes that change what a token is sent as. */
export type InputModes = Pick<TerminalModes, 'applicationCursor' | 'bracketedPaste' | 'focusReports' | 'mouseTracking' | 'mouseEncoding'>;

/** Where the agent's screen lies on the client's, in 0-based cells. */
export interface PaneRectangle {
  readonly x: number;
  readonly y: number;
  readonly cols: number;
  readonly rows: number;
}

export interface EncodeOrder {
  readonly token: Token;
  readonly modes: InputModes;
  readonly pane: PaneRectangle;
}

/** Bytes for the PTY; empty when the agent did not ask for such events. Text is UTF-8; only old mouse reports are bytes of their own. */
export function encode({ token, modes, pane }: EncodeOrder): string | Uint8Array {
  switch (token.type) {
    case 'key':
      return encodeKey(token, modes);
    case 'paste':
      return encodePaste(token.text, modes);
    case 'focus':
      if (!modes.focusReports) return '';
      return token.gained ? sequences.focusGained : sequences.focusLost;
    case 'mouse':
      return encodeMouse(token, modes, pane);
    case 'reply':
      // Our terminal's answers to our questions; the agent's are answered by its emulator.
      return '';
  }
}

const CURSOR_LETTERS: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', end: 'F', home: 'H' };

/** As it came, but for cursor keys without modifiers: those have two forms, and the agent's mode says which. */
function encodeKey(token: KeyToken, modes: InputModes): string {
  const letter = CURSOR_LETTERS[token.name];
  if (letter === undefined || token.ctrl || token.alt || token.shift) return token.raw;
  const isCursorForm = token.raw === CSI + letter || token.raw === SS3 + letter;
  return isCursorForm ? (modes.applicationCursor ? SS3 : CSI) + letter : token.raw;
}

// A bracket inside a paste would end it early, and what follows would be typed; other controls would act as keys.
const BRACKETS_INSIDE = new RegExp(`${escaped(sequences.pasteBegin)}|${escaped(sequences.pasteEnd)}`, 'g');
const CONTROLS_INSIDE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of C0 but tab and line ends, DEL and C1
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

function encodePaste(text: string, modes: InputModes): string {
  const harmless = text.replace(BRACKETS_INSIDE, '').replace(CONTROLS_INSIDE, '');
  if (modes.bracketedPaste) return sequences.pasteBegin + harmless + sequences.pasteEnd;
  // What the Enter key sends: a line feed alone is another key to most programs.
  return harmless.replace(/\r\n|\n/g, '\r');
}

function escaped(text: string): string {
  return text.replaceAll('[', '\\[');
}

const MOTION = 32;
const MODIFIERS = 4 | 8 | 16;
// The old form counts from 33 in one byte, so it ends at column and row 223.
const LEGACY_OFFSET = 32;
const LEGACY_LAST = 223;

function encodeMouse(token: MouseToken, modes: InputModes, pane: PaneRectangle): string | Uint8Array {
  // Pixels are more than a client's cells can tell: no report is better than a wrong one.
  if (!isReported(token, modes) || modes.mouseEncoding === 'sgr-pixels') return '';
  const x = token.x - pane.x;
  const y = token.y - pane.y;
  const isInside = x >= 0 && y >= 0 && x < pane.cols && y < pane.rows;
  // A drag that leaves the pane, and its release, belong to the agent still: else its button stays down for ever.
  const isHeld = token.action === 'release' || (token.action === 'move' && token.button !== 3);
  if (!isInside && !isHeld) return '';
  const col = Math.max(0, Math.min(pane.cols - 1, x)) + 1;
  const row = Math.max(0, Math.min(pane.rows - 1, y)) + 1;
  if (modes.mouseEncoding === 'sgr') return `${CSI}<${token.code};${col};${row}${token.action === 'release' ? 'm' : 'M'}`;
  return legacyMouse({ token, col, row, tracking: modes.mouseTracking });
}

function isReported(token: MouseToken, { mouseTracking }: InputModes): boolean {
  switch (mouseTracking) {
    case 'none':
      return false;
    case 'x10':
      return token.action === 'press' && token.button <= 2;
    case 'vt200':
      return token.action !== 'move';
    case 'drag':
      return token.action !== 'move' || token.button !== 3;
    case 'any':
      return true;
  }
}

function legacyMouse(report: {
  readonly token: MouseToken;
  readonly col: number;
  readonly row: number;
  readonly tracking: TerminalModes['mouseTracking'];
}): Uint8Array | '' {
  const { token, col, row, tracking } = report;
  if (col > LEGACY_LAST || row > LEGACY_LAST) return '';
  const code = token.action === 'release' ? 3 | (token.code & (MODIFIERS | MOTION)) : token.code;
  // Extra buttons do not fit; X10 knows no modifiers.
  if (code > LEGACY_LAST) return '';
  const shown = tracking === 'x10' ? token.button : code;
  return Uint8Array.of(
    ...[...`${CSI}M`].map((char) => char.charCodeAt(0)),
    shown + LEGACY_OFFSET,
    col + LEGACY_OFFSET,
    row + LEGACY_OFFSET,
  );
}
