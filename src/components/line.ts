// One row of the chrome: styled spans cut and filled to an exact width. Ready SGR codes in one Text per row are what Ink draws fastest,
// and do not depend on what chalk believes of the host's own (missing) terminal.
import { CSI } from '../core/model/sequences.js';
import { printable, truncate, widthOf } from '../core/view/fit-text.js';
import type { Colour, Style } from '../core/view/state-mark.js';

export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** The one colour that says where the person is: attached, chosen, focused. */
export const ACCENT: Colour = 'cyan';

const COLOURS: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 };
const RESET = 0;

/** `text` in a style. Only codes of the 16 colours, bold, dim, underline and inverse. */
export function paint(text: string, style: Style | undefined): string {
  if (style === undefined || text === '') return text;
  const codes: number[] = [];
  if (style.bold) codes.push(1);
  if (style.dim) codes.push(2);
  if (style.underline) codes.push(4);
  if (style.inverse) codes.push(7);
  if (style.colour !== undefined) codes.push(COLOURS[style.colour]);
  return codes.length === 0 ? text : `${CSI}${codes.join(';')}m${text}${CSI}${RESET}m`;
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, each) => sum + widthOf(each.text), 0);
}

/** Spans cut to at most `width` columns, unpainted. */
export function cutSpans(spans: readonly Span[], width: number, ellipsis = '…'): readonly Span[] {
  const kept: Span[] = [];
  let left = width;
  for (const each of spans) {
    const text = printable(each.text);
    if (truncate(text, left, ellipsis) !== text) {
      const end = cutEnd(kept, { ...each, text }, left, ellipsis);
      return [...kept, end];
    }
    kept.push({ ...each, text });
    left -= widthOf(text);
  }
  return kept;
}

// Where too little is left for the mark of a cut, the spans before make room for it: taken out of `kept`.
function cutEnd(kept: Span[], over: Span, left: number, ellipsis: string): Span {
  let end = over;
  let room = left;
  for (let before = kept.at(-1); room <= ellipsis.length && before !== undefined; before = kept.at(-1)) {
    kept.pop();
    room += widthOf(before.text);
    end = { ...before, text: before.text + end.text };
  }
  return { ...end, text: truncate(end.text, room, ellipsis) };
}

export interface LineOrder {
  readonly width: number;
  readonly left: readonly Span[];
  /** Stands at the right end; the left part gives way to it. */
  readonly right?: readonly Span[];
  /** What fills the middle. */
  readonly fill?: Span;
  readonly ellipsis?: string;
}

/** A painted row of exactly `width` columns. */
export function line(order: LineOrder): string {
  const ellipsis = order.ellipsis ?? '…';
  const right = cutSpans(order.right ?? [], order.width, ellipsis);
  const rightWidth = spansWidth(right);
  const left = cutSpans(order.left, order.width - rightWidth, ellipsis);
  const gap = Math.max(0, order.width - spansWidth(left) - rightWidth);
  return paintAll([
    ...left,
    order.fill === undefined ? span(' '.repeat(gap)) : { ...order.fill, text: order.fill.text.repeat(gap) },
    ...right,
  ]);
}

// Neighbours of one style are painted as one: every change of style costs Ink more than a letter does.
function paintAll(spans: readonly Span[]): string {
  let painted = '';
  let text = '';
  let style: Style | undefined;
  for (const each of spans) {
    if (each.text === '') continue;
    if (text !== '' && !isSameStyle(each.style, style) && !areBlanksAlike(each, style)) {
      painted += paint(text, style);
      text = '';
    }
    if (text === '') style = each.style;
    text += each.text;
  }
  // Blanks at the end stay unpainted, so that nothing needs to draw them.
  const end = style?.inverse || style?.underline ? text.length : text.trimEnd().length;
  return painted + paint(text.slice(0, end), style) + text.slice(end);
}

// A blank looks the same in every style that draws no cell and no line.
function areBlanksAlike(each: Span, style: Style | undefined): boolean {
  if (each.style?.inverse || each.style?.underline || style?.inverse || style?.underline) return false;
  return each.text.trim() === '';
}

function isSameStyle(a: Style | undefined, b: Style | undefined): boolean {
  if (a === b) return true;
  return a?.colour === b?.colour && a?.bold === b?.bold && a?.dim === b?.dim && a?.inverse === b?.inverse && a?.underline === b?.underline;
}
