// Small words for reducers of a view: stay, do, tell.
import type { ConfirmDialog, Dialog } from './dialog.js';
import { toastOf } from './selection.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

export function stay(view: ViewState): Step {
  return { view, effects: [] };
}

export function withEffects(view: ViewState, ...effects: Step['effects']): Step {
  return { view, effects };
}

/** Says why a key did nothing. */
export function tell(view: ViewState, world: Pick<ViewWorld, 'now'>, text: string): Step {
  return stay({ ...view, toast: toastOf(world.now, 'info', text) });
}

export function open(view: ViewState, dialog: Dialog | ConfirmDialog): Step {
  return stay({ ...view, dialog });
}

export function closeDialog(view: ViewState): ViewState {
  return { ...view, dialog: null };
}
