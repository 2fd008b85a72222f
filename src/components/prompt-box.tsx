// One line to the orchestrator: a question for its manager, or a goal.
import type { ReactElement } from 'react';
import type { PromptDialog } from '../core/view/dialog.js';
import type { Rect } from '../core/view/layout.js';
import { isAsking } from '../core/view/orchestrator.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, span } from './line.js';

export interface PromptBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: PromptDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function PromptBox({ at, glyphs, dialog, onField }: PromptBoxProps): ReactElement {
  const width = insideWidth(at.width) - 2;
  const rows = [
    { left: [span('> ', { colour: ACCENT, bold: true })], field: { name: 'prompt' as const, value: dialog.prompt, x: 2, width } },
    { left: [span('A question ends in ? and goes to the manager; anything else becomes a goal.', { dim: true })] },
  ];
  const does = isAsking(dialog.prompt.trim()) ? 'ask' : 'new goal';
  const keys = at.width < 60 ? `Enter ${does}  Esc` : `Enter ${does}   Esc leave`;
  return <DialogBox at={at} glyphs={glyphs} title="Orchestrator" rows={rows} focusRow={0} keys={keys} onField={onField} />;
}
