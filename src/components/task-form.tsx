// The new-task dialog: what to do, by which agent CLI, from where, and how it ends.
import type { ReactElement } from 'react';
import type { TaskDialog, TaskField } from '../core/view/dialog.js';
import { LABEL_COLS } from '../core/view/dialog-size.js';
import type { Rect } from '../core/view/layout.js';
import { FINISH_CHOICES, type FinishChoice } from '../core/view/task-defaults.js';
import type { FieldName } from '../core/view/view-state.js';
import { type Choice, choiceSpans } from './choice-spans.js';
import { DialogBox, type DialogRow, insideWidth } from './dialog-box.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, type Span, span } from './line.js';
import { useTextArea } from './use-text-area.js';

export interface TaskFormProps {
  readonly at: Rect;
  readonly glyphs: GlyphSet;
  readonly dialog: TaskDialog;
  readonly onField: (field: FieldName, value: string) => void;
}

export const FINISH_WORDS: Readonly<Record<FinishChoice, string>> = {
  ask: 'ask me',
  pr: 'pull request',
  merge: 'merge',
  branch: 'branch',
  keep: 'keep',
};

export function TaskForm({ at, glyphs, dialog, onField }: TaskFormProps): ReactElement {
  const width = insideWidth(at.width) - LABEL_COLS;
  const has = (field: TaskField) => (dialog.focus === field ? 'focused' : 'blurred');
  const text = useTextArea({ dialog, width: at.width, focus: has('text'), placeholder: ' What should be done?' });
  const choice = (field: TaskField, choices: readonly Choice[]) => choiceSpans({ choices, width, focus: has(field), glyphs });
  const input = (
    field: 'base' | 'verify',
    value: string,
    placeholder: string,
  ): Omit<DialogRow, 'left'> & { readonly shown: readonly Span[] } =>
    dialog.focus === field
      ? { shown: [], field: { name: field, value, x: LABEL_COLS, width } }
      : { shown: [value === '' ? span(placeholder, { dim: true }) : span(value)] };
  const base = input('base', dialog.base, 'where the repository stands');
  const verify = input('verify', dialog.verify, 'a command that must succeed, such as npm test');
  const rows: readonly DialogRow[] = [
    ...text.rows.map((spans, at): DialogRow => ({ left: [label(at === 0 ? 'Task' : '', has('text')), ...spans] })),
    { left: [label('Agent', has('harness')), ...choice('harness', harnessChoices(dialog))] },
    { left: [label('Tries', has('tries')), ...choice('tries', [{ text: triesText(dialog.tries), isChosen: true }])] },
    { ...withField(base), left: [label('Base', has('base')), ...base.shown] },
    { left: [label('When done', has('finish')), ...choice('finish', finishChoices(dialog.finish))] },
    { ...withField(verify), left: [label('Verify', has('verify')), ...verify.shown] },
    ...(dialog.problem === null ? [] : [{ left: [span(dialog.problem, { colour: 'red', bold: true } as const)] }]),
  ];
  return (
    <DialogBox
      at={at}
      glyphs={glyphs}
      title={dialog.issue === undefined ? 'New task' : `New task from issue #${dialog.issue.number}`}
      rows={rows}
      focusRow={focusRow(dialog, text.cursorRow, text.rows.length)}
      keys={keysOf(dialog.focus, at.width, glyphs)}
      onField={onField}
    />
  );
}

function label(text: string, focus: 'focused' | 'blurred'): Span {
  return span(text.padEnd(LABEL_COLS), focus === 'focused' ? { colour: ACCENT, bold: true } : { dim: true });
}

function withField(row: Pick<DialogRow, 'field'>): Pick<DialogRow, 'field'> {
  return row.field === undefined ? {} : { field: row.field };
}

function triesText(tries: number): string {
  return tries === 1 ? '1 agent' : `${tries} agents on the same task`;
}

export function harnessChoices(dialog: Pick<TaskDialog, 'harness' | 'harnesses'>): readonly Choice[] {
  const installed = dialog.harnesses.filter((harness) => harness.isInstalled);
  const missing = dialog.harnesses.filter((harness) => !harness.isInstalled);
  return [
    ...installed.map(({ name }) => ({ text: name, isChosen: name === dialog.harness })),
    ...(missing.length === 0
      ? []
      : [{ text: `(not installed: ${missing.map(({ name }) => name).join(', ')})`, isChosen: false, isDisabled: true }]),
  ];
}

function finishChoices(chosen: FinishChoice): readonly Choice[] {
  return FINISH_CHOICES.map((choice) => ({ text: FINISH_WORDS[choice], isChosen: choice === chosen }));
}

function focusRow(dialog: TaskDialog, cursorRow: number, textRowCount: number): number {
  const after: Readonly<Record<TaskField, number>> = { text: 0, harness: 0, tries: 1, base: 2, finish: 3, verify: 4 };
  return dialog.focus === 'text' ? cursorRow : textRowCount + after[dialog.focus];
}

function keysOf(focus: TaskField, width: number, glyphs: GlyphSet): string {
  const start = `Enter start`;
  if (width < 68) return `${start}  Tab  Esc`;
  if (focus === 'text') return `${start}   ^J new line   ^E editor   Tab next   Esc leave`;
  if (focus === 'base' || focus === 'verify') return `${start}   Tab next   Esc leave`;
  return `${start}   ${glyphs.sideways} choose   Tab next   Esc leave`;
}
