// A multi-line text with its cursor, as rows: the cursor is an inverse cell, so that it shows without any colour.
import type { TextEdit } from '../core/input/text-edit.js';
import { viewText, type Wrap } from '../core/input/text-rows.js';
import { takeColumns } from '../core/view/fit-text.js';
import { type Span, span } from './line.js';

export interface TextArea {
  readonly rows: readonly (readonly Span[])[];
  readonly cursorRow: number;
  /** To be given back with the next call. */
  readonly top: number;
}

export interface TextAreaOrder {
  readonly edit: TextEdit;
  readonly wrap: Wrap;
  readonly heightRows: number;
  /** First row shown the last time. */
  readonly top: number;
  readonly focus: 'focused' | 'blurred';
  readonly placeholder: string;
}

/** Exactly `heightRows` rows. */
export function textArea({ edit, wrap, heightRows, top, focus, placeholder }: TextAreaOrder): TextArea {
  const shown = viewText(edit, { ...wrap, heightRows, top });
  const rows = Array.from({ length: heightRows }, (_, at): readonly Span[] => {
    const hasCursor = focus === 'focused' && at === shown.cursor.y;
    if (edit.text === '' && at === 0) return [...(hasCursor ? [span(' ', { inverse: true })] : []), span(placeholder, { dim: true })];
    const text = shown.rows[at] ?? '';
    return hasCursor ? withCursor(text, shown.cursor.x) : [span(text)];
  });
  return { rows, cursorRow: shown.cursor.y, top: shown.top };
}

function withCursor(text: string, column: number): readonly Span[] {
  const { head, rest } = takeColumns(text, column);
  const under = firstCharacter(rest);
  return [span(head), span(under === '' ? ' ' : under, { inverse: true }), span(rest.slice(under.length))];
}

function firstCharacter(text: string): string {
  return takeColumns(text, 1).head || takeColumns(text, 2).head;
}
