// The diff as the host gives it: asked for, read, and read again with cursor, folds and comments kept.
import type { Requests } from '../../model/requests.js';
import { type DiffModel, parseDiff } from '../diff-rows.js';
import type { DiffPlace } from '../place.js';
import { stay, withEffects } from '../step.js';
import type { RequestEffect } from '../view-effect.js';
import type { Step, ViewState, ViewWorld } from '../view-state.js';
import { viewLayout } from '../view-state.js';
import { renumbered } from './anchors.js';
import { atRow, keptInNew } from './keep-place.js';
import { draftsRenumbered } from './reduce-comment.js';
import { reviewOf } from './review.js';
import { shownOf } from './review-layout.js';
import { stagedDigests } from './staged.js';

/** A screen is in the host and gets what a script could not: no frame has to hold it. Some 100,000 lines. */
export const MAX_SCREEN_DIFF = 8 * 1024 * 1024;

export function askDiff(agent: string): RequestEffect {
  return { type: 'request', method: 'diff', params: { agent, maxBytes: MAX_SCREEN_DIFF, staged: true } };
}

export function newDiffPlace(agent: string, name: string): DiffPlace {
  return {
    kind: 'diff',
    agent,
    name,
    model: null,
    isTruncated: false,
    staged: [],
    top: 0,
    cursor: 0,
    left: 0,
    side: 'new',
    turned: [],
    search: '',
    isSearching: false,
  };
}

export function diffRead(view: ViewState, world: ViewWorld, agent: string, answer: Requests['diff']['result']): Step {
  const { place } = view;
  // The person may have left the diff, or opened another one, before the answer came.
  if (place.kind !== 'diff' || place.agent !== agent) return stay(view);
  const { diff, truncated, staged = '', saved } = answer;
  const model = parseDiff(diff);
  const { saved: _before, ...same } = place;
  const whence = saved === undefined ? {} : { saved };
  const read: DiffPlace = { ...same, ...whence, model, isTruncated: truncated, staged: stagedDigests(staged) };
  const before = reviewOf(world.reviews, agent);
  const review = renumbered(before, model);
  const after: ViewWorld = review === before ? world : { ...world, reviews: { ...world.reviews, [agent]: review } };
  const next: ViewState = {
    ...draftsRenumbered(view, agent, model),
    place: place.model === null ? read : keptPlace(view, after, { place, read, model }),
  };
  return review === before ? stay(next) : withEffects(next, { type: 'remember', of: 'review', agent, review });
}

function keptPlace(
  view: ViewState,
  world: ViewWorld,
  { place, read, model }: { readonly place: DiffPlace; readonly read: DiffPlace; readonly model: DiffModel },
): DiffPlace {
  const before = shownOf(view, world, place);
  const shown = shownOf(view, world, read);
  if (before === null || shown === null || place.model === null) return read;
  const rows = Math.max(1, viewLayout(view, world).body.height - 2);
  return atRow(read, { shown, rows }, keptInNew({ ...place, model: place.model }, before, model));
}
