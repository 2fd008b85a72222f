// Searching a diff: as the text is typed the cursor goes to its first place from here; n and N go on, round and round.

import type { DiffPlace } from '../place.js';
import { stay, tell } from '../step.js';
import type { Step, ViewState } from '../view-state.js';
import { inView, nextMatch, rowAt } from './move-cursor.js';
import type { OpenDiff } from './open-diff.js';
import { shownOf } from './review-layout.js';

export function searchOn(open: OpenDiff, by: 1 | -1): Step {
  const { view, world, place } = open;
  const found = nextMatch(place.model, place.search, { row: rowAt(place, open.sight.shown) ?? 0, by });
  if (found === null) return tell(view, world, `Nothing here says ${place.search}.`);
  const step = stay(toMatch(open, found.row));
  return found.wrapped ? tell(step.view, world, by === 1 ? 'On from the beginning.' : 'On from the end.') : step;
}

/** While it is typed. */
export function searchTyped(open: OpenDiff): ViewState {
  const { view, place } = open;
  const found = nextMatch(place.model, place.search, { row: rowAt(place, open.sight.shown) ?? 0, by: 0 });
  return found === null ? view : toMatch(open, found.row);
}

// What is found in a folded file is shown: the file is opened.
function toMatch({ view, world, place, sight }: OpenDiff, row: number): ViewState {
  const file = sight.shown.fileAt(sight.shown.indexOf(row));
  const path = place.model.files[file]?.path;
  const isHidden = sight.shown.isFolded(file) && place.model.files[file]?.start !== row;
  const open: DiffPlace = isHidden && path !== undefined ? { ...place, turned: opened(place.turned, path) } : place;
  const shown = isHidden ? shownOf(view, world, open) : sight.shown;
  return shown === null ? view : { ...view, place: inView(open, { shown, rows: sight.rows }, shown.indexOf(row)) };
}

function opened(turned: readonly string[], path: string): readonly string[] {
  return turned.includes(path) ? turned.filter((each) => each !== path) : [...turned, path];
}

export function endSearch(view: ViewState, what: 'keep' | 'clear'): Step {
  const { place } = view;
  if (place.kind !== 'diff') return stay(view);
  const search = what === 'keep' ? place.search : '';
  return stay({ ...view, place: { ...place, search, isSearching: false } });
}
