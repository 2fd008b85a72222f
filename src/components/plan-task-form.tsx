// One task of a plan: what it is called, what its agent is told, what it waits for and what it ends in.
import type { ReactElement } from 'react';
import { PLAN_TASK_FIELDS, type PlanTaskDialog } from '../core/view/dialog.js';
import { LABEL_COLS } from '../core/view/dialog-size.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import { fieldLabel, fieldRow, problemRows } from './form-fields.js';
import type { GlyphSet } from './glyphs.js';
import { useTextArea } from './use-text-area.js';

export interface PlanTaskFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: PlanTaskDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

type Field = PlanTaskDialog['focus'];

const KINDS = { code: 'commits', artifact: 'one file' } as const;

export function PlanTaskForm({ at, glyphs, dialog, onField }: PlanTaskFormProps): ReactElement {
  const width = insideWidth(at.width) - LABEL_COLS;
  const has = (field: Field) => (dialog.focus === field ? 'focused' : 'blurred');
  const text = useTextArea({ dialog, width: at.width, focus: has('text'), placeholder: ' What should its agent do?' });
  const field = (name: 'title' | 'after' | 'done' | 'artifact' | 'verify', label: string, placeholder: string) =>
    fieldRow({ name, label, value: dialog[name], placeholder, focus: has(name), width });
  const roles = [null, ...dialog.roles].map((role) => ({ text: role ?? 'none', isChosen: role === dialog.role }));
  const kinds = (['code', 'artifact'] as const).map((kind) => ({ text: KINDS[kind], isChosen: kind === dialog.ends }));
  const rows: readonly DialogRow[] = [
    field('title', 'Title', 'a few words'),
    ...text.rows.map((spans, row): DialogRow => ({ left: [fieldLabel(row === 0 ? 'Task' : '', has('text')), ...spans] })),
    { left: [fieldLabel('Role', has('role')), ...choiceSpans({ choices: roles, width, focus: has('role'), glyphs })] },
    field('after', 'Waits for', 'nothing; numbers of tasks, such as 1, 2'),
    field('done', 'Done when', 'in a sentence'),
    { left: [fieldLabel('Ends in', has('kind')), ...choiceSpans({ choices: kinds, width, focus: has('kind'), glyphs })] },
    field('artifact', 'File', dialog.ends === 'code' ? 'only where it ends in one' : 'its name, such as design.md'),
    field('verify', 'Verify', "the goal's own command"),
    ...problemRows(dialog.problem),
  ];
  const behind = PLAN_TASK_FIELDS.indexOf(dialog.focus) - 2;
  const focusRow = dialog.focus === 'title' ? 0 : dialog.focus === 'text' ? 1 + text.cursorRow : 1 + text.rows.length + behind;
  const title = dialog.task === null ? 'New task of the plan' : 'Task of the plan';
  const keys = keysOf(dialog.focus, at.width, glyphs);
  return <DialogBox at={at} glyphs={glyphs} title={title} rows={rows} focusRow={focusRow} keys={keys} onField={onField} />;
}

function keysOf(focus: Field, width: number, glyphs: GlyphSet): string {
  if (width < 60) return 'Enter save  Tab  Esc';
  if (focus === 'text') return 'Enter save   ^J new line   ^E editor   Tab next   Esc leave';
  if (focus === 'role' || focus === 'kind') return `Enter save   ${glyphs.sideways} choose   Tab next   Esc leave`;
  return 'Enter save   Tab next   Esc leave';
}
