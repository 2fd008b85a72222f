// The filter being typed, or another line, in the row of the hints.
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
  /** What it is for, and its keys; a filter where left out. */
  readonly mark?: string;
  readonly keys?: string;
  readonly onField: (field: FieldName, value: string) => void;
}

export function FilterField({ at, name, value, mark = '/', keys = 'Enter keep   Esc clear', onField }: FilterFieldProps): ReactElement {
  const hint = at.width < 60 ? '' : `${keys} `;
  const row = line({ width: at.width, left: [span(` ${mark} `, { colour: ACCENT, bold: true })], right: [span(hint, { dim: true })] });
  const x = mark.length + 2;
  const width = Math.max(1, at.width - x - (hint === '' ? 1 : hint.length + 1));
  return (
    <>
      <Rows at={at} rows={[row]} />
      <TextField name={name} value={value} at={{ x: at.x + x, y: at.y, width }} onChange={onField} />
    </>
  );
}
