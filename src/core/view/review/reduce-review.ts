// Keys of the diff: move, search, fold and mark, comment, stage and revert. Whatever changes the rows keeps the cursor on what it was on.
import { keyOfToken } from '../../input/key-notation.js';
import type { KeyToken } from '../../model/token.js';
import { moveOf } from '../move-of.js';
import type { DiffPlace } from '../place.js';
import { stay, tell, withEffects } from '../step.js';
import { type Step, type ViewState, type ViewWorld, viewLayout } from '../view-state.js';
import { fileDigest } from './digest.js';
import { atRow } from './keep-place.js';
import { moveCursor, toFile, toHunk } from './move-cursor.js';
import { type OpenDiff, openDiff, placed, remembered, rowsInSight } from './open-diff.js';
import { askDiff } from './read-diff.js';
import { searchOn } from './reduce-search.js';
import { reviewOf } from './review.js';
import { codeCols, shownOf, styleShown } from './review-layout.js';
import { commentHere, editHere, revertHere, sendComments, stageHere } from './review-orders.js';
import { isSeen } from './shown-rows.js';
import { toSide } from './side.js';

/** Null for a key that means nothing here. */
export function reduceDiffKey(view: ViewState, world: ViewWorld, token: KeyToken): Step | null {
  const open = openDiff(view, world);
  const key = keyOfToken(token);
  if (open === null) return null;
  const { place, sight } = open;
  const show = (next: DiffPlace) => stay({ ...view, place: next });
  switch (key) {
    case 'left':
    case 'right':
      return show(toSide(place, key === 'right' ? 1 : -1));
    case 'tab':
      return show({ ...place, side: place.side === 'old' ? 'new' : 'old' });
    case 'n':
      return place.search === '' ? show(toFile(place, sight, 1)) : searchOn(open, 1);
    case 'N':
      return place.search === '' ? tell(view, world, 'Nothing is searched for; / begins.') : searchOn(open, -1);
    case ']':
      return show(toFile(place, sight, 1));
    case '[':
    case 'p':
      return show(toFile(place, sight, -1));
    case '}':
      return show(toHunk(place, sight, 1));
    case '{':
      return show(toHunk(place, sight, -1));
    case '/':
      return show({ ...place, isSearching: true });
    case 'v':
      return turnStyle(open);
    case 'enter':
      return turnFile(open);
    case 'm':
      return markFile(open);
    case 'r':
      return withEffects(view, askDiff(place.agent));
    case 'c':
      return commentHere(open);
    case 'ctrl-s':
      return sendComments(open);
    case 'S':
      return stageHere(open, 'stage');
    case 'U':
      return stageHere(open, 'unstage');
    case 'R':
      return revertHere(open);
    case 'e':
      return editHere(open);
    default: {
      const move = moveOf(token);
      return move === null ? null : show(moveCursor(place, sight, move));
    }
  }
}

function turnStyle({ view, world, place, sight }: OpenDiff): Step {
  const style = view.reviewing.style === 'split' ? 'unified' : 'split';
  const next: ViewState = { ...view, reviewing: { ...view.reviewing, style } };
  const cols = codeCols(place.model, viewLayout(view, world).body.width);
  if (styleShown(style, cols) !== style) return tell(view, world, 'This screen is too narrow to show both sides.');
  return stay(placed(next, world, { place, before: sight.shown }));
}

/** Folds the file under the cursor, or opens it, seen or not. */
function turnFile({ view, world, place, sight }: OpenDiff): Step {
  const file = place.model.files[sight.shown.fileAt(place.cursor)];
  if (file === undefined) return stay(view);
  const turned = place.turned.includes(file.path) ? place.turned.filter((path) => path !== file.path) : [...place.turned, file.path];
  return stay(placed(view, world, { place: { ...place, turned }, before: sight.shown }));
}

/** Seen: folded, and on to the next one. Unseen again: open. */
function markFile({ view, world, place, sight }: OpenDiff): Step {
  if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
  const at = sight.shown.fileAt(place.cursor);
  const file = place.model.files[at];
  if (file === undefined) return stay(view);
  const review = reviewOf(world.reviews, place.agent);
  const { [file.path]: _was, ...others } = review.seen;
  const wasSeen = isSeen(place.model, file, review);
  const seen = wasSeen ? others : { ...others, [file.path]: fileDigest(place.model, file) };
  const next = { ...review, seen };
  const open: DiffPlace = { ...place, turned: place.turned.filter((path) => path !== file.path) };
  const after = { ...world, reviews: { ...world.reviews, [place.agent]: next } };
  const shown = shownOf(view, after, open);
  if (shown === null) return stay(view);
  const isLast = at + 1 >= place.model.files.length;
  const row = wasSeen || isLast ? file.start : (place.model.files[at + 1]?.start ?? file.start);
  const moved = atRow(open, { shown, rows: rowsInSight(view, world) }, row);
  return withEffects({ ...view, place: moved }, remembered(place.agent, next));
}
