// What an agent asks, with the answers it offers.
import type { ReactElement } from 'react';
import { answerRows, questionLines } from '../core/view/answer-dialog.js';
import type { AnswerDialog } from '../core/view/dialog.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, span } from './line.js';

export interface AnswerBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: AnswerDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function AnswerBox({ at, glyphs, dialog, onField }: AnswerBoxProps): ReactElement {
  const width = insideWidth(at.width);
  const asked = questionLines(dialog).flatMap((text) => wrapText(text, width));
  const options = answerRows(dialog).map((label, index): DialogRow => {
    const isChosen = index === dialog.chosen;
    const cursor = span(isChosen ? `${glyphs.cursor} ` : '  ', { colour: ACCENT, bold: true });
    return { left: [cursor, span(`${index + 1} `, { dim: true }), span(label, isChosen ? { inverse: true } : {})] };
  });
  const rows: readonly DialogRow[] = [...asked.map((text) => ({ left: [span(text)] })), { left: [] }, ...options];
  const keys = at.width < 60 ? `Enter answer  Esc` : `${glyphs.upDown} choose   Enter or its number answer   Esc leave`;
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={`${dialog.name} asks`}
      rows={rows}
      focusRow={asked.length + 1 + dialog.chosen}
      keys={keys}
      onField={onField}
    />
  );
}
