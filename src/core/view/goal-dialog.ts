// The new-goal dialog: what it begins with, and the order it becomes.
import { textEditOf } from '../input/text-edit.js';
import { plainText } from '../model/plain-text.js';
import type { RunParams } from '../model/requests.js';
import { GOAL_APPROVALS, GOAL_FINISHES, type GoalDialog } from './dialog.js';
import { newTaskDialog, turned } from './task-dialog.js';
import type { ViewWorld } from './view-state.js';

export function newGoalDialog(world: Pick<ViewWorld, 'defaults' | 'harnesses' | 'planner'>, text = ''): GoalDialog {
  const { harness, harnesses, verify } = newTaskDialog(world);
  const { planner, defaults } = world;
  const finish = GOAL_FINISHES.find((kind) => kind === defaults.finish) ?? 'auto';
  return {
    kind: 'goal',
    focus: 'text',
    edit: textEditOf(text),
    harness,
    harnesses,
    finish,
    verify,
    approve: 0,
    budget: '',
    planner,
    problem: null,
  };
}

/** Turns the choice that has the focus. */
export function turnGoalChoice(dialog: GoalDialog, by: 1 | -1): GoalDialog {
  switch (dialog.focus) {
    case 'harness': {
      const names = dialog.harnesses.filter((harness) => harness.isInstalled).map((harness) => harness.name);
      return { ...dialog, harness: turned(names, dialog.harness, by) ?? dialog.harness };
    }
    case 'finish':
      return { ...dialog, finish: turned(GOAL_FINISHES, dialog.finish, by) ?? dialog.finish };
    case 'approve':
      return { ...dialog, approve: (dialog.approve + by + GOAL_APPROVALS.length) % GOAL_APPROVALS.length };
    default:
      return dialog;
  }
}

/** Something typed is worth keeping. */
export function goalDraftOf(dialog: GoalDialog): GoalDialog | null {
  return dialog.edit.text.trim() === '' ? null : { ...dialog, focus: 'text', problem: null };
}

/** What is asked of the host; a text when the dialog is not complete yet. */
export function goalOrder(dialog: GoalDialog): { readonly params: RunParams } | (Pick<GoalDialog, 'focus'> & { readonly problem: string }) {
  const text = dialog.edit.text.trim();
  if (text === '') return { problem: 'What is to be reached? The goal is empty.', focus: 'text' };
  if (dialog.harness === null) return { problem: 'No agent CLI was found; `orch-tui doctor` says where it looked.', focus: 'harness' };
  const budget = dialog.budget.trim().replace(/^\$/u, '');
  if (!/^(?:\d{1,7}(?:\.\d{1,4})?)?$/u.test(budget)) return { problem: 'A budget is US dollars, such as 2.50.', focus: 'budget' };
  const verify = plainText(dialog.verify, 1000);
  const isPlanned = 'model' in dialog.planner;
  return {
    params: {
      text,
      harness: dialog.harness,
      command: null,
      args: [],
      model: null,
      role: null,
      count: 1,
      base: null,
      name: null,
      verify: verify === '' ? null : verify,
      attempts: null,
      finish: dialog.finish === 'auto' ? null : dialog.finish,
      unattended: true,
      plan: isPlanned ? 'always' : 'none',
      approve: isPlanned ? (GOAL_APPROVALS[dialog.approve] ?? []) : [],
      ...(budget === '' ? {} : { budget: { usd: Number(budget), tokens: null, turns: null } }),
      labels: [],
      reviewers: [],
      draft: false,
    },
  };
}
