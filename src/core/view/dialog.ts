// The dialogs a client can have open, as data. Every one is left by Esc without anything having happened.
import type { TextEdit } from '../input/text-edit.js';
import type { Action } from '../model/action.js';
import type { FinishKind } from '../model/agent.js';
import type { Approval } from '../model/goal.js';
import type { IssueEntry, IssueName } from '../model/issue.js';
import type { LineComment } from '../model/pull-methods.js';
import type { LetterDialog, ReplyDialog } from './letter-dialog.js';
import type { FinishChoice, HarnessChoice, ModelFact } from './task-defaults.js';
import type { ViewEffect } from './view-effect.js';

export const TASK_FIELDS = ['text', 'harness', 'tries', 'base', 'finish', 'verify'] as const;
export type TaskField = (typeof TASK_FIELDS)[number];

/** Most agents that may be set on one task from the screen. */
export const MAX_TRIES = 9;

export interface TaskDialog {
  readonly kind: 'task';
  readonly focus: TaskField;
  readonly edit: TextEdit;
  readonly harness: string | null;
  readonly harnesses: readonly HarnessChoice[];
  readonly tries: number;
  readonly base: string;
  readonly finish: FinishChoice;
  readonly verify: string;
  /** The issue that it comes of; left out where a person wrote it all. */
  readonly issue?: IssueName;
  /** Why it could not be started as it stands; null while nothing is wrong. */
  readonly problem: string | null;
}

export const PLAN_TASK_FIELDS = ['title', 'text', 'role', 'after', 'done', 'kind', 'artifact', 'verify'] as const;

/** One task of a plan, while it has not begun. */
export interface PlanTaskDialog {
  readonly kind: 'planTask';
  readonly goal: string;
  /** Null is a new one, behind `behind`. */
  readonly task: string | null;
  readonly behind: string | null;
  readonly focus: (typeof PLAN_TASK_FIELDS)[number];
  readonly title: string;
  readonly edit: TextEdit;
  readonly role: string | null;
  readonly roles: readonly string[];
  /** Numbers of the tasks it waits for, as they stand in the list. */
  readonly after: string;
  readonly done: string;
  readonly ends: 'code' | 'artifact';
  readonly artifact: string;
  readonly verify: string;
  readonly problem: string | null;
}

export const GOAL_FIELDS = ['text', 'harness', 'finish', 'verify', 'plan', 'approve', 'budget'] as const;

/** `auto`: a pull request where there is a forge, else its branch, or as configured. */
export const GOAL_FINISHES = ['auto', 'pr', 'merge', 'branch'] as const;

/** Where a person agrees first. */
export const GOAL_APPROVALS: readonly (readonly Approval[])[] = [['plan'], ['plan', 'finish'], ['finish'], []];

/** Cut into tasks that several agents do, or left whole to one. */
export const GOAL_PLANS = ['tasks', 'one'] as const;

/** A goal: as a rule it is cut into tasks first. */
export interface GoalDialog {
  readonly kind: 'goal';
  readonly focus: (typeof GOAL_FIELDS)[number];
  readonly edit: TextEdit;
  readonly harness: string | null;
  readonly harnesses: readonly HarnessChoice[];
  readonly finish: (typeof GOAL_FINISHES)[number];
  readonly verify: string;
  readonly plan: (typeof GOAL_PLANS)[number];
  /** Index in `GOAL_APPROVALS`. */
  readonly approve: number;
  /** US dollars as typed; empty is no bound. */
  readonly budget: string;
  readonly planner: ModelFact;
  readonly problem: string | null;
}

/** What would be lost with a screen, if it ended now. */
export interface Drafts {
  readonly task: TaskDialog | null;
  readonly goal: GoalDialog | null;
  readonly begun: readonly Written[];
}

/** What another plan should do otherwise. */
export interface WishDialog {
  readonly kind: 'wish';
  readonly goal: string;
  readonly title: string;
  readonly edit: TextEdit;
}

/** One line to the orchestrator. */
export interface PromptDialog {
  readonly kind: 'prompt';
  readonly prompt: string;
}

export interface MessageDialog {
  readonly kind: 'message';
  readonly agent: string;
  readonly name: string;
  /** The question in words that it answers, where it answers one. */
  readonly asked?: string;
  /** Of a question that it asks by its tool: the text is handed over as its answer, and not typed. */
  readonly digest?: string;
  readonly edit: TextEdit;
}

/** What is said about one line of an agent's diff; emptied, it is taken away. */
export interface CommentDialog {
  readonly kind: 'comment';
  readonly agent: string;
  readonly name: string;
  readonly on: Omit<LineComment, 'text'>;
  /** What stands there until now. */
  readonly was: string;
  readonly edit: TextEdit;
}

/** What an agent asks, with the answers it offers. */
export interface AnswerDialog {
  readonly kind: 'answer';
  readonly agent: string;
  readonly name: string;
  /** Of the question: another one that is asked meanwhile is not answered by this. */
  readonly digest: string;
  readonly text: string;
  readonly command: string | null;
  readonly path: string | null;
  readonly options: readonly string[];
  /** It asks by its tool: its options are an offer, and behind them stands `OTHER_ANSWER`. */
  readonly byTool?: true;
  readonly chosen: number;
}

export const OTHER_ANSWER = 'Another answer, in words';

export interface ConfirmDialog {
  readonly kind: 'confirm';
  readonly title: string;
  /** What will happen, and what is kept. */
  readonly lines: readonly string[];
  /** The safe choice first; it is preselected. */
  readonly no: string;
  readonly yes: string;
  /** Less than all of it, by a key of its own; left out where it is all or nothing. */
  readonly part?: { readonly key: string; readonly text: string; readonly onPart: ViewEffect };
  readonly chosen: 'no' | 'part' | 'yes';
  readonly onYes: ViewEffect;
}

/** A draft is a pull request, also where the verify command does not succeed. */
export type FinishWay = FinishKind | 'draft';

export interface FinishDialog {
  readonly kind: 'finish';
  readonly agent: string;
  readonly name: string;
  readonly branch: string;
  readonly base: string;
  readonly verify: string | null;
  /** True while it still works: its turn is not over. */
  readonly isBusy: boolean;
  readonly focus: 'kind' | 'worktree';
  /** What can be chosen: of a task of a plan only what its plan says. */
  readonly kinds: readonly FinishWay[];
  readonly choice: FinishWay;
  /** Name of the file that its plan wants of it, in place of commits. */
  readonly artifact: string | null;
  readonly worktree: 'keep' | 'remove';
}

export interface PaletteDialog {
  readonly kind: 'palette';
  readonly query: string;
  readonly chosen: number;
}

/** Open issues of the forge, to make a task of one. */
export interface IssuesDialog {
  readonly kind: 'issues';
  /** What narrows them. */
  readonly issues: string;
  readonly chosen: number;
  /** Null until the forge has answered. */
  readonly list: readonly IssueEntry[] | null;
  readonly more: boolean;
  /** Number of the one that is being read. */
  readonly reading: number | null;
  readonly problem: string | null;
}

/** Something that must be read, such as an error with its next step: stays until a key is pressed. */
export interface NoticeDialog {
  readonly kind: 'notice';
  readonly title: string;
  readonly tone: 'info' | 'error';
  readonly lines: readonly string[];
}

/** Those that are written to somebody. */
export type Written = MessageDialog | LetterDialog | ReplyDialog;

/** Those with a text of several lines. */
export type TextDialog = TaskDialog | PlanTaskDialog | GoalDialog | WishDialog | CommentDialog | Written;

export function hasText(dialog: Dialog | null): dialog is TextDialog {
  return dialog !== null && 'edit' in dialog;
}

export type Dialog = TextDialog | PromptDialog | AnswerDialog | ConfirmDialog | FinishDialog | PaletteDialog | IssuesDialog | NoticeDialog;

/** A row of the palette: an action of the keymap, or an agent to go to. */
export type PaletteItem =
  | { readonly kind: 'action'; readonly action: Action; readonly name: string }
  | { readonly kind: 'agent'; readonly agent: string; readonly name: string };
