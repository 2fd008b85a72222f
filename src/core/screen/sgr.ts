// The shortest SGR sequence from one pen to another. Knows what the client's terminal can draw, nothing of cells or positions.
import { CSI, sequences } from '../model/sequences.js';
import {
  BG_DIM,
  BG_ITALIC,
  BG_OVERLINE,
  COLOR_BASIC,
  COLOR_MASK,
  COLOR_MODE,
  COLOR_PALETTE,
  FG_BLINK,
  FG_BOLD,
  FG_INVERSE,
  FG_INVISIBLE,
  FG_STRIKE,
  FG_UNDERLINE,
} from './cell.js';
import { type ColorDepth, fitColor } from './color-depth.js';

export interface SgrOptions {
  readonly colors: ColorDepth;
  /** `4:3` and `58:`; a terminal that does not know them may take them for something else. */
  readonly underlineStyles: boolean;
}

/** What printed text looks like, fitted to the terminal. */
export interface Pen {
  readonly fg: number;
  readonly bg: number;
  readonly underline: number;
  readonly underlineColor: number;
}

export const PLAIN_PEN: Pen = { fg: 0, bg: 0, underline: 0, underlineColor: 0 };

export function fitPen(options: SgrOptions, pen: Pen): Pen {
  const isUnderlined = (pen.fg & FG_UNDERLINE) !== 0;
  const hasStyles = options.underlineStyles && isUnderlined;
  return {
    fg: (pen.fg & ~COLOR_MASK) | fitColor(pen.fg & COLOR_MASK, options.colors),
    bg: (pen.bg & ~COLOR_MASK) | fitColor(pen.bg & COLOR_MASK, options.colors),
    underline: isUnderlined ? (hasStyles ? Math.max(1, pen.underline) : 1) : 0,
    underlineColor: hasStyles ? fitColor(pen.underlineColor, options.colors) : 0,
  };
}

// [word it is in, bit, on, off]; bold and dim are apart, since one code ends both.
const FLAGS: readonly (readonly ['fg' | 'bg', number, string, string])[] = [
  ['bg', BG_ITALIC, '3', '23'],
  ['fg', FG_BLINK, '5', '25'],
  ['fg', FG_INVERSE, '7', '27'],
  ['fg', FG_INVISIBLE, '8', '28'],
  ['fg', FG_STRIKE, '9', '29'],
  ['bg', BG_OVERLINE, '53', '55'],
];

/** From one fitted pen to another; '' when they are the same. */
export function sgrBetween(from: Pen, to: Pen): string {
  const steps = changes(from, to);
  if (steps.length === 0) return '';
  const step = `${CSI}${steps.join(';')}m`;
  const fromPlain = changes(PLAIN_PEN, to);
  // An empty first parameter is a reset, one byte shorter than 0.
  const anew = fromPlain.length === 0 ? sequences.sgrReset : `${CSI};${fromPlain.join(';')}m`;
  return anew.length < step.length ? anew : step;
}

function changes(from: Pen, to: Pen): string[] {
  const codes: string[] = [];
  weight(from, to, codes);
  for (const [word, bit, on, off] of FLAGS) {
    if ((from[word] & bit) === (to[word] & bit)) continue;
    codes.push(to[word] & bit ? on : off);
  }
  if (from.underline !== to.underline) codes.push(to.underline === 0 ? '24' : to.underline === 1 ? '4' : `4:${to.underline}`);
  color(from.fg, to.fg, '3', codes);
  color(from.bg, to.bg, '4', codes);
  if (from.underlineColor !== to.underlineColor) codes.push(underlineColor(to.underlineColor));
  return codes;
}

function weight(from: Pen, to: Pen, codes: string[]): void {
  const wasBold = (from.fg & FG_BOLD) !== 0;
  const wasDim = (from.bg & BG_DIM) !== 0;
  const isBold = (to.fg & FG_BOLD) !== 0;
  const isDim = (to.bg & BG_DIM) !== 0;
  const ends = (wasBold && !isBold) || (wasDim && !isDim);
  if (ends) codes.push('22');
  if (isBold && (ends || !wasBold)) codes.push('1');
  if (isDim && (ends || !wasDim)) codes.push('2');
}

function color(from: number, to: number, ground: '3' | '4', codes: string[]): void {
  const value = to & COLOR_MASK;
  if ((from & COLOR_MASK) === value) return;
  const mode = value & COLOR_MODE;
  const index = value & 0xff;
  if (mode === 0) codes.push(`${ground}9`);
  else if (mode === COLOR_BASIC) codes.push(index < 8 ? `${ground}${index}` : `${ground === '3' ? '9' : '10'}${index - 8}`);
  else if (mode === COLOR_PALETTE) codes.push(`${ground}8;5;${index}`);
  else codes.push(`${ground}8;2;${(value >> 16) & 0xff};${(value >> 8) & 0xff};${index}`);
}

// With colons, as terminals that know it do: with semicolons others would take the parts for codes of their own.
function underlineColor(value: number): string {
  const mode = value & COLOR_MODE;
  if (mode === 0) return '59';
  if (mode === COLOR_BASIC || mode === COLOR_PALETTE) return `58:5:${value & 0xff}`;
  return `58:2::${(value >> 16) & 0xff}:${(value >> 8) & 0xff}:${value & 0xff}`;
}
