// A question before something ends, or a notice that must be read. What the safe choice is stands first and is preselected.
import type { ReactElement } from 'react';
import type { ConfirmDialog, NoticeDialog } from '../core/view/dialog.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';

export interface ConfirmBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: ConfirmDialog | NoticeDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function ConfirmBox({ at, glyphs, dialog, onField }: ConfirmBoxProps): ReactElement {
  const width = insideWidth(at.width);
  const rows: DialogRow[] = dialog.lines.flatMap((text) => wrapText(text, width)).map((row) => ({ left: [span(row)] }));
  if (dialog.kind === 'notice') {
    const tone = dialog.tone;
    return (
      <DialogBox at={at} glyphs={glyphs} title={dialog.title} tone={tone} rows={rows} focusRow={0} keys={`Enter close`} onField={onField} />
    );
  }
  const choices = [
    { text: dialog.no, isChosen: dialog.chosen === 'no' },
    { text: dialog.yes, isChosen: dialog.chosen === 'yes' },
  ];
  rows.push({ left: [] }, { left: choiceSpans({ choices, width, focus: 'focused', glyphs }) });
  const keys = at.width < 60 ? `Enter  y  n` : `${glyphs.sideways} choose   Enter do it   y yes   n no`;
  return <DialogBox at={at} glyphs={glyphs} title={dialog.title} rows={rows} focusRow={rows.length - 1} keys={keys} onField={onField} />;
}
