// What the reducer of a view wants done outside of it, as data: the host carries it out.
import type { Method, Requests } from '../model/requests.js';
import type { KeyToken, PasteToken } from '../model/token.js';
import type { Review } from './review/review.js';
import type { GoalDefaults, TaskDefaults } from './task-defaults.js';

/** One method of the host with its parameters; the answer comes back as an `answered` or `refused` action. */
export type RequestEffect = {
  [M in Method]: { readonly type: 'request'; readonly method: M; readonly params: Requests[M]['params'] };
}[Method];

export type ViewEffect =
  | RequestEffect
  /** From now on keys go to this agent, until the leader key. */
  | { readonly type: 'attach'; readonly agent: string }
  | { readonly type: 'detach'; readonly agent: string }
  /** Closes this client's screen; agents go on. */
  | { readonly type: 'close' }
  /** Opens $EDITOR with the text; what is saved comes back as an `edited` action. */
  | { readonly type: 'editor'; readonly text: string }
  /** Opens $EDITOR on a file of an agent's worktree; its end comes back as `fileEdited`. */
  | FileEffect
  /** A key or paste for Ink's one-line field (decision 15). */
  | { readonly type: 'field'; readonly token: KeyToken | PasteToken }
  | RememberEffect
  /** What a screen left behind half written is open in this one now. */
  | { readonly type: 'draftTaken'; readonly of: Draft };

export interface FileEffect {
  readonly type: 'editFile';
  readonly agent: string;
  /** From the top of the worktree. */
  readonly path: string;
  readonly line: number;
}

/** What a screen left: the newest task or goal, or the newest text to somebody. */
export type Draft = 'task' | 'goal' | { readonly receiver: string };

/** What $EDITOR opens: a text of a dialog, or a file. */
export type EditorWish = { readonly text: string } | FileEffect;

/** What the dialog should propose next time in this repository; what was done with an agent's diff. */
export type RememberEffect = { readonly type: 'remember' } & (
  | { readonly of: 'task'; readonly defaults: TaskDefaults }
  | { readonly of: 'goal'; readonly defaults: GoalDefaults }
  | { readonly of: 'review'; readonly agent: string; readonly review: Review }
);
