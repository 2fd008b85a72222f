// A reply, below what it answers.
import type { ReactElement } from 'react';
import type { Rect } from '../core/view/layout.js';
import { quotedRows, type ReplyDialog } from '../core/view/letter-dialog.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import { problemRows } from './form-fields.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';
import { useTextArea } from './use-text-area.js';

export interface ReplyFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: ReplyDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function ReplyForm({ at, glyphs, dialog, onField }: ReplyFormProps): ReactElement {
  const quoted = quotedRows(dialog, insideWidth(at.width));
  const text = useTextArea({ dialog, width: at.width, focus: 'focused', placeholder: ' Your reply.' });
  const rows: readonly DialogRow[] = [
    ...quoted.map((row): DialogRow => ({ left: [span(row, { dim: true })] })),
    { left: [] },
    ...text.rows.map((left): DialogRow => ({ left })),
    ...problemRows(dialog.problem),
  ];
  const keys = at.width < 60 ? 'Enter send  Esc' : 'Enter send   ^J new line   ^E editor   Esc leave';
  const focusRow = quoted.length + 1 + text.cursorRow;
  return (
    <DialogBox at={at} glyphs={glyphs} title={`Reply to ${dialog.name}`} rows={rows} focusRow={focusRow} keys={keys} onField={onField} />
  );
}
