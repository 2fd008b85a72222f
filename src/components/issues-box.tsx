// Open issues of the forge to choose a task from, narrowed as one types.
import type { ReactElement } from 'react';
import type { IssueEntry } from '../core/model/issue.js';
import type { IssuesDialog } from '../core/view/dialog.js';
import { PALETTE_ROWS } from '../core/view/dialog-size.js';
import { wrapText } from '../core/view/fit-text.js';
import { issueItems } from '../core/view/issues-dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, span } from './line.js';

export interface IssuesBoxProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: IssuesDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export function IssuesBox({ at, glyphs, dialog, onField }: IssuesBoxProps): ReactElement {
  const items = issueItems(dialog);
  const width = insideWidth(at.width);
  const said = wordsOf(dialog, { count: items.length, ellipsis: glyphs.ellipsis });
  const problem =
    dialog.problem === null ? [] : wrapText(dialog.problem, width).map((text): DialogRow => ({ left: [span(text, { colour: 'red' })] }));
  const room = Math.max(1, Math.min(PALETTE_ROWS, at.height - 5) - problem.length - (said === null ? 0 : 1));
  const top = Math.max(0, Math.min(dialog.chosen - room + 1, items.length - room));
  const rows: DialogRow[] = [
    { left: [span('> ', { colour: ACCENT, bold: true })], field: { name: 'issues', value: dialog.issues, x: 2, width: width - 2 } },
    { left: [] },
    ...items.slice(top, top + room).map((issue, index) => issueRow(issue, glyphs, top + index === dialog.chosen)),
    ...(said === null ? [] : [{ left: [span(said, { dim: true })] }]),
    ...problem,
  ];
  const keys = at.width < 60 ? 'Enter take it  Esc' : `${glyphs.upDown} choose   Enter make a task of it   Esc leave`;
  return <DialogBox at={at} glyphs={glyphs} title="Issues" rows={rows} focusRow={0} keys={keys} onField={onField} />;
}

function wordsOf(
  { list, more, reading, problem }: IssuesDialog,
  { count, ellipsis }: { readonly count: number; readonly ellipsis: string },
): string | null {
  if (reading !== null) return `Reading issue #${reading}${ellipsis}`;
  if (list === null) return problem === null ? `Asking the forge${ellipsis}` : null;
  if (list.length === 0) return 'There are no open issues.';
  if (count === 0) return 'No issue has such words.';
  return more ? 'There are more: `orch-tui issues --search` finds them.' : null;
}

function issueRow({ number, title, labels }: IssueEntry, glyphs: GlyphSet, isChosen: boolean): DialogRow {
  const cursor = span(isChosen ? `${glyphs.cursor} ` : '  ', { colour: ACCENT, bold: true });
  const name = span(`#${number} ${title}`, isChosen ? { inverse: true } : {});
  return { left: [cursor, name], right: labels.length === 0 ? [] : [span(labels.join(', '), { dim: true })] };
}
