// How many rows a dialog wants at a width, so that the layout can place it before anything is drawn.
import { type Wrap, wrapRows } from '../input/text-rows.js';
import { assertNever } from '../model/error.js';
import { answerRows, askedRows, questionLines } from './answer-dialog.js';
import { finishLines } from './confirmations.js';
import type { Dialog, GoalDialog, TextDialog } from './dialog.js';
import { widthOf, wrapText } from './fit-text.js';
import { quotedRows } from './letter-dialog.js';

/** Columns that border and padding of a dialog take. */
export const DIALOG_SIDES = 4;
/** Columns of the labels before fields. */
export const LABEL_COLS = 10;
/** Rows that the task text has at least and at most; beyond them it scrolls. */
export const TEXT_ROWS = { min: 3, max: 10 } as const;
export const PALETTE_ROWS = 10;

const BORDER = 2;
const KEYS = 1;
const BLANK = 1;
/** The line that a comment is about. */
const CODE = 1;

/** Rows of `dialog` with its border, `widthCols` wide with its border. */
export function dialogHeight(dialog: Dialog, widthCols: number): number {
  const width = Math.max(1, widthCols - DIALOG_SIDES);
  switch (dialog.kind) {
    case 'task': {
      const fields = 5;
      const problem = dialog.problem === null ? 0 : 1;
      return BORDER + textRows(dialog, widthCols) + fields + problem + BLANK + KEYS;
    }
    case 'planTask':
      return BORDER + textRows(dialog, widthCols) + 7 + (dialog.problem === null ? 0 : 1) + BLANK + KEYS;
    case 'goal': {
      const notes = wrappedRows(plannerLines(dialog), width) + (dialog.problem === null ? 0 : 1);
      return BORDER + textRows(dialog, widthCols) + 6 + notes + BLANK + KEYS;
    }
    case 'message':
      return BORDER + askedRows(dialog, width).length + textRows(dialog, widthCols) + BLANK + KEYS;
    case 'letter':
      return BORDER + 2 + textRows(dialog, widthCols) + 1 + (dialog.problem === null ? 0 : 1) + BLANK + KEYS;
    case 'reply':
      return (
        BORDER + quotedRows(dialog, width).length + BLANK + textRows(dialog, widthCols) + (dialog.problem === null ? 0 : 1) + BLANK + KEYS
      );
    case 'wish':
      return BORDER + textRows(dialog, widthCols) + BLANK + KEYS;
    case 'comment':
      return BORDER + CODE + textRows(dialog, widthCols) + BLANK + KEYS;
    case 'answer':
      return BORDER + wrappedRows(questionLines(dialog), width) + BLANK + answerRows(dialog).length + KEYS;
    case 'confirm':
      return BORDER + wrappedRows(dialog.lines, width) + BLANK + 1 + BLANK + KEYS;
    case 'notice':
      return BORDER + wrappedRows(dialog.lines, width) + BLANK + KEYS;
    case 'finish':
      return BORDER + 2 + BLANK + Math.max(3, wrappedRows(finishLines(dialog), width)) + BLANK + KEYS;
    case 'prompt':
      return BORDER + 2 + BLANK + KEYS;
    case 'palette':
    case 'issues':
      return BORDER + 1 + BLANK + PALETTE_ROWS + KEYS;
    default:
      return assertNever(dialog);
  }
}

/** How the text of a dialog is wrapped; null for dialogs without one. `widthCols` is the dialog with its border. */
export function textWrap(kind: Dialog['kind'], widthCols: number): Wrap | null {
  const inside = Math.max(1, widthCols - DIALOG_SIDES);
  if (kind === 'task' || kind === 'planTask' || kind === 'goal' || kind === 'letter')
    return { widthCols: Math.max(2, inside - LABEL_COLS), widthOf };
  return kind === 'message' || kind === 'wish' || kind === 'comment' || kind === 'reply'
    ? { widthCols: Math.max(2, inside), widthOf }
    : null;
}

/** Rows that the text of a dialog gets. */
export function textRows(dialog: TextDialog, widthCols: number): number {
  const wrap = textWrap(dialog.kind, widthCols);
  const rows = wrap === null ? 0 : wrapRows(dialog.edit.text, wrap).length;
  return Math.min(TEXT_ROWS.max, Math.max(TEXT_ROWS.min, rows));
}

/** What a goal without a planner comes to. */
export function plannerLines({ planner }: Pick<GoalDialog, 'planner'>): readonly string[] {
  return 'off' in planner ? [`The planner is off: ${planner.off} Until then one agent works on the whole goal.`] : [];
}

function wrappedRows(lines: readonly string[], widthCols: number): number {
  return lines.reduce((sum, line) => sum + wrapText(line, widthCols).length, 0);
}
