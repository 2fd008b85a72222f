// Keys of the configuration view: moving among the keys, changing a value in place, and what the host says to it.
import type { ConfigEntry } from '../model/config-entry.js';
import type { Requests } from '../model/requests.js';
import type { KeyToken, PasteToken } from '../model/token.js';
import { chosenEntry, editOf, newKeyOf } from './config-rows.js';
import { confirmTakeOut } from './confirmations.js';
import type { ConfigPlace } from './place.js';
import { toastOf } from './selection.js';
import { open, stay, tell, withEffects } from './step.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

const ASK = { type: 'request', method: 'configShow', params: {} } as const;

export function openConfig(view: ViewState): Step {
  const place = { kind: 'config', entries: null, file: '', notices: [], filter: '', isFiltering: false, chosen: null, edit: null } as const;
  return withEffects({ ...view, place }, ASK);
}

export function reduceConfigKey(view: ViewState, world: ViewWorld, place: ConfigPlace, token: KeyToken): Step {
  if (token.name === '/') return stay({ ...view, place: { ...place, isFiltering: true } });
  if (!CHANGING.has(token.name)) return stay(view);
  if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
  if (token.name === 'a') return stay({ ...view, place: { ...place, edit: { name: null, text: '', problem: null } } });
  const entry = chosenEntry(place);
  if (entry === null) return stay(view);
  if (token.name === 'D') return takeOut(view, world, place, entry);
  return stay({ ...view, place: { ...place, chosen: entry.name, edit: editOf(entry) } });
}

const CHANGING: ReadonlySet<string> = new Set(['enter', 'e', 'a', 'D']);

/** Only what the person's own file says: the rest is changed where it comes from. */
function takeOut(view: ViewState, world: ViewWorld, place: ConfigPlace, { name, origin }: ConfigEntry): Step {
  if (origin === null) return tell(view, world, `${name} has its default.`);
  if (origin !== place.file) return tell(view, world, `${name} comes from ${origin}: change it there.`);
  return open(view, confirmTakeOut(name, place.file));
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
  const params = edit.name === null ? newKeyOf(edit.text) : { key: edit.name, text: edit.text };
  if (params === null) return stay({ ...view, place: { ...place, edit: { ...edit, problem: HALF } } });
  return withEffects(view, { type: 'request', method: 'configSet', params });
}

const HALF = 'Type the name of the key, a blank, and its value.';

export function configShown(view: ViewState, result: Requests['configShow']['result']): Step {
  return stay(view.place.kind === 'config' ? { ...view, place: { ...view.place, ...result } } : view);
}

/** Read again: what lies over the person's file, such as a variable, still counts. */
export function configSaved(view: ViewState, world: ViewWorld, result: Requests['configSet']['result']): Step {
  const when = result.takesEffect === 'now' ? 'It holds from now on.' : 'It holds when the host is started again.';
  const toast = toastOf(world.now, 'info', `${result.key} is saved in ${result.file}. ${when}`);
  const { place } = view;
  if (place.kind !== 'config') return stay({ ...view, toast });
  const { edit } = place;
  // Where a new key stands is seen at once.
  if (edit?.name === null && newKeyOf(edit.text)?.key === result.key)
    return withEffects({ ...view, toast, place: { ...place, edit: null, filter: '', chosen: result.key } }, ASK);
  return withEffects({ ...view, toast, place: { ...place, edit: edit?.name === result.key ? null : edit } }, ASK);
}

export function configTakenOut(view: ViewState, world: ViewWorld, { key, file, takesEffect }: Requests['configUnset']['result']): Step {
  const when = takesEffect === 'now' ? 'That holds from now on.' : 'That holds when the host is started again.';
  const toast = toastOf(world.now, 'info', `${key} is taken out of ${file}. ${when}`);
  return view.place.kind === 'config' ? withEffects({ ...view, toast }, ASK) : stay({ ...view, toast });
}
