// A question before something ends, or a notice that must be read. What the safe choice is stands first and is preselected.
import type { ReactElement } from 'react';
import type { ConfirmDialog, NoticeDialog } from '../core/view/dialog.js';
import { truncate, wrapText } from '../core/view/fit-text.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideHeight, insideWidth } from './dialog-box.js';
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
  const height = insideHeight(at.height);
  const text = dialog.lines.flatMap((paragraph) => wrapText(paragraph, width));
  const rowsOf = (room: number): DialogRow[] => beginningOf(text, { room, width, glyphs }).map((row) => ({ left: [span(row)] }));
  if (dialog.kind === 'notice') {
    const tone = dialog.tone;
    return (
      <DialogBox
        at={at}
        glyphs={glyphs}
        title={dialog.title}
        tone={tone}
        rows={rowsOf(height)}
        focusRow={0}
        keys={`Enter close`}
        onField={onField}
      />
    );
  }
  const choices = [
    { text: dialog.no, isChosen: dialog.chosen === 'no' },
    ...(dialog.part === undefined ? [] : [{ text: dialog.part.text, isChosen: dialog.chosen === 'part' }]),
    { text: dialog.yes, isChosen: dialog.chosen === 'yes' },
  ];
  const chosen: DialogRow = { left: choiceSpans({ choices, width, focus: 'focused', glyphs }) };
  const rows = text.length + 2 <= height ? [...rowsOf(height), { left: [] }, chosen] : [...rowsOf(height - 1), chosen];
  const part = dialog.part === undefined ? null : dialog.part.key;
  const keys =
    at.width < 60
      ? `Enter  y  ${part === null ? '' : `${part}  `}n`
      : `${glyphs.sideways} choose   Enter do it   y yes   ${part === null ? '' : `${part} only it   `}n no`;
  return <DialogBox at={at} glyphs={glyphs} title={dialog.title} rows={rows} focusRow={rows.length - 1} keys={keys} onField={onField} />;
}

/** What will happen stands first: of a text that is too long its end goes, and the cut is seen. */
function beginningOf(
  rows: readonly string[],
  { room, width, glyphs }: { readonly room: number; readonly width: number; readonly glyphs: GlyphSet },
): readonly string[] {
  if (rows.length <= room) return rows;
  const last = rows[room - 1] ?? '';
  return [...rows.slice(0, room - 1), truncate(`${last} ${glyphs.ellipsis}`, width, glyphs.ellipsis)].slice(0, room);
}
