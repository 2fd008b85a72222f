// The new-goal dialog: what is to be reached, by which agent CLI, where a person agrees, and how the whole ends.
import type { ReactElement } from 'react';
import { GOAL_FIELDS, GOAL_FINISHES, type GoalDialog } from '../core/view/dialog.js';
import { LABEL_COLS, plannerLines } from '../core/view/dialog-size.js';
import { wrapText } from '../core/view/fit-text.js';
import { approvalChoices, chosenApprovals, isPlanned } from '../core/view/goal-dialog.js';
import type { Rect } from '../core/view/layout.js';
import type { FieldName } from '../core/view/view-state.js';
import { type Choice, choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import { fieldLabel, fieldRow, problemRows } from './form-fields.js';
import type { GlyphSet } from './glyphs.js';
import { span } from './line.js';
import { harnessChoices } from './task-form.js';
import { useTextArea } from './use-text-area.js';

export interface GoalFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: GoalDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

type Field = GoalDialog['focus'];

const FINISHES = { auto: 'as usual', pr: 'pull request', merge: 'merge', branch: 'branch' } as const;

export function GoalForm({ at, glyphs, dialog, onField }: GoalFormProps): ReactElement {
  const inside = insideWidth(at.width);
  const width = inside - LABEL_COLS;
  const has = (field: Field) => (dialog.focus === field ? 'focused' : 'blurred');
  const text = useTextArea({ dialog, width: at.width, focus: has('text'), placeholder: ' What should be reached?' });
  const choice = (field: Field, label: string, choices: readonly Choice[]): DialogRow => ({
    left: [fieldLabel(label, has(field)), ...choiceSpans({ choices, width, focus: has(field), glyphs })],
  });
  const agreed = chosenApprovals(dialog).join();
  const approvals = approvalChoices(dialog).map((where) => ({
    text: where.length === 0 ? 'nothing' : where.join(' and '),
    isChosen: where.join() === agreed,
  }));
  const isOne = !isPlanned(dialog);
  const plans = [
    { text: 'several tasks', isChosen: !isOne, isDisabled: 'off' in dialog.planner },
    { text: 'one agent', isChosen: isOne },
  ];
  const finishes = GOAL_FINISHES.map((kind) => ({ text: FINISHES[kind], isChosen: kind === dialog.finish }));
  const field = (name: 'verify' | 'budget', label: string, placeholder: string) =>
    fieldRow({ name, label, value: dialog[name], placeholder, focus: has(name), width });
  const off = plannerLines(dialog).flatMap((sentence) => wrapText(sentence, inside));
  const rows: readonly DialogRow[] = [
    ...text.rows.map((spans, row): DialogRow => ({ left: [fieldLabel(row === 0 ? 'Goal' : '', has('text')), ...spans] })),
    choice('harness', 'Agent', harnessChoices(dialog)),
    choice('finish', 'When done', finishes),
    field('verify', 'Verify', 'a command that must succeed, such as npm test'),
    choice('plan', 'Done by', plans),
    choice('approve', 'You agree', approvals),
    field('budget', 'Budget', 'US dollars, such as 2.50; empty is as configured'),
    ...off.map((row): DialogRow => ({ left: [span(row, { colour: 'yellow' })] })),
    ...problemRows(dialog.problem),
  ];
  const focusRow = dialog.focus === 'text' ? text.cursorRow : text.rows.length - 1 + GOAL_FIELDS.indexOf(dialog.focus);
  const keys = keysOf(dialog, at.width, glyphs);
  return <DialogBox at={at} glyphs={glyphs} title="New goal" rows={rows} focusRow={focusRow} keys={keys} onField={onField} />;
}

function keysOf(dialog: GoalDialog, width: number, glyphs: GlyphSet): string {
  const { focus } = dialog;
  const start = isPlanned(dialog) ? 'Enter plan it' : 'Enter start';
  if (width < 68) return `${start}  Tab  Esc`;
  if (focus === 'text') return `${start}   ^J new line   ^E editor   Tab next   Esc leave`;
  if (focus === 'verify' || focus === 'budget') return `${start}   Tab next   Esc leave`;
  return `${start}   ${glyphs.sideways} choose   Tab next   Esc leave`;
}
