// Keys of the open dialog. Enter does what the dialog is for, Esc leaves it with nothing done.
import { keyOfToken } from '../input/key-notation.js';
import { assertNever } from '../model/error.js';
import { answerRows, otherAnswer } from './answer-dialog.js';
import { openMessage, withBegun, withSent } from './begun.js';
import type { AnswerDialog, ConfirmDialog, Dialog, FinishDialog, MessageDialog, PaletteDialog, PaletteItem, TaskDialog } from './dialog.js';
import { goalDraftOf } from './goal-dialog.js';
import { reduceIssuesKey } from './issues-dialog.js';
import { paletteItems } from './palette.js';
import { reduceAction } from './reduce-action.js';
import { reduceGoalDialog, reducePlanTask, reducePrompt, reduceWish, type Typed, typedInto } from './reduce-form.js';
import { reduceLetter, reduceReply } from './reduce-letter.js';
import { draftKept, reduceComment } from './review/reduce-comment.js';
import { choose } from './selection.js';
import { closeDialog, stay, withEffects } from './step.js';
import { draftOf, moveFocus, rememberedFrom, taskOrder, turnChoice, turned } from './task-dialog.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

export function reduceDialogToken(view: ViewState, world: ViewWorld, dialog: Dialog, token: Typed): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  if (key === 'escape') return stay(closeDialog(kept(view, dialog)));
  switch (dialog.kind) {
    case 'prompt':
      return reducePrompt(view, world, dialog, token);
    case 'goal':
      return reduceGoalDialog(view, world, dialog, token);
    case 'planTask':
      return reducePlanTask(view, world, dialog, token);
    case 'wish':
      return reduceWish(view, world, dialog, token);
    case 'task':
      return reduceTask(view, world, dialog, { key, token });
    case 'message':
      return reduceMessage(view, world, dialog, { key, token });
    case 'comment':
      return reduceComment(view, world, dialog, token);
    case 'letter':
      return reduceLetter(view, world, dialog, token);
    case 'reply':
      return reduceReply(view, world, dialog, token);
    case 'answer':
      return reduceAnswerKey(view, world, dialog, key);
    case 'confirm':
      return reduceConfirm(view, dialog, key);
    case 'finish':
      return reduceFinish(view, dialog, key);
    case 'palette':
      return reducePalette(view, world, dialog, { key, token });
    case 'issues':
      return reduceIssuesKey(view, dialog, key) ?? withEffects(view, { type: 'field', token });
    case 'notice':
      return key === 'paste' ? stay(view) : stay(closeDialog(view));
    default:
      return assertNever(dialog);
  }
}

interface Press {
  /** In the notation of the keymap; `paste` for one. */
  readonly key: string;
  readonly token: Typed;
}

function reduceTask(view: ViewState, world: ViewWorld, dialog: TaskDialog, { key, token }: Press): Step {
  const show = (next: TaskDialog) => stay({ ...view, dialog: next });
  if (key === 'tab') return show(moveFocus(dialog, 1));
  if (key === 'shift-tab') return show(moveFocus(dialog, -1));
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key === 'enter') return startTask(view, dialog);
  if (dialog.focus === 'text') {
    const edit = typedInto(view, world, dialog, token);
    // Down from the last row goes on to the next field.
    if (key === 'down' && edit === dialog.edit) return show(moveFocus(dialog, 1));
    return show({ ...dialog, edit, problem: null });
  }
  if (key === 'up') return show(moveFocus(dialog, -1));
  if (key === 'down') return show(moveFocus(dialog, 1));
  if (dialog.focus === 'base' || dialog.focus === 'verify') return withEffects(view, { type: 'field', token });
  if (dialog.focus === 'tries' && /^[1-9]$/u.test(key)) return show({ ...dialog, tries: Number(key) });
  if (key === 'left' || key === 'right' || key === 'space') return show(turnChoice(dialog, key === 'left' ? -1 : 1));
  return stay(view);
}

/** What was typed into it is not lost by leaving it. */
function kept(view: ViewState, dialog: Dialog): ViewState {
  // An issue can be picked again; what was written here before is nowhere else.
  if (dialog.kind === 'task' && dialog.issue !== undefined && view.draft !== null && view.draft.issue === undefined) return view;
  if (dialog.kind === 'task') return { ...view, draft: draftOf(dialog) ?? view.draft };
  if (dialog.kind === 'goal') return { ...view, goalDraft: goalDraftOf(dialog) ?? view.goalDraft };
  if (dialog.kind === 'comment') return draftKept(view, dialog);
  return dialog.kind === 'letter' || dialog.kind === 'reply' || dialog.kind === 'message' ? withBegun(view, dialog) : view;
}

function startTask(view: ViewState, dialog: TaskDialog): Step {
  const order = taskOrder(dialog);
  if ('problem' in order) return stay({ ...view, dialog: { ...dialog, ...order } });
  return withEffects(
    { ...closeDialog(view), draft: isDraftOf(view, dialog) ? null : view.draft, submitted: dialog },
    { type: 'remember', of: 'task', defaults: rememberedFrom(dialog) },
    { type: 'request', method: 'run', params: order.params },
  );
}

/** The draft is what is started, and not something else that was begun before an issue was picked. */
function isDraftOf({ draft }: ViewState, dialog: TaskDialog): boolean {
  return draft?.issue?.number === dialog.issue?.number;
}

function reduceMessage(view: ViewState, world: ViewWorld, dialog: MessageDialog, { key, token }: Press): Step {
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key === 'enter') {
    const text = dialog.edit.text.trim();
    if (text === '') return stay(view);
    const { agent, digest } = dialog;
    const sent = withSent(view, dialog);
    if (digest !== undefined) return withEffects(sent, { type: 'request', method: 'answer', params: { agent, digest, choice: text } });
    return withEffects(sent, { type: 'request', method: 'send', params: { agent, text, wait: true } });
  }
  return stay({ ...view, dialog: { ...dialog, edit: typedInto(view, world, dialog, token) } });
}

function reduceAnswerKey(view: ViewState, world: ViewWorld, dialog: AnswerDialog, key: string): Step {
  const { agent, digest, options, chosen } = dialog;
  const count = answerRows(dialog).length;
  const go = (by: number) => stay({ ...view, dialog: { ...dialog, chosen: Math.min(count - 1, Math.max(0, chosen + by)) } });
  if (key === 'up' || key === 'k' || key === 'shift-tab') return go(-1);
  if (key === 'down' || key === 'j' || key === 'tab') return go(1);
  const number = /^[1-9]$/u.test(key) ? Number(key) : key === 'enter' ? chosen + 1 : null;
  if (number === null || number > count) return stay(view);
  if (number > options.length) return openMessage(view, world, otherAnswer(dialog));
  const params = { agent, digest, choice: String(number) };
  return withEffects(closeDialog(view), { type: 'request', method: 'answer', params });
}

function reduceConfirm(view: ViewState, dialog: ConfirmDialog, key: string): Step {
  const { part } = dialog;
  const answer = key === 'y' ? 'yes' : key === 'n' ? 'no' : key === part?.key ? 'part' : key === 'enter' ? dialog.chosen : null;
  if (answer === 'part' && part !== undefined) return withEffects(closeDialog(view), part.onPart);
  if (answer === 'yes') return withEffects(closeDialog(view), dialog.onYes);
  if (answer === 'no') return stay(closeDialog(view));
  const choices = part === undefined ? (['no', 'yes'] as const) : (['no', 'part', 'yes'] as const);
  const by = FORTH.has(key) ? 1 : BACK.has(key) ? -1 : 0;
  const chosen = choices[((choices as readonly string[]).indexOf(dialog.chosen) + by + choices.length) % choices.length] ?? 'no';
  return stay(by === 0 ? view : { ...view, dialog: { ...dialog, chosen } });
}

const FORTH: ReadonlySet<string> = new Set(['right', 'down', 'tab', 'l']);
const BACK: ReadonlySet<string> = new Set(['left', 'up', 'shift-tab', 'h']);

function reduceFinish(view: ViewState, dialog: FinishDialog, key: string): Step {
  const show = (next: FinishDialog) => stay({ ...view, dialog: next });
  switch (key) {
    case 'enter': {
      const { agent, choice, worktree } = dialog;
      const how = choice === 'draft' ? { as: 'pr' as const, draft: true as const } : { as: choice };
      const params = { agent, ...how, removeWorktree: worktree === 'remove' && choice !== 'keep' };
      return withEffects(closeDialog(view), { type: 'request', method: 'finish', params });
    }
    case 'tab':
    case 'shift-tab':
    case 'up':
    case 'down':
      return show({ ...dialog, focus: dialog.focus === 'kind' ? 'worktree' : 'kind' });
    case 'left':
    case 'right':
    case 'space':
      if (dialog.focus === 'worktree') return show({ ...dialog, worktree: dialog.worktree === 'keep' ? 'remove' : 'keep' });
      return show({ ...dialog, choice: turned(dialog.kinds, dialog.choice, key === 'left' ? -1 : 1) ?? dialog.choice });
    default:
      return stay(view);
  }
}

function reducePalette(view: ViewState, world: ViewWorld, dialog: PaletteDialog, { key, token }: Press): Step {
  const items = paletteItems(dialog.query, view, world);
  const go = (by: number) => stay({ ...view, dialog: { ...dialog, chosen: Math.min(items.length - 1, Math.max(0, dialog.chosen + by)) } });
  if (key === 'up' || key === 'ctrl-p') return go(-1);
  if (key === 'down' || key === 'ctrl-n') return go(1);
  if (key === 'enter') {
    const item = items[dialog.chosen];
    return item === undefined ? stay(view) : act(closeDialog(view), world, item);
  }
  return withEffects(view, { type: 'field', token });
}

function act(view: ViewState, world: ViewWorld, item: PaletteItem): Step {
  // What is chosen by name belongs to the agents, wherever the palette was opened.
  const back: ViewState = { ...view, place: { kind: 'agents' }, focus: 'list', scroll: 0 };
  if (item.kind === 'action') return reduceAction(back, world, item.action);
  return stay({ ...choose(back, world, item.agent), filter: '' });
}
