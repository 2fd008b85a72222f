// The dialog of a comment: Enter puts it under its line, emptied it is taken away, and Esc leaves its text for the next time.
import { keyOfToken } from '../../input/key-notation.js';
import type { KeyToken, PasteToken } from '../../model/token.js';
import type { CommentDialog } from '../dialog.js';
import type { DiffModel } from '../diff-rows.js';
import { typedInto } from '../reduce-form.js';
import { closeDialog, withEffects } from '../step.js';
import type { Step, ViewState, ViewWorld } from '../view-state.js';
import { lineNow } from './anchors.js';
import { openDiff, remembered, withReview } from './open-diff.js';
import { isSameLine, reviewOf, withComment } from './review.js';

export function reduceComment(view: ViewState, world: ViewWorld, dialog: CommentDialog, token: KeyToken | PasteToken): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key !== 'enter') return { view: { ...view, dialog: { ...dialog, edit: typedInto(view, world, dialog, token) } }, effects: [] };
  const closed = closeDialog(withoutDraft(view, dialog));
  const review = withComment(reviewOf(world.reviews, dialog.agent), { ...dialog.on, text: dialog.edit.text.trim() });
  const open = openDiff(closed, world);
  return open === null || open.place.agent !== dialog.agent
    ? withEffects(closed, remembered(dialog.agent, review))
    : withReview(open, review);
}

export function draftKept(view: ViewState, dialog: CommentDialog): ViewState {
  const { reviewing } = withoutDraft(view, dialog);
  const drafts = dialog.edit.text.trim() === '' || dialog.edit.text === dialog.was ? reviewing.drafts : [...reviewing.drafts, dialog];
  return { ...view, reviewing: { ...reviewing, drafts } };
}

/** What was begun about lines of a diff that was read again, with the numbers they have now: `c` looks for it there. */
export function draftsRenumbered(view: ViewState, agent: string, model: DiffModel): ViewState {
  const now = (dialog: CommentDialog): CommentDialog => {
    const line = dialog.agent === agent ? lineNow(model, dialog.on) : null;
    return line === null || line === dialog.on.line ? dialog : { ...dialog, on: { ...dialog.on, line } };
  };
  const dialog = view.dialog?.kind === 'comment' ? now(view.dialog) : view.dialog;
  return { ...view, dialog, reviewing: { ...view.reviewing, drafts: view.reviewing.drafts.map(now) } };
}

function withoutDraft(view: ViewState, { agent, on }: CommentDialog): ViewState {
  const drafts = view.reviewing.drafts.filter((each) => each.agent !== agent || !isSameLine(each.on, on));
  return { ...view, reviewing: { ...view.reviewing, drafts } };
}
