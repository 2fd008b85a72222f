// The new-task dialog: its defaults, moving between its fields, and the order it becomes.

import { textEditOf } from '../input/text-edit.js';
import { PLAIN_RUN } from '../model/plain-run.js';
import { plainText } from '../model/plain-text.js';
import type { RunParams } from '../model/requests.js';
import { MAX_TRIES, TASK_FIELDS, type TaskDialog, type TaskField } from './dialog.js';
import { FINISH_CHOICES, type TaskDefaults } from './task-defaults.js';
import type { ViewWorld } from './view-state.js';

export function newTaskDialog(world: Pick<ViewWorld, 'defaults' | 'harnesses'>): TaskDialog {
  const { defaults, harnesses } = world;
  const installed = harnesses.filter((harness) => harness.isInstalled);
  const remembered = installed.find((harness) => harness.name === defaults.harness);
  return {
    kind: 'task',
    focus: 'text',
    edit: textEditOf(''),
    harness: (remembered ?? installed[0])?.name ?? null,
    harnesses,
    tries: Math.min(MAX_TRIES, Math.max(1, defaults.tries)),
    base: defaults.base,
    finish: defaults.finish,
    verify: defaults.verify,
    problem: null,
  };
}

export function moveFocus(dialog: TaskDialog, by: 1 | -1): TaskDialog {
  const at = TASK_FIELDS.indexOf(dialog.focus) + by;
  return focusOn(dialog, TASK_FIELDS[(at + TASK_FIELDS.length) % TASK_FIELDS.length] ?? 'text');
}

export function focusOn(dialog: TaskDialog, focus: TaskField): TaskDialog {
  return { ...dialog, focus };
}

/** Turns the choice that has the focus; other fields stay. */
export function turnChoice(dialog: TaskDialog, by: 1 | -1): TaskDialog {
  switch (dialog.focus) {
    case 'harness': {
      const names = dialog.harnesses.filter((harness) => harness.isInstalled).map((harness) => harness.name);
      return { ...dialog, harness: turned(names, dialog.harness, by) ?? dialog.harness };
    }
    case 'tries':
      return { ...dialog, tries: Math.min(MAX_TRIES, Math.max(1, dialog.tries + by)) };
    case 'finish':
      return { ...dialog, finish: turned(FINISH_CHOICES, dialog.finish, by) ?? dialog.finish };
    default:
      return dialog;
  }
}

/** The next of `choices` after `current`, round and round. */
export function turned<Choice>(choices: readonly Choice[], current: Choice | null, by: 1 | -1): Choice | null {
  const at = current === null ? -1 : choices.indexOf(current);
  return choices[(at + by + choices.length) % choices.length] ?? null;
}

/** What is asked of the host; a text when the dialog is not complete yet. */
export function taskOrder(dialog: TaskDialog): { readonly params: RunParams } | { readonly problem: string; readonly focus: TaskField } {
  const text = dialog.edit.text.trim();
  if (text === '') return { problem: 'What should the agent do? The task is empty.', focus: 'text' };
  if (dialog.harness === null) return { problem: 'No agent CLI was found; `orch-tui doctor` says where it looked.', focus: 'harness' };
  const base = plainText(dialog.base);
  const verify = plainText(dialog.verify, 1000);
  return {
    params: {
      ...PLAIN_RUN,
      text,
      ...(dialog.issue === undefined ? {} : { issue: dialog.issue }),
      harness: dialog.harness,
      count: dialog.tries,
      base: base === '' ? null : base,
      verify: verify === '' ? null : verify,
      // Naming how it ends is the person's yes. With `ask` all stays as it is until they press `f`: nothing is pushed that nobody agreed to.
      finish: dialog.finish === 'ask' ? 'keep' : dialog.finish,
      unattended: dialog.finish !== 'ask',
      // Whoever sits here compares them.
      ...(dialog.tries > 1 ? { picks: 'person' as const } : {}),
    },
  };
}

/** Something typed is worth keeping; an untouched dialog is not. */
export function draftOf(dialog: TaskDialog): TaskDialog | null {
  return dialog.edit.text.trim() === '' ? null : { ...dialog, focus: 'text', problem: null };
}

export function rememberedFrom(dialog: TaskDialog): TaskDefaults {
  return { harness: dialog.harness, tries: 1, base: dialog.base.trim(), finish: dialog.finish, verify: dialog.verify.trim() };
}
