// When what a client sees will change by itself: the ages in sight, the clock, a toast that goes, a list that settles (decision 16).
import type { Agent } from '../model/agent.js';
import { nextVisibleChange } from './age.js';
import { SETTLE_MS } from './list-order.js';
import { listedMessages } from './message-rows.js';
import { selectedAgent, shownRows } from './selection.js';
import { type ViewState, type ViewWorld, viewLayout } from './view-state.js';
import { showsAge } from './worth-knowing.js';

/** Ms since the epoch at which to draw again if nothing else happens; null when nothing would look different. */
export function nextChange(view: ViewState, world: ViewWorld, hostStartedAt: string | null): number | null {
  const layout = viewLayout(view, world);
  const listed = layout.list === null ? [] : shownRows(view, world).map((row) => row.agent);
  const since = listed.filter(showsAge).map(ageBegin);
  const selected = selectedAgent(view, world);
  if (layout.paneFrame !== null && selected !== null) since.push(selected.since);
  const { place } = view;
  if (place.kind === 'tasks' || place.kind === 'compare')
    since.push(...world.agents.filter(({ goal }) => goal === place.goal).map(({ createdAt }) => createdAt));
  if (place.kind === 'messages') since.push(...listedMessages(place, world.mail).map(({ message }) => message.timestamp));
  if (layout.header !== null && hostStartedAt !== null) since.push(hostStartedAt);
  return nextVisibleChange({ since, moments: viewMoments(view, SETTLE_MS), hasClock: layout.header !== null }, world.now);
}

/** ISO 8601: of the age that stands in its row. */
function ageBegin({ silentSince, state, setup, since }: Agent): string {
  return silentSince ?? (state === 'preparing' ? (setup?.since ?? since) : since);
}

/** When the view changes by itself: the end of a toast, the list settling. Ms since the epoch. */
function viewMoments(view: ViewState, settleMs: number): readonly (number | null)[] {
  return [view.toast?.goneAt ?? null, view.movedAt === null ? null : view.movedAt + settleMs];
}
