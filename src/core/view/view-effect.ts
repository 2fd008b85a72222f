// What the reducer of a view wants done outside of it, as data: the host carries it out.
import type { Method, Requests } from '../model/requests.js';
import type { KeyToken, PasteToken } from '../model/token.js';
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
  /** A key or paste for Ink's one-line field (decision 15). */
  | { readonly type: 'field'; readonly token: KeyToken | PasteToken }
  | RememberEffect
  /** What a screen left behind half written is open in this one now. */
  | { readonly type: 'draftTaken'; readonly of: 'task' | 'goal' };

/** What the dialog should propose next time in this repository. */
export type RememberEffect = { readonly type: 'remember' } & (
  | { readonly of: 'task'; readonly defaults: TaskDefaults }
  | { readonly of: 'goal'; readonly defaults: GoalDefaults }
);
