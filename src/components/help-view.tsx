// All keys, from the keymap: what works here and now first.
import type { ReactElement } from 'react';
import type { HelpRow } from '../core/view/help-rows.js';
import { helpRows } from '../core/view/help-rows.js';
import type { Layout } from '../core/view/layout.js';
import type { HelpPlace } from '../core/view/place.js';
import { helpSubject } from '../core/view/selection.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, line, span } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface HelpViewProps {
  readonly layout: Layout;
  readonly glyphs: GlyphSet;
  readonly place: HelpPlace;
  readonly screen: Pick<ScreenProps, 'view' | 'world'>;
}

const KEYS_COLS = 18;

export function HelpView({ layout, glyphs, place, screen }: HelpViewProps): ReactElement {
  const { body } = layout;
  const all = helpRows(helpSubject(screen.view, screen.world));
  const shown = all.slice(place.top, place.top + body.height - 2);
  const rows = shown.map((row) => ` ${helpLine(row, body.width - 3, glyphs)}`);
  const right = all.length > shown.length ? [span(` ${place.top + 1}-${place.top + shown.length} of ${all.length} `, { dim: true })] : [];
  const title = [span('Keys', { bold: true })];
  return <Frame at={body} title={title} right={right} glyphs={glyphs} rows={rows} />;
}

function helpLine(row: HelpRow, width: number, glyphs: GlyphSet): string {
  const show = (left: Parameters<typeof line>[0]['left']) => line({ width, left, ellipsis: glyphs.ellipsis });
  switch (row.kind) {
    case 'blank':
      return show([]);
    case 'heading':
      return show([span(row.text, { bold: true })]);
    case 'key':
      return show([
        span('  '),
        span(row.keys.padEnd(Math.min(KEYS_COLS, Math.floor(width / 4))), { colour: ACCENT }),
        span(` ${row.text}`),
      ]);
  }
}
