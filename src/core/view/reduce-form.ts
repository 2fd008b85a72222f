// Keys of a form: from field to field, choices turned, text typed; Enter does what the form is for. And of the forms of goals and plans.
import { keyOfToken } from '../input/key-notation.js';
import type { TextEdit } from '../input/text-edit.js';
import { typeInText } from '../input/text-keys.js';
import type { KeyToken, PasteToken } from '../model/token.js';
import {
  GOAL_FIELDS,
  type GoalDialog,
  PLAN_TASK_FIELDS,
  type PlanTaskDialog,
  type PromptDialog,
  type TextDialog,
  type WishDialog,
} from './dialog.js';
import { textWrap } from './dialog-size.js';
import { focusedField } from './fields.js';
import { goalOrder, goalRemembered, newGoalDialog, turnGoalChoice } from './goal-dialog.js';
import { isAsking } from './orchestrator.js';
import { planWith, turnPlanChoice } from './plan-task-dialog.js';
import { editPlan } from './reduce-tasks.js';
import { closeDialog, open, stay, tell, withEffects } from './step.js';
import { taskRows } from './task-rows.js';
import { type Step, type ViewState, type ViewWorld, viewLayout } from './view-state.js';

export type Typed = KeyToken | PasteToken;

/** The text of a dialog after a key or a paste; the same edit where the key means nothing in it. */
export function typedInto(view: ViewState, world: ViewWorld, dialog: TextDialog, token: Typed): TextEdit {
  const wrap = textWrap(dialog.kind, viewLayout(view, world).dialog?.width ?? world.size.cols);
  return (wrap === null ? null : typeInText(dialog.edit, token, wrap)) ?? dialog.edit;
}

type Form = GoalDialog | PlanTaskDialog;

interface FormRules<D extends Form> {
  readonly fields: readonly D['focus'][];
  readonly turn: (dialog: D, by: 1 | -1) => D;
  readonly submit: () => Step;
}

function reduceForm<D extends Form>(view: ViewState, world: ViewWorld, dialog: D, token: Typed, rules: FormRules<D>): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  const show = (next: D) => stay({ ...view, dialog: next });
  const go = (by: 1 | -1) => {
    const at = rules.fields.indexOf(dialog.focus) + by;
    return show({ ...dialog, focus: rules.fields[(at + rules.fields.length) % rules.fields.length] ?? dialog.focus });
  };
  if (key === 'tab') return go(1);
  if (key === 'shift-tab') return go(-1);
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key === 'enter') return rules.submit();
  if (dialog.focus === 'text') {
    const edit = typedInto(view, world, dialog, token);
    if ((key === 'down' || key === 'up') && edit === dialog.edit) return go(key === 'down' ? 1 : -1);
    return show({ ...dialog, edit, problem: null });
  }
  if (key === 'up') return go(-1);
  if (key === 'down') return go(1);
  if (focusedField(view) !== null) return withEffects(view, { type: 'field', token });
  if (key === 'left' || key === 'right' || key === 'space') return show({ ...rules.turn(dialog, key === 'left' ? -1 : 1), problem: null });
  return stay(view);
}

export function reduceGoalDialog(view: ViewState, world: ViewWorld, dialog: GoalDialog, token: Typed): Step {
  const submit = (): Step => {
    const order = goalOrder(dialog);
    if ('problem' in order) return stay({ ...view, dialog: { ...dialog, ...order } });
    const next: ViewState = { ...closeDialog(view), goalDraft: null, submitted: dialog };
    return withEffects(
      next,
      { type: 'remember', of: 'goal', defaults: goalRemembered(dialog) },
      { type: 'request', method: 'run', params: order.params },
    );
  };
  return reduceForm(view, world, dialog, token, { fields: GOAL_FIELDS, turn: turnGoalChoice, submit });
}

export function reducePlanTask(view: ViewState, world: ViewWorld, dialog: PlanTaskDialog, token: Typed): Step {
  const submit = (): Step => {
    const goal = world.goals.find(({ id }) => id === dialog.goal);
    if (goal === undefined) return tell(closeDialog(view), world, 'Its goal is gone.');
    const edited = view.place.kind === 'tasks' ? view.place.edited : null;
    const rows = taskRows(goal, world, edited);
    if (rows.some((row) => row.task.id === dialog.task && row.hasBegun)) {
      return stay({ ...view, dialog: { ...dialog, problem: 'It has begun meanwhile: it is changed no more.' } });
    }
    const planned = planWith(dialog, rows);
    if ('problem' in planned) return stay({ ...view, dialog: { ...dialog, ...planned } });
    const { place } = view;
    const chosen = place.kind === 'tasks' ? { ...place, chosen: planned.id } : place;
    return editPlan({ ...closeDialog(view), place: chosen }, goal, planned.tasks);
  };
  return reduceForm(view, world, dialog, token, { fields: PLAN_TASK_FIELDS, turn: turnPlanChoice, submit });
}

/** The newest questions that are kept. */
const MOST_ASKED = 10;

export function reducePrompt(view: ViewState, world: ViewWorld, dialog: PromptDialog, token: Typed): Step {
  if (token.type !== 'key' || keyOfToken(token) !== 'enter') return withEffects(view, { type: 'field', token });
  const text = dialog.prompt.trim();
  if (text === '' || text === '?') return stay(closeDialog(view));
  if (!isAsking(text)) return open(closeDialog(view), newGoalDialog(world, text));
  const question = text.replace(/^\?\s*/u, '');
  const asked = [...view.asked, { question, answer: null }].slice(-MOST_ASKED);
  return withEffects({ ...closeDialog(view), asked }, { type: 'request', method: 'managerAsk', params: { text: question } });
}

export function reduceWish(view: ViewState, world: ViewWorld, dialog: WishDialog, token: Typed): Step {
  const key = token.type === 'key' ? keyOfToken(token) : 'paste';
  if (key === 'ctrl-e') return withEffects(view, { type: 'editor', text: dialog.edit.text });
  if (key !== 'enter') return stay({ ...view, dialog: { ...dialog, edit: typedInto(view, world, dialog, token) } });
  const params = { goal: dialog.goal, wish: dialog.edit.text.trim() };
  return withEffects(closeDialog(view), { type: 'request', method: 'planAgain', params });
}
