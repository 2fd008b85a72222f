// What one client looks at: selection, place, zoom, open dialog. Plain data; the agents themselves live in the shared state.
import type { Action, ViewMode } from '../model/action.js';
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { Goal } from '../model/goal.js';
import type { Overlap } from '../model/overlap.js';
import type { TerminalSize } from '../model/protocol.js';
import type { Method, Requests } from '../model/requests.js';
import type { Token } from '../model/token.js';
import type { Dialog, GoalDialog, TaskDialog, Written } from './dialog.js';
import { dialogHeight } from './dialog-size.js';
import type { HelpEntry } from './help-rows.js';
import { type Layout, layoutOf } from './layout.js';
import { listedRows } from './list-order.js';
import { foldedRows } from './list-rows.js';
import type { Mail } from './mail.js';
import type { Place } from './place.js';
import type { Review } from './review/review.js';
import type { Reviewing } from './review/reviewing.js';
import type { Pulls } from './shown-pull.js';
import type { GoalDefaults, HarnessChoice, ModelFact, TaskDefaults } from './task-defaults.js';
import type { Team } from './team.js';
import type { ViewEffect } from './view-effect.js';

export interface Toast {
  readonly text: string;
  readonly tone: 'info' | 'error';
  /** A key pressed before this does not take it away: nobody could have read it. */
  readonly keepUntil: number;
  readonly goneAt: number;
}

export interface Asked {
  readonly question: string;
  /** Null until it has answered. */
  readonly answer: string | null;
}

export interface ViewState {
  readonly selected: string | null;
  /** While one elsewhere is chosen that works for an agent of this host: that agent, into which its work goes. */
  readonly worksFor: string | null;
  /** Ids as the list shows them. */
  readonly order: readonly string[];
  /** Ms since the epoch of the last move of the selection; null once the list has settled after it. */
  readonly movedAt: number | null;
  /** Agents whose children are folded away. */
  readonly folded: readonly string[];
  readonly filter: string;
  readonly isFiltering: boolean;
  /** Who was chosen before the filter was typed; null while none is. */
  readonly chosenBefore: string | null;
  readonly part: 'list' | 'pane';
  readonly isZoomed: boolean;
  readonly focus: 'list' | 'attached' | 'scroll';
  /** Rows that the pane is scrolled up from the live end; 0 follows the output. */
  readonly scroll: number;
  /** While the orchestrator's pane is scrolled: its first row in sight; null follows the newest. */
  readonly historyTop: number | null;
  readonly place: Place;
  readonly dialog: Dialog | null;
  /** A task that was begun and left by Esc: `n` brings it back. */
  readonly draft: TaskDialog | null;
  /** The same of a goal: `g` brings it back. */
  readonly goalDraft: GoalDialog | null;
  /** A task the host was asked to start and has not answered for yet: a refusal must not cost its text. */
  readonly submitted: TaskDialog | GoalDialog | null;
  /** Messages and replies that were left by Esc, the newest last. */
  readonly begun: readonly Written[];
  /** Those that the host was asked to send and has not answered for yet: a refusal must not cost their text. */
  readonly sending: readonly Written[];
  readonly reviewing: Reviewing;
  /** What the manager was asked from this screen, the newest last. */
  readonly asked: readonly Asked[];
  readonly toast: Toast | null;
  /** The attached agent has gone: until then keys may still be meant for it, and do nothing. Ms since the epoch. */
  readonly deafUntil: number | null;
}

/** What the reducer may look at besides the view itself. */
export interface ViewWorld {
  /** Ms since the epoch. */
  readonly now: number;
  readonly size: TerminalSize;
  readonly isSlow: boolean;
  readonly isReadOnly: boolean;
  readonly agents: readonly Agent[];
  readonly goals: readonly Goal[];
  /** What is being changed in more than one place. */
  readonly overlaps: readonly Overlap[];
  /** By id. */
  readonly pulls: Pulls;
  /** Names of the roles there are. */
  readonly roles: readonly string[];
  readonly planner: ModelFact;
  readonly manager: ModelFact;
  /** What a goal may cost where its person said nothing; null is no bound. */
  readonly goalUsd: number | null;
  readonly defaults: TaskDefaults;
  /** Null until a goal was ordered here. */
  readonly goalDefaults: GoalDefaults | null;
  /** A task that a screen which is gone left half written; and a goal. */
  readonly draft: TaskDialog | null;
  readonly goalDraft: GoalDialog | null;
  /** What was written to somebody there and not sent, the newest last. */
  readonly begun: readonly Written[];
  /** By the id of an agent: files seen, comments not sent yet. */
  readonly reviews: Readonly<Record<string, Review>>;
  readonly mail: Mail;
  /** Null where nothing is known of other machines. */
  readonly team: Team | null;
  readonly harnesses: readonly HarnessChoice[];
  /** Rows of history above the screen of the selected agent. */
  readonly scrollback: number;
  /** The keymap, for help and palette. */
  readonly actions: readonly HelpEntry[];
}

/** The host's answer to a request effect. */
type Answered = {
  [M in Method]: {
    readonly type: 'answered';
    readonly method: M;
    readonly params: Requests[M]['params'];
    readonly result: Requests[M]['result'];
  };
}[Method];

type WritingMethod = 'send' | 'answer' | 'messageSend' | 'messageReply';

/** A request with a text that a person has written to somebody. */
export type Writing = {
  [M in WritingMethod]: { readonly method: M; readonly params: Requests[M]['params'] };
}[WritingMethod];

export type ViewAction =
  /** A key that the keymap names. `number` with `selection.number`. */
  | { readonly type: 'action'; readonly action: Action; readonly number?: number }
  /** Any other key or paste; in forms and confirmations every one. */
  | { readonly type: 'token'; readonly token: Token }
  /** A one-line field of Ink has changed. */
  | { readonly type: 'fieldChanged'; readonly field: FieldName; readonly value: string }
  /** The leader key while attached. */
  | { readonly type: 'leaderPressed' }
  /** Agents, the size or the clock have changed: order, selection and toasts follow. */
  | { readonly type: 'worldChanged' }
  /** Output was added while the pane is scrolled: stay at the same place. */
  | { readonly type: 'historyGrew'; readonly rows: number }
  | { readonly type: 'noticed'; readonly tone: 'info' | 'error'; readonly text: string }
  /** What must not be missed, such as that the state was damaged: stays until a key is pressed. */
  | { readonly type: 'told'; readonly lines: readonly string[] }
  /** $EDITOR was left; null when it failed or nothing was saved. */
  | { readonly type: 'edited'; readonly text: string | null }
  /** $EDITOR on a file of an agent's worktree was left. */
  | { readonly type: 'fileEdited'; readonly agent: string }
  | { readonly type: 'refused'; readonly method: Exclude<Method, WritingMethod>; readonly error: OrchError }
  | (Writing & { readonly type: 'refused'; readonly error: OrchError })
  | Answered;

/** One-line fields, edited by Ink. */
export type FieldName =
  | 'filter'
  | 'timelineFilter'
  | 'diffSearch'
  | 'configFilter'
  | 'messageFilter'
  | 'configValue'
  | 'palette'
  | 'issues'
  | 'base'
  | 'verify'
  | 'title'
  | 'after'
  | 'done'
  | 'artifact'
  | 'budget'
  | 'to'
  | 'prompt';

/** The next view and what is to be done. */
export interface Step {
  readonly view: ViewState;
  readonly effects: readonly ViewEffect[];
}

/** A client's first view, before it has seen the world. `selected`: agent to show first, if it exists. */
export function initialView(selected: string | null = null): ViewState {
  return {
    selected,
    worksFor: null,
    order: [],
    movedAt: null,
    folded: [],
    filter: '',
    isFiltering: false,
    chosenBefore: null,
    part: 'list',
    isZoomed: false,
    focus: 'list',
    scroll: 0,
    historyTop: null,
    place: { kind: 'agents' },
    dialog: null,
    draft: null,
    goalDraft: null,
    submitted: null,
    begun: [],
    sending: [],
    reviewing: { style: 'unified', sendingTo: null, drafts: [] },
    asked: [],
    toast: null,
    deafUntil: null,
  };
}

/** Where keys go: which part of the keymap holds. */
export function modeOf(view: ViewState): ViewMode {
  if (view.dialog !== null) return view.dialog.kind === 'confirm' || view.dialog.kind === 'notice' ? 'confirm' : 'form';
  if (view.isFiltering) return 'form';
  switch (view.place.kind) {
    case 'timeline':
      return view.place.isFiltering ? 'form' : 'timeline';
    case 'config':
      return view.place.isFiltering || view.place.edit !== null ? 'form' : 'config';
    case 'diff':
      return view.place.isSearching ? 'form' : 'diff';
    case 'messages':
      return view.place.isFiltering ? 'form' : 'messages';
    case 'help':
    case 'tasks':
    case 'compare':
      return view.place.kind;
    case 'agents':
      return view.focus;
  }
}

/** Layout of a view on a client's screen. */
export function viewLayout(view: ViewState, world: Pick<ViewWorld, 'size' | 'isSlow' | 'agents' | 'goals'>): Layout {
  const { dialog } = view;
  return layoutOf({
    size: world.size,
    agents: listedRows(world) - foldedRows(view.folded, world.agents),
    isZoomed: view.isZoomed,
    part: view.focus === 'list' ? view.part : 'pane',
    isSlow: world.isSlow,
    isBodyTaken: view.place.kind !== 'agents',
    dialogRows: dialog === null ? null : (widthCols) => dialogHeight(dialog, widthCols),
  });
}
