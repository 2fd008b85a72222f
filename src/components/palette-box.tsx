// Every action and agent by fuzzy name.
import type { ReactElement } from 'react';
import type { PaletteDialog, PaletteItem } from '../core/view/dialog.js';
import { PALETTE_ROWS } from '../core/view/dialog-size.js';
import type { Rect } from '../core/view/layout.js';
import { paletteItems } from '../core/view/palette.js';
import { shownMark } from '../core/view/shown-pull.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, type Span, span } from './line.js';
import type { ScreenProps } from './screen-props.js';

export interface PaletteBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: PaletteDialog;
  readonly screen: Pick<ScreenProps, 'view' | 'world'>;
  readonly onField: (field: FieldName, value: string) => void;
}

export function PaletteBox({ at, glyphs, dialog, screen, onField }: PaletteBoxProps): ReactElement {
  const items = paletteItems(dialog.query, screen.view, screen.world);
  const room = Math.max(1, Math.min(PALETTE_ROWS, at.height - 5));
  const top = Math.max(0, Math.min(dialog.chosen - room + 1, items.length - room));
  const width = insideWidth(at.width);
  const rows: DialogRow[] = [
    { left: [span('> ', { colour: ACCENT, bold: true })], field: { name: 'palette', value: dialog.query, x: 2, width: width - 2 } },
    { left: [] },
    ...items.slice(top, top + room).map((item, index) => itemRow(item, { screen, glyphs, isChosen: top + index === dialog.chosen })),
  ];
  if (items.length === 0) rows.push({ left: [span('Nothing has such a name.', { dim: true })] });
  const keys = at.width < 60 ? `Enter do it  Esc` : `${glyphs.upDown} choose   Enter do it   Esc leave`;
  return <DialogBox at={at} glyphs={glyphs} title="Palette" rows={rows} focusRow={0} keys={keys} onField={onField} />;
}

function itemRow(item: PaletteItem, order: Pick<PaletteBoxProps, 'screen' | 'glyphs'> & { readonly isChosen: boolean }): DialogRow {
  const { screen, glyphs, isChosen } = order;
  const name = span(item.name, isChosen ? { inverse: true } : {});
  const cursor = span(isChosen ? `${glyphs.cursor} ` : '  ', { colour: ACCENT, bold: true });
  if (item.kind === 'action') {
    const keys = screen.world.actions.find((entry) => entry.action === item.action)?.keys ?? '';
    return { left: [cursor, name], right: [span(keys, { dim: true })] };
  }
  const agent = screen.world.agents.find((other) => other.id === item.agent);
  if (agent === undefined) return { left: [cursor, name] };
  const mark = shownMark(agent, screen.world.pulls);
  const right: readonly Span[] = [span(`${agent.state} `, { dim: true }), span(mark[glyphs.name], mark.style)];
  return { left: [cursor, name], right };
}
