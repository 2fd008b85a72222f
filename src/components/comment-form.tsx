// What is said about one line of a diff, with that line above it.
import type { ReactElement } from 'react';
import type { CommentDialog } from '../core/view/dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';
import { useTextArea } from './use-text-area.js';

export interface CommentFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: CommentDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function CommentForm({ at, glyphs, dialog, onField }: CommentFormProps): ReactElement {
  const placeholder = dialog.was === '' ? ` Kept until you send all with ^S.` : ' Empty: the comment is taken away.';
  const text = useTextArea({ dialog, width: at.width, focus: 'focused', placeholder });
  const { path, line, side, code } = dialog.on;
  const keys = at.width < 60 ? 'Enter keep  Esc' : 'Enter keep   ^J new line   ^E editor   Esc leave';
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={`Comment on ${path}:${line}${side === 'old' ? ' (as it was)' : ''}`}
      rows={[{ left: [span(code.trim() === '' ? '(an empty line)' : code, { dim: true })] }, ...text.rows.map((left) => ({ left }))]}
      focusRow={text.cursorRow + 1}
      keys={keys}
      onField={onField}
    />
  );
}
