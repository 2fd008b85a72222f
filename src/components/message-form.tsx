// A message to an agent without attaching to it.
import type { ReactElement } from 'react';
import type { MessageDialog } from '../core/view/dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { useTextArea } from './use-text-area.js';

export interface MessageFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: MessageDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function MessageForm({ at, glyphs, dialog, onField }: MessageFormProps): ReactElement {
  const text = useTextArea({ dialog, width: at.width, focus: 'focused', placeholder: ' It gets this as if you had typed it.' });
  const keys = at.width < 60 ? `Enter send  Esc` : `Enter send   ^J new line   ^E editor   Esc leave`;
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={dialog.asked === undefined ? `Message to ${dialog.name}` : `${dialog.name} asks: ${dialog.asked}`}
      rows={text.rows.map((left) => ({ left }))}
      focusRow={text.cursorRow}
      keys={keys}
      onField={onField}
    />
  );
}
