// The characters the chrome is drawn with: Unicode, or ASCII where those would be missing or two columns wide (decision 13).
import type { Glyphs } from '../core/view/state-mark.js';

export interface GlyphSet {
  readonly name: Glyphs;
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly horizontal: string;
  readonly vertical: string;
  readonly cursor: string;
  readonly branch: string;
  readonly lastBranch: string;
  /** Beside what is deeper, where more of a level comes. */
  readonly rail: string;
  readonly ellipsis: string;
  /** Between the parts of a title. */
  readonly dot: string;
  readonly minus: string;
  readonly ahead: string;
  readonly behind: string;
  readonly choiceOpen: string;
  readonly choiceClose: string;
  /** Keys left and right. */
  readonly sideways: string;
  /** Before the numbers of what a task waits for. */
  readonly waitsFor: string;
  /** What came of something. */
  readonly becomes: string;
  /** The mark of the orchestrator. */
  readonly orchestrator: string;
  /** Between two that change the same lines. */
  readonly overlap: string;
  /** A message to the person that nobody has read. */
  readonly letter: string;
  readonly leftTee: string;
  readonly rightTee: string;
  /** Keys up and down. */
  readonly upDown: string;
  /** A file that was seen. */
  readonly seen: string;
}

const UNICODE: GlyphSet = {
  name: 'unicode',
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
  horizontal: '─',
  vertical: '│',
  cursor: '▸',
  branch: '├ ',
  lastBranch: '└ ',
  rail: '│ ',
  ellipsis: '…',
  dot: ' · ',
  minus: '−',
  ahead: '↑',
  behind: '↓',
  choiceOpen: '‹',
  choiceClose: '›',
  sideways: '← →',
  waitsFor: '←',
  becomes: '→',
  orchestrator: '◆',
  overlap: '∩',
  letter: '✉',
  leftTee: '├',
  rightTee: '┤',
  upDown: '↑ ↓',
  seen: '✓',
};

const ASCII: GlyphSet = {
  name: 'ascii',
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  horizontal: '-',
  vertical: '|',
  cursor: '>',
  branch: '|-',
  lastBranch: '`-',
  rail: '| ',
  ellipsis: '..',
  dot: ' - ',
  minus: '-',
  ahead: '^',
  behind: 'v',
  choiceOpen: '<',
  choiceClose: '>',
  sideways: 'left right',
  waitsFor: '<',
  becomes: '->',
  orchestrator: '@',
  overlap: '&',
  letter: 'm',
  leftTee: '+',
  rightTee: '+',
  upDown: 'up down',
  seen: 'x',
};

export function glyphSet(glyphs: Glyphs): GlyphSet {
  return glyphs === 'unicode' ? UNICODE : ASCII;
}
