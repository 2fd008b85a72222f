// Keys while a message or a reply is written: from field to field, names completed, text typed; Enter sends it.
import { keyOfToken } from '../input/key-notation.js';
import { addressed, withSent } from './begun.js';
import { completed, LETTER_FIELDS, type LetterDialog, letterOrder, offeredReceivers, type ReplyDialog } from './letter-dialog.js';
import { type Typed, typedInto } from './reduce-form.js';
import { stay, withEffects } from './step.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

export function reduceLetter(view: ViewState, world: ViewWorld, dialog: LetterDialog, token: Typed): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  const show = (next: LetterDialog) => stay({ ...view, dialog: next });
  const go = (by: 1 | -1) => {
    const at = LETTER_FIELDS.indexOf(dialog.focus) + by + LETTER_FIELDS.length;
    const next = { ...completed(dialog, world), focus: LETTER_FIELDS[at % LETTER_FIELDS.length] ?? dialog.focus };
    return dialog.focus === 'to' ? addressed(view, world, next) : show(next);
  };
  if (key === 'tab') return go(1);
  if (key === 'shift-tab') return go(-1);
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (dialog.focus === 'to') return reduceTo(view, world, dialog, token);
  if (key === 'enter') return send(view, world, dialog);
  if (dialog.focus === 'text') {
    const edit = typedInto(view, world, dialog, token);
    if ((key === 'down' || key === 'up') && edit === dialog.edit) return go(key === 'down' ? 1 : -1);
    return show({ ...dialog, edit, problem: null });
  }
  if (key === 'up' || key === 'down') return go(key === 'up' ? -1 : 1);
  const isTurned = key === 'left' || key === 'right' || key === 'space';
  return isTurned ? show({ ...dialog, reply: dialog.reply === 'none' ? 'wanted' : 'none' }) : stay(view);
}

// Up and down go among the names that are offered; Enter takes the marked one.
function reduceTo(view: ViewState, world: ViewWorld, dialog: LetterDialog, token: Typed): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  const show = (next: LetterDialog) => stay({ ...view, dialog: next });
  const offered = offeredReceivers(dialog, world);
  if (key === 'up' || key === 'down') {
    const at = Math.max(0, Math.min(offered.length - 1, dialog.offered + (key === 'up' ? -1 : 1)));
    return show({ ...dialog, offered: at });
  }
  if (key !== 'enter') return withEffects(view, { type: 'field', token });
  const to = dialog.to.trim() === '' ? (offered[dialog.offered] ?? '') : completed(dialog, world).to;
  return addressed(view, world, { ...dialog, to, offered: 0, focus: 'text', problem: null });
}

function send(view: ViewState, world: ViewWorld, dialog: LetterDialog): Step {
  const order = letterOrder(dialog, world);
  if ('problem' in order) return stay({ ...view, dialog: { ...dialog, ...order } });
  return withEffects(withSent(view, dialog), { type: 'request', method: 'messageSend', params: order.params });
}

export function reduceReply(view: ViewState, world: ViewWorld, dialog: ReplyDialog, token: Typed): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key !== 'enter') return stay({ ...view, dialog: { ...dialog, edit: typedInto(view, world, dialog, token), problem: null } });
  const text = dialog.edit.text.trim();
  if (text === '') return stay(view);
  const params = { message: dialog.message, text };
  return withEffects(withSent(view, dialog), { type: 'request', method: 'messageReply', params });
}
