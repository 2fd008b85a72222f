// How the work of an agent ends, and what that will do.
import type { ReactElement } from 'react';
import { finishLines } from '../core/view/confirmations.js';
import type { FinishDialog } from '../core/view/dialog.js';
import { LABEL_COLS } from '../core/view/dialog-size.js';
import { wrapText } from '../core/view/fit-text.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, type Span, span } from './line.js';
import { FINISH_WORDS } from './task-form.js';

export interface FinishFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: FinishDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function FinishForm({ at, glyphs, dialog, onField }: FinishFormProps): ReactElement {
  const width = insideWidth(at.width);
  const room = width - LABEL_COLS;
  const kinds = dialog.kinds.map((kind) => ({ text: kind === 'draft' ? 'draft' : FINISH_WORDS[kind], isChosen: kind === dialog.choice }));
  const worktrees = (['keep', 'remove'] as const).map((text) => ({ text, isChosen: text === dialog.worktree }));
  const label = (text: string, field: FinishDialog['focus']): Span =>
    span(text.padEnd(LABEL_COLS), dialog.focus === field ? { colour: ACCENT, bold: true } : { dim: true });
  const has = (field: FinishDialog['focus']) => (dialog.focus === field ? 'focused' : 'blurred');
  const rows: readonly DialogRow[] = [
    { left: [label('Finish as', 'kind'), ...choiceSpans({ choices: kinds, width: room, focus: has('kind'), glyphs })] },
    { left: [label('Worktree', 'worktree'), ...choiceSpans({ choices: worktrees, width: room, focus: has('worktree'), glyphs })] },
    { left: [] },
    ...finishLines(dialog)
      .flatMap((text) => wrapText(text, width))
      .map((row): DialogRow => ({ left: [span(row)] })),
  ];
  const keys = at.width < 60 ? `Enter finish  Esc` : `${glyphs.sideways} choose   Tab next   Enter finish   Esc leave`;
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={`Finish ${dialog.name}`}
      rows={rows}
      focusRow={dialog.focus === 'kind' ? 0 : 1}
      keys={keys}
      onField={onField}
    />
  );
}
