// The filter being typed, in the row of the hints.
import type { ReactElement } from 'react';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { ACCENT, line, span } from './line.js';
import { Rows } from './rows.js';
import { TextField } from './text-field.js';

export interface FilterFieldProps {
  readonly at: Rect;
  readonly name: FieldName;
  readonly value: string;
  readonly onField: (field: FieldName, value: string) => void;
}

const HINT_COLS = 24;

export function FilterField({ at, name, value, onField }: FilterFieldProps): ReactElement {
  const hint = at.width < 60 ? '' : `Enter keep   Esc clear `;
  const row = line({ width: at.width, left: [span(' / ', { colour: ACCENT, bold: true })], right: [span(hint, { dim: true })] });
  const width = Math.max(1, at.width - 3 - (hint === '' ? 1 : HINT_COLS));
  return (
    <>
      <Rows at={at} rows={[row]} />
      <TextField name={name} value={value} at={{ x: at.x + 3, y: at.y, width }} onChange={onField} />
    </>
  );
}
