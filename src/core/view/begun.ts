// What a person began to write to somebody and has not sent: it is there again where they are written to. Pure.
import { plainText } from '../model/plain-text.js';
import type { MessageDialog, Written } from './dialog.js';
import { type LetterDialog, newLetter, type ReplyDialog, receivers } from './letter-dialog.js';
import { toastOf } from './selection.js';
import { open, stay, withEffects } from './step.js';
import type { Step, ViewState, ViewWorld, Writing } from './view-state.js';

/** More than anybody writes at once: the oldest goes. */
const MOST = 20;

/** On its way to the host; what is not taken comes back by `refused`. */
export function withSent(view: ViewState, dialog: Written): ViewState {
  return { ...view, dialog: null, sending: [...view.sending, dialog] };
}

/** Left by Esc. Opened it was taken out, so that emptied it is gone; what else was begun to the same receiver stays. */
export function withBegun(view: ViewState, dialog: Written): ViewState {
  return dialog.edit.text.trim() === '' ? view : { ...view, begun: [...view.begun, begunOf(dialog)].slice(-MOST) };
}

/** The host has taken it, or not. `sent` is null for what was written in no dialog, such as an answer that was chosen. */
export function withoutSent(view: ViewState, writing: Writing): { readonly view: ViewState; readonly sent: Written | null } {
  const sent = view.sending.find((each) => isOf(each, writing));
  if (sent === undefined) return { view, sent: null };
  return { view: { ...view, sending: view.sending.filter((each) => each !== sent) }, sent };
}

function isOf(each: Written, { method, params }: Writing): boolean {
  switch (method) {
    case 'send':
      return each.kind === 'message' && each.agent === params.agent && each.edit.text.trim() === params.text;
    case 'answer':
      return each.kind === 'message' && each.digest !== undefined && each.digest === params.digest;
    case 'messageSend':
      return each.kind === 'letter' && each.to.trim() === params.to && each.edit.text.trim() === params.text;
    case 'messageReply':
      return each.kind === 'reply' && each.message === params.message;
  }
}

/** All that would be lost with this screen; what stands in its dialog is the newest. */
export function begunIn({ dialog, begun }: Pick<ViewState, 'dialog' | 'begun'>): readonly Written[] {
  const isWritten = dialog !== null && (dialog.kind === 'message' || dialog.kind === 'letter' || dialog.kind === 'reply');
  return isWritten && dialog.edit.text.trim() !== '' ? [...begun, begunOf(dialog)] : begun;
}

/** Opens what was begun here, else what a screen that is gone had left, else `otherwise`. */
export function openBegun<Kind extends Written>(
  view: ViewState,
  world: ViewWorld,
  order: { readonly isIt: (each: Written) => each is Kind; readonly otherwise: Kind; readonly as?: (begun: Kind) => Kind },
): Step {
  const { isIt, otherwise, as = (begun) => begun } = order;
  const here = view.begun.findLast(isIt);
  if (here !== undefined) return open(without(view, here), as(here));
  const left = world.begun.findLast(isIt);
  return left === undefined
    ? open(view, otherwise)
    : withEffects({ ...view, dialog: as(left) }, { type: 'draftTaken', of: { receiver: receiverOf(left) } });
}

/** A letter to this receiver; one that nobody could read any more, or that has no receiver yet, is for anybody. */
export function openLetter(view: ViewState, world: ViewWorld, to: string): Step {
  const there = receivers(world);
  const forIt = (each: Written): each is LetterDialog => isLetter(each) && each.to.trim() === to;
  const forNobody = (each: Written): each is LetterDialog => isLetter(each) && !there.includes(each.to.trim());
  const known = [...world.begun, ...view.begun];
  const isIt = known.some(forIt) ? forIt : forNobody;
  const step = openBegun(view, world, { isIt, otherwise: newLetter(to) });
  const other = known.findLast(isLetter);
  if (known.some(isIt) || other === undefined) return step;
  const name = plainText(other.to);
  const text = `What you began to write to ${name} is kept: it is there when To is ${name}.`;
  return { ...step, view: { ...step.view, toast: toastOf(world.now, 'info', text) } };
}

/** Its receiver has been named: what was begun to them takes the place of a letter that says nothing yet. */
export function addressed(view: ViewState, world: ViewWorld, dialog: LetterDialog): Step {
  if (dialog.edit.text.trim() !== '' || dialog.to.trim() === '') return stay({ ...view, dialog });
  const to = dialog.to.trim();
  const isIt = (each: Written): each is LetterDialog => isLetter(each) && each.to.trim() === to;
  return openBegun(view, world, { isIt, otherwise: dialog, as: (begun) => ({ ...begun, focus: dialog.focus }) });
}

export function openReply(view: ViewState, world: ViewWorld, otherwise: ReplyDialog): Step {
  const isIt = (each: Written): each is ReplyDialog => each.kind === 'reply' && each.message === otherwise.message;
  return openBegun(view, world, { isIt, otherwise });
}

/** What is typed to an agent. `otherwise.digest`: only what was begun as an answer to this very question. */
export function openMessage(view: ViewState, world: ViewWorld, otherwise: MessageDialog): Step {
  const { agent, digest } = otherwise;
  const isIt = (each: Written): each is MessageDialog =>
    each.kind === 'message' && each.agent === agent && (digest === undefined || each.digest === digest);
  return openBegun(view, world, { isIt, otherwise, as: (begun) => (digest === undefined ? typedAnew(begun) : begun) });
}

function isLetter(each: Written): each is LetterDialog {
  return each.kind === 'letter';
}

function without(view: ViewState, taken: Written): ViewState {
  return { ...view, begun: view.begun.filter((each) => each !== taken) };
}

function begunOf<Kind extends Written>(dialog: Kind): Kind {
  return 'problem' in dialog ? { ...dialog, problem: null } : dialog;
}

/** To whom, and for which question. */
export function receiverOf(dialog: Written): string {
  switch (dialog.kind) {
    case 'message':
      return `message ${dialog.agent} ${dialog.digest ?? ''}`;
    case 'letter':
      return `letter ${dialog.to.trim()}`;
    case 'reply':
      return `reply ${dialog.message}`;
  }
}

/** What was begun as an answer by its tool is typed to it as a message of its own. */
function typedAnew({ asked, digest, ...rest }: MessageDialog): MessageDialog {
  return digest === undefined && asked !== undefined ? { ...rest, asked } : rest;
}
