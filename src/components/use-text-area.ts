// The text of a dialog as rows; remembers where its window stands, so that it only moves when the cursor leaves it.
import { useRef } from 'react';
import type { TextDialog } from '../core/view/dialog.js';
import { textRows, textWrap } from '../core/view/dialog-size.js';
import { type TextArea, textArea } from './text-area.js';

export interface DialogTextOrder {
  readonly dialog: TextDialog;
  /** Columns of the dialog with its border. */
  readonly width: number;
  readonly focus: 'focused' | 'blurred';
  readonly placeholder: string;
}

export function useTextArea({ dialog, width, focus, placeholder }: DialogTextOrder): TextArea {
  const top = useRef(0);
  const wrap = textWrap(dialog.kind, width);
  if (wrap === null) return { rows: [], cursorRow: 0, top: 0 };
  const area = textArea({ edit: dialog.edit, wrap, heightRows: textRows(dialog, width), top: top.current, focus, placeholder });
  top.current = area.top;
  return area;
}
