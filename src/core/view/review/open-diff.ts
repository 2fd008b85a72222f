// A diff that is open and read, with what it shows of it: what the reducers of its keys work on.
import type { DiffModel } from '../diff-rows.js';
import type { Move } from '../next-index.js';
import type { DiffPlace } from '../place.js';
import { withEffects } from '../step.js';
import type { RememberEffect } from '../view-effect.js';
import { type Step, type ViewState, type ViewWorld, viewLayout } from '../view-state.js';
import { kept } from './keep-place.js';
import { moveCursor, type Sight } from './move-cursor.js';
import type { Review } from './review.js';
import { shownOf } from './review-layout.js';
import type { Shown } from './shown-rows.js';

export interface OpenDiff {
  readonly view: ViewState;
  readonly world: ViewWorld;
  readonly place: DiffPlace & { readonly model: DiffModel };
  readonly sight: Sight;
}

/** Null while the diff is still being read. */
export function openDiff(view: ViewState, world: ViewWorld): OpenDiff | null {
  const { place } = view;
  if (place.kind !== 'diff' || place.model === null) return null;
  const shown = shownOf(view, world, place);
  return shown === null ? null : { view, world, place: { ...place, model: place.model }, sight: { shown, rows: rowsInSight(view, world) } };
}

export function rowsInSight(view: ViewState, world: ViewWorld): number {
  return Math.max(1, viewLayout(view, world).body.height - 2);
}

export function moveInDiff(view: ViewState, world: ViewWorld, move: Move): ViewState {
  const open = openDiff(view, world);
  return open === null ? view : { ...view, place: moveCursor(open.place, open.sight, move) };
}

/** The same view with another review of its diff, the cursor where it was; and the word to the host, which keeps it. */
export function withReview({ view, world, place, sight }: OpenDiff, review: Review): Step {
  const reviews = { ...world.reviews, [place.agent]: review };
  const next = placed(view, { ...world, reviews }, { place, before: sight.shown });
  return withEffects(next, remembered(place.agent, review));
}

export function remembered(agent: string, review: Review): RememberEffect {
  return { type: 'remember', of: 'review', agent, review };
}

export function placed(
  view: ViewState,
  world: ViewWorld,
  { place, before }: { readonly place: DiffPlace; readonly before: Shown },
): ViewState {
  const shown = shownOf(view, world, place);
  return shown === null ? view : { ...view, place: kept(place, before, { shown, rows: rowsInSight(view, world) }) };
}
