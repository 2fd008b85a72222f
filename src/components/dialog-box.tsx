// The one style of all dialogs: title in the border, content, keys in the last row. Content that does not fit scrolls to where the focus is.
import type { ReactElement } from 'react';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { Frame } from './frame.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, line, type Span, span } from './line.js';
import { TextField } from './text-field.js';

export interface DialogRow {
  readonly left: readonly Span[];
  readonly right?: readonly Span[];
  /** A one-line field that has the focus, `x` columns into the row. */
  readonly field?: { readonly name: FieldName; readonly value: string; readonly x: number; readonly width: number };
}

export interface DialogBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly title: string;
  readonly tone?: 'info' | 'error';
  readonly rows: readonly DialogRow[];
  /** Row that must stay in sight. */
  readonly focusRow: number;
  readonly keys: string;
  readonly onField: (field: FieldName, value: string) => void;
}

/** Columns inside a dialog of `width` columns. */
export function insideWidth(width: number): number {
  return Math.max(1, width - 4);
}

/** Rows of content in a dialog of `height` rows: the others are its border and the keys. */
export function insideHeight(height: number): number {
  return Math.max(1, height - 3);
}

export function DialogBox({ at, glyphs, title, tone, rows, focusRow, keys, onField }: DialogBoxProps): ReactElement {
  const width = insideWidth(at.width);
  const room = insideHeight(at.height);
  const top = Math.max(0, Math.min(focusRow - Math.floor(room / 2), rows.length - room));
  const shown = rows.slice(top, top + room);
  const padding = Array.from({ length: room - shown.length }, (): DialogRow => ({ left: [] }));
  const keyRow: DialogRow = { left: [], right: [span(keys, { dim: true })] };
  const painted = [...shown, ...padding, keyRow].map(
    (row) => ` ${line({ width, left: row.left, right: row.right ?? [], ellipsis: glyphs.ellipsis })} `,
  );
  const fieldAt = shown.findIndex((row) => row.field !== undefined);
  const field = shown[fieldAt]?.field;
  return (
    <>
      <Frame
        at={at}
        title={[span(title, { bold: true, ...(tone === 'error' ? { colour: 'red' } : {}) })]}
        border={{ colour: tone === 'error' ? 'red' : ACCENT }}
        glyphs={glyphs}
        rows={painted}
      />
      {field === undefined ? null : (
        <TextField
          key={field.name}
          name={field.name}
          value={field.value}
          at={{ x: at.x + 2 + field.x, y: at.y + 1 + fieldAt, width: Math.max(1, Math.min(field.width, width - field.x)) }}
          onChange={onField}
        />
      )}
    </>
  );
}
