// Rows that forms are made of: a label, and behind it a choice or a one-line field.
import { LABEL_COLS } from '../core/view/dialog-size.js';
import type { FieldName } from '../core/view/view-state.js';
import type { DialogRow } from './dialog-box.js';
import { ACCENT, type Span, span } from './line.js';

export type Focus = 'focused' | 'blurred';

export function fieldLabel(text: string, focus: Focus): Span {
  return span(text.padEnd(LABEL_COLS), focus === 'focused' ? { colour: ACCENT, bold: true } : { dim: true });
}

export interface FieldOrder {
  readonly name: FieldName;
  readonly label: string;
  readonly value: string;
  /** What stands there while it is empty. */
  readonly placeholder: string;
  readonly focus: Focus;
  /** Columns of the field. */
  readonly width: number;
}

/** A one-line field: Ink's own while it has the focus, else its text. */
export function fieldRow({ name, label, value, placeholder, focus, width }: FieldOrder): DialogRow {
  const left = [fieldLabel(label, focus)];
  if (focus === 'focused') return { left, field: { name, value, x: LABEL_COLS, width } };
  return { left: [...left, value === '' ? span(placeholder, { dim: true }) : span(value)] };
}

export function problemRows(problem: string | null): readonly DialogRow[] {
  return problem === null ? [] : [{ left: [span(problem, { colour: 'red', bold: true })] }];
}
