// The one reducer of a client's view: what a person did, or how the world changed, gives the next view and effects as data.
import { textEditOf } from '../input/text-edit.js';
import { plainText } from '../model/plain-text.js';
import type { KeyToken, PasteToken } from '../model/token.js';
import { hasText } from './dialog.js';
import { focusedField, withField } from './fields.js';
import { dropFilter, filterTyped, keepFilter } from './list-filter.js';
import { moveOf } from './move-of.js';
import { neighbourRefusal } from './neighbour.js';
import { reduceAction } from './reduce-action.js';
import { reduceAnswer, reduceRefusal, reduceTold } from './reduce-answer.js';
import { reduceCompareKey } from './reduce-compare.js';
import { reduceConfigEdit, reduceConfigKey } from './reduce-config.js';
import { reduceDialogToken } from './reduce-dialog.js';
import { reduceMessagesKey, withMessagesRead } from './reduce-messages.js';
import { scrollPane, scrollPlace } from './reduce-place.js';
import { reduceTaskKey } from './reduce-tasks.js';
import { openDiff } from './review/open-diff.js';
import { askDiff } from './review/read-diff.js';
import { reduceDiffKey } from './review/reduce-review.js';
import { endSearch, searchTyped } from './review/reduce-search.js';
import { followWorld, isUnseen, selectedAgent, toastOf } from './selection.js';
import { stay, tell, withEffects } from './step.js';
import type { FieldName, Step, ViewAction, ViewState, ViewWorld } from './view-state.js';

/** Between two keys of one who is typing. */
const STILL_TYPING_MS = 400;

/** Never throws; an action that makes no sense in this view changes nothing. */
export function reduceView(view: ViewState, world: ViewWorld, action: ViewAction): Step {
  const step = isByPerson(action) ? reducePerson(view, world, action) : reduceWorld(view, world, action);
  const followed = followWorld(step.view, world);
  return { view: followed.view, effects: [...step.effects, ...followed.effects] };
}

type PersonAction = Extract<ViewAction, { readonly type: 'action' | 'token' | 'leaderPressed' }>;
type WorldAction = Exclude<ViewAction, PersonAction>;

function isByPerson(action: ViewAction): action is PersonAction {
  return action.type === 'action' || action.type === 'token' || action.type === 'leaderPressed';
}

function reducePerson(before: ViewState, world: ViewWorld, action: PersonAction): Step {
  if (action.type === 'token' && action.token.type !== 'key' && action.token.type !== 'paste') return stay(before);
  if (before.deafUntil !== null && world.now < before.deafUntil) {
    return stay({ ...before, deafUntil: Math.max(before.deafUntil, world.now + STILL_TYPING_MS) });
  }
  const view = before.toast !== null && world.now >= before.toast.keepUntil ? { ...before, toast: null } : before;
  const step = withMessagesRead(before, world, personStep(view, world, action));
  // Whoever presses a key has the chosen agent before their eyes: its end counts as seen. What a filter passes by does not.
  const looked = selectedAgent(before, world);
  if (world.isReadOnly || before.isFiltering || before.place.kind !== 'agents' || !isUnseen(looked)) return step;
  return { view: step.view, effects: [...step.effects, { type: 'request', method: 'seen', params: { agent: looked.id } }] };
}

function personStep(view: ViewState, world: ViewWorld, action: PersonAction): Step {
  if (action.type === 'leaderPressed') {
    const back: ViewState = { ...view, focus: 'list' };
    return view.focus === 'attached' && view.selected !== null ? withEffects(back, { type: 'detach', agent: view.selected }) : stay(back);
  }
  if (action.type === 'action') return reduceAction(view, world, action.action, action.number);
  const { token } = action;
  if (token.type !== 'key' && token.type !== 'paste') return stay(view);
  if (view.dialog !== null) return reduceDialogToken(view, world, view.dialog, token);
  const field = focusedField(view);
  if (field !== null) return reduceFieldToken(view, world, field, token);
  return token.type === 'key' ? reduceKey(view, world, token) : stay(view);
}

// The filter of the list or the timeline: Enter keeps it, Esc takes it away.
function reduceFieldToken(view: ViewState, world: ViewWorld, field: FieldName, token: KeyToken | PasteToken): Step {
  if (field === 'configValue' && view.place.kind === 'config') return reduceConfigEdit(view, view.place, token);
  const name = token.type === 'key' ? token.name : '';
  if (field === 'diffSearch' && (name === 'enter' || name === 'escape')) return endSearch(view, name === 'enter' ? 'keep' : 'clear');
  const isKept = name === 'enter' || name === 'down' || name === 'up';
  if (field === 'filter' && (isKept || name === 'escape')) return stay(isKept ? keepFilter(view, world) : dropFilter(view, world));
  if (isKept) return stay(endFilter(view));
  if (name === 'escape') return stay(endFilter(withField(view, field, '')));
  return withEffects(view, { type: 'field', token });
}

function endFilter(view: ViewState): ViewState {
  const { place } = view;
  const isFilter = place.kind === 'timeline' || place.kind === 'config' || place.kind === 'messages';
  return isFilter ? { ...view, place: { ...place, isFiltering: false } } : view;
}

function reduceKey(view: ViewState, world: ViewWorld, token: KeyToken): Step {
  const { place } = view;
  if (token.name === 'escape') return reduceAction(view, world, 'view.back');
  const move = moveOf(token);
  if (place.kind === 'diff' && token.name !== 'q') return reduceDiffKey(view, world, token) ?? stay(view);
  if (place.kind === 'timeline' && token.name === '/') return stay({ ...view, place: { ...place, isFiltering: true } });
  if (place.kind === 'timeline' && token.name === 'a') {
    const chosen = selectedAgent(view, world);
    const refusal = place.agent !== null || chosen === null ? null : neighbourRefusal(chosen, 'view.timeline');
    if (refusal !== null) return tell(view, world, refusal);
    return stay({ ...view, place: { ...place, agent: place.agent === null ? view.selected : null, fromEnd: 0 } });
  }
  if (place.kind === 'tasks' && move === null && token.name !== 'q') return reduceTaskKey(view, world, place, token);
  if (place.kind === 'config' && move === null && token.name !== 'q') return reduceConfigKey(view, world, place, token);
  if (place.kind === 'messages' && move === null && token.name !== 'q') {
    return token.name === '/' ? stay({ ...view, place: { ...place, isFiltering: true } }) : reduceMessagesKey(view, world, place, token);
  }
  if (place.kind === 'compare' && move === null && token.name !== 'q') return reduceCompareKey(view, world, place, token);
  if (place.kind !== 'agents') {
    if (token.name === 'q') return reduceAction(view, world, 'view.back');
    return stay(move === null ? view : scrollPlace(view, world, move));
  }
  if (view.focus !== 'scroll') return stay(view);
  if (token.name === 'q' || token.name === 'enter') return reduceAction(view, world, 'view.back');
  return stay(move === null ? view : scrollPane(view, world, move));
}

function reduceWorld(view: ViewState, world: ViewWorld, action: WorldAction): Step {
  switch (action.type) {
    case 'worldChanged':
      return stay(view);
    case 'historyGrew':
      return view.scroll === 0 ? stay(view) : stay({ ...view, scroll: Math.min(world.scrollback, view.scroll + action.rows) });
    case 'fieldChanged':
      return stay(typedIn(withField(view, action.field, action.value), world, action.field));
    case 'noticed':
      return stay({ ...view, toast: toastOf(world.now, action.tone, plainText(action.text, 600)) });
    case 'told':
      return reduceTold(view, world, action.lines);
    case 'edited':
      return stay(edited(view, action.text));
    case 'fileEdited':
      return view.place.kind === 'diff' && view.place.agent === action.agent ? withEffects(view, askDiff(action.agent)) : stay(view);
    case 'refused':
      return reduceRefusal(view, world, action);
    case 'answered':
      return reduceAnswer(view, world, action);
  }
}

/** What is searched for in the list or in a diff is shown while it is typed. */
function typedIn(view: ViewState, world: ViewWorld, field: FieldName): ViewState {
  if (field === 'filter') return filterTyped(view, world);
  const open = field === 'diffSearch' ? openDiff(view, world) : null;
  return open === null ? view : searchTyped(open);
}

function edited(view: ViewState, text: string | null): ViewState {
  const { dialog } = view;
  if (text === null || !hasText(dialog)) return view;
  return { ...view, dialog: { ...dialog, edit: textEditOf(text) } };
}
