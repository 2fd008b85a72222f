// Words for another plan of a goal.
import type { ReactElement } from 'react';
import type { WishDialog } from '../core/view/dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { useTextArea } from './use-text-area.js';

export interface WishFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: WishDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function WishForm({ at, glyphs, dialog, onField }: WishFormProps): ReactElement {
  const placeholder = ' What should be otherwise? Empty: just plan it again.';
  const text = useTextArea({ dialog, width: at.width, focus: 'focused', placeholder });
  const keys = at.width < 60 ? 'Enter ask  Esc' : 'Enter ask the planner   ^J new line   ^E editor   Esc leave';
  const rows = text.rows.map((left) => ({ left }));
  const title = `Another plan for: ${dialog.title}`;
  return <DialogBox at={at} glyphs={glyphs} title={title} rows={rows} focusRow={text.cursorRow} keys={keys} onField={onField} />;
}
