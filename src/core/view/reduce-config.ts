// Keys of the configuration view: moving among the keys, changing a value in place, and what the host says to it.
import type { Requests } from '../model/requests.js';
import type { KeyToken, PasteToken } from '../model/token.js';
import { chosenEntry, editOf } from './config-rows.js';
import { toastOf } from './selection.js';
import { stay, tell, withEffects } from './step.js';
import type { ConfigPlace, Step, ViewState, ViewWorld } from './view-state.js';

const ASK = { type: 'request', method: 'configShow', params: {} } as const;

export function openConfig(view: ViewState): Step {
  const place = { kind: 'config', entries: null, file: '', notices: [], filter: '', isFiltering: false, chosen: null, edit: null } as const;
  return withEffects({ ...view, place }, ASK);
}

export function reduceConfigKey(view: ViewState, world: ViewWorld, place: ConfigPlace, token: KeyToken): Step {
  if (token.name === '/') return stay({ ...view, place: { ...place, isFiltering: true } });
  if (token.name !== 'enter' && token.name !== 'e') return stay(view);
  const entry = chosenEntry(place);
  if (entry === null) return stay(view);
  if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
  return stay({ ...view, place: { ...place, chosen: entry.name, edit: editOf(entry) } });
}

/** Keys while a value is typed. */
export function reduceConfigEdit(view: ViewState, place: ConfigPlace, token: KeyToken | PasteToken): Step {
  const { edit } = place;
  const name = token.type === 'key' ? token.name : '';
  if (edit === null) return stay(view);
  if (name === 'escape') return stay({ ...view, place: { ...place, edit: null } });
  if (name === 'tab' || name === 'up' || name === 'down') return stay(view);
  if (name !== 'enter') return withEffects(view, { type: 'field', token });
  if (edit.problem !== null) return stay(view);
  return withEffects(view, { type: 'request', method: 'configSet', params: { key: edit.name, text: edit.text } });
}

export function configShown(view: ViewState, result: Requests['configShow']['result']): Step {
  return stay(view.place.kind === 'config' ? { ...view, place: { ...view.place, ...result } } : view);
}

/** Read again: what lies over the person's file, such as a variable, still counts. */
export function configSaved(view: ViewState, world: ViewWorld, result: Requests['configSet']['result']): Step {
  const when = result.takesEffect === 'now' ? 'It holds from now on.' : 'It holds when the host is started again.';
  const toast = toastOf(world.now, 'info', `${result.key} is saved in ${result.file}. ${when}`);
  const { place } = view;
  if (place.kind !== 'config') return stay({ ...view, toast });
  const edit = place.edit?.name === result.key ? null : place.edit;
  return withEffects({ ...view, toast, place: { ...place, edit } }, ASK);
}
