// A message to an agent without attaching to it.
import type { ReactElement } from 'react';
import { askedRows } from '../core/view/answer-dialog.js';
import type { MessageDialog } from '../core/view/dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';
import { useTextArea } from './use-text-area.js';

export interface MessageFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: MessageDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function MessageForm({ at, glyphs, dialog, onField }: MessageFormProps): ReactElement {
  const asked = askedRows(dialog, insideWidth(at.width));
  const placeholder = dialog.digest === undefined ? ' It gets this as if you had typed it.' : ' Your answer.';
  const text = useTextArea({ dialog, width: at.width, focus: 'focused', placeholder });
  const keys = at.width < 60 ? `Enter send  Esc` : `Enter send   ^J new line   ^E editor   Esc leave`;
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={titleOf(dialog)}
      rows={[...asked.map((row) => ({ left: [span(row)] })), ...text.rows.map((left) => ({ left }))]}
      focusRow={asked.length + text.cursorRow}
      keys={keys}
      onField={onField}
    />
  );
}

function titleOf({ name, asked, digest }: MessageDialog): string {
  if (asked === undefined) return `Message to ${name}`;
  return digest === undefined ? `${name} asks: ${asked}` : `${name} asks`;
}
