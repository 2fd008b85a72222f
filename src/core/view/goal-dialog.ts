// The new-goal dialog: what it begins with, and the order it becomes.

import { textEditOf } from '../input/text-edit.js';
import type { Approval } from '../model/goal.js';
import { PLAIN_RUN } from '../model/plain-run.js';
import { plainText } from '../model/plain-text.js';
import type { RunParams } from '../model/requests.js';
import { begunIn } from './begun.js';
import { type Drafts, GOAL_APPROVALS, GOAL_FINISHES, GOAL_PLANS, type GoalDialog } from './dialog.js';
import type { GoalDefaults } from './task-defaults.js';
import { draftOf, newTaskDialog, turned } from './task-dialog.js';
import type { ViewState, ViewWorld } from './view-state.js';

type DialogWorld = Pick<ViewWorld, 'defaults' | 'goalDefaults' | 'harnesses' | 'planner'>;

/** As it was ordered last in this repository; else as a task would be. */
export function newGoalDialog(world: DialogWorld, text = ''): GoalDialog {
  const { planner, defaults, goalDefaults } = world;
  const like = newTaskDialog({ ...world, defaults: { ...defaults, harness: goalDefaults?.harness ?? defaults.harness } });
  const approve = goalDefaults === null ? 0 : indexOf(goalDefaults.approve);
  return {
    kind: 'goal',
    focus: 'text',
    edit: textEditOf(text),
    harness: like.harness,
    harnesses: like.harnesses,
    finish: goalDefaults?.finish ?? GOAL_FINISHES.find((kind) => kind === defaults.finish) ?? 'auto',
    verify: goalDefaults?.verify ?? like.verify,
    plan: 'tasks',
    approve,
    budget: '',
    planner,
    problem: null,
  };
}

/** What it should propose next time. */
export function goalRemembered({ harness, finish, verify, approve }: GoalDialog): GoalDefaults {
  return { harness, finish, verify: verify.trim(), approve: GOAL_APPROVALS[approve] ?? [] };
}

/** It is cut into tasks: wanted, and there is a planner. */
export function isPlanned({ plan, planner }: Pick<GoalDialog, 'plan' | 'planner'>): boolean {
  return plan === 'tasks' && 'model' in planner;
}

/** Where a person can agree; without a plan there is none to agree to. */
export function approvalChoices(dialog: GoalDialog): readonly (readonly Approval[])[] {
  return isPlanned(dialog) ? GOAL_APPROVALS : GOAL_APPROVALS.filter((where) => !where.includes('plan'));
}

export function chosenApprovals(dialog: GoalDialog): readonly Approval[] {
  const chosen = GOAL_APPROVALS[dialog.approve] ?? [];
  return isPlanned(dialog) ? chosen : chosen.filter((where) => where !== 'plan');
}

/** Its index in `GOAL_APPROVALS`; one that is none of them is the plan. */
function indexOf(where: readonly Approval[]): number {
  return Math.max(
    0,
    GOAL_APPROVALS.findIndex((each) => each.join() === where.join()),
  );
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
    case 'plan':
      return 'off' in dialog.planner ? dialog : { ...dialog, plan: turned(GOAL_PLANS, dialog.plan, by) ?? dialog.plan };
    case 'approve': {
      const names = approvalChoices(dialog).map((where) => where.join());
      const name = turned(names, chosenApprovals(dialog).join(), by);
      return { ...dialog, approve: GOAL_APPROVALS.findIndex((where) => where.join() === name) };
    }
    default:
      return dialog;
  }
}

/** What would be lost with this screen, if it ended now. */
export function unfinished(view: Pick<ViewState, 'dialog' | 'draft' | 'goalDraft' | 'begun'>): Drafts {
  const { dialog, draft, goalDraft } = view;
  return {
    task: (dialog?.kind === 'task' ? draftOf(dialog) : null) ?? draft,
    goal: (dialog?.kind === 'goal' ? goalDraftOf(dialog) : null) ?? goalDraft,
    begun: begunIn(view),
  };
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
  return {
    params: {
      ...PLAIN_RUN,
      text,
      harness: dialog.harness,
      verify: verify === '' ? null : verify,
      finish: dialog.finish === 'auto' ? null : dialog.finish,
      unattended: true,
      plan: isPlanned(dialog) ? 'always' : 'none',
      approve: chosenApprovals(dialog),
      ...(budget === '' ? {} : { budget: { usd: Number(budget), tokens: null, turns: null } }),
    },
  };
}
