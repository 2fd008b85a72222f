// Boxes with their title in the border. Sides are columns of their own and rows end where their text ends: Ink pays for every character.
import type { ReactElement } from 'react';
import type { Rect } from '../core/view/layout.js';
import type { Style } from '../core/view/state-mark.js';
import type { GlyphSet } from './glyphs.js';
import { line, paint, type Span, span } from './line.js';
import { Rows } from './rows.js';

export interface FrameProps {
  readonly at: Rect;
  readonly title: readonly Span[];
  readonly right?: readonly Span[];
  /** Words in the lower border. */
  readonly below?: readonly Span[];
  readonly border?: Style;
  readonly glyphs: GlyphSet;
  /** Rows inside, each at most two columns narrower than the frame. */
  readonly rows?: readonly string[];
  /** Row inside that is a rule from side to side; null for none. */
  readonly teesAt?: number | null;
}

export const QUIET_BORDER: Style = { dim: true };

export function Frame({
  at,
  title,
  right = [],
  below = [],
  border = QUIET_BORDER,
  glyphs,
  rows = [],
  teesAt = null,
}: FrameProps): ReactElement {
  const height = Math.max(0, at.height - 2);
  const side = (tee: string) => Array.from({ length: height }, (_, at) => paint(at === teesAt ? tee : glyphs.vertical, border));
  const top = line({
    width: at.width,
    left: [span(`${glyphs.topLeft} `, border), ...title, span(' ')],
    right: [...right, span(glyphs.topRight, border)],
    fill: span(glyphs.horizontal, border),
    ellipsis: glyphs.ellipsis,
  });
  const bottom =
    below.length === 0
      ? paint(`${glyphs.bottomLeft}${glyphs.horizontal.repeat(Math.max(0, at.width - 2))}${glyphs.bottomRight}`, border)
      : line({
          width: at.width,
          left: [span(`${glyphs.bottomLeft}${glyphs.horizontal} `, border), ...below, span(' ')],
          right: [span(`${glyphs.horizontal}${glyphs.bottomRight}`, border)],
          fill: span(glyphs.horizontal, border),
          ellipsis: glyphs.ellipsis,
        });
  return (
    <>
      <Rows at={at} rows={[top]} />
      <Rows at={{ x: at.x, y: at.y + 1, width: 1 }} rows={side(glyphs.leftTee)} />
      <Rows at={{ x: at.x + 1, y: at.y + 1, width: at.width - 2 }} rows={rows.slice(0, height)} />
      <Rows at={{ x: at.x + at.width - 1, y: at.y + 1, width: 1 }} rows={side(glyphs.rightTee)} />
      <Rows at={{ ...at, y: at.y + at.height - 1 }} rows={[bottom]} />
    </>
  );
}

/** A title in a rule, for parts that have the full width and no sides. */
export function ruleRow({
  at,
  title,
  right = [],
  border = QUIET_BORDER,
  glyphs,
}: Omit<FrameProps, 'rows' | 'at'> & { readonly at: Pick<Rect, 'width'> }): string {
  return line({
    width: at.width,
    left: [span(`${glyphs.horizontal} `, border), ...title, span(' ')],
    right,
    fill: span(glyphs.horizontal, border),
    ellipsis: glyphs.ellipsis,
  });
}
