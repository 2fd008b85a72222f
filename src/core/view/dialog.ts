// The dialogs a client can have open, as data. Every one is left by Esc without anything having happened.
import type { TextEdit } from '../input/text-edit.js';
import type { Action } from '../model/action.js';
import type { FinishKind } from '../model/agent.js';
import type { FinishChoice, HarnessChoice } from './task-defaults.js';
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
  /** Why it could not be started as it stands; null while nothing is wrong. */
  readonly problem: string | null;
}

export interface MessageDialog {
  readonly kind: 'message';
  readonly agent: string;
  readonly name: string;
  /** The question in words that it answers, where it answers one. */
  readonly asked?: string;
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
  readonly chosen: number;
}

export interface ConfirmDialog {
  readonly kind: 'confirm';
  readonly title: string;
  /** What will happen, and what is kept. */
  readonly lines: readonly string[];
  /** The safe choice first; it is preselected. */
  readonly no: string;
  readonly yes: string;
  readonly chosen: 'no' | 'yes';
  readonly onYes: ViewEffect;
}

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
  readonly choice: FinishKind;
  readonly worktree: 'keep' | 'remove';
}

export interface PaletteDialog {
  readonly kind: 'palette';
  readonly query: string;
  readonly chosen: number;
}

/** Something that must be read, such as an error with its next step: stays until a key is pressed. */
export interface NoticeDialog {
  readonly kind: 'notice';
  readonly title: string;
  readonly tone: 'info' | 'error';
  readonly lines: readonly string[];
}

export type Dialog = TaskDialog | MessageDialog | AnswerDialog | ConfirmDialog | FinishDialog | PaletteDialog | NoticeDialog;

/** A row of the palette: an action of the keymap, or an agent to go to. */
export type PaletteItem =
  | { readonly kind: 'action'; readonly action: Action; readonly name: string }
  | { readonly kind: 'agent'; readonly agent: string; readonly name: string };
