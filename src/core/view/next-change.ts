// When what a client sees will change by itself: the ages in sight, the clock, a toast that goes, a list that settles (decision 16).
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
  const since = listed.filter(showsAge).map((agent) => (agent.state === 'preparing' ? (agent.setup?.since ?? agent.since) : agent.since));
  const selected = selectedAgent(view, world);
  if (layout.paneFrame !== null && selected !== null) since.push(selected.since);
  const { place } = view;
  if (place.kind === 'tasks' || place.kind === 'compare')
    since.push(...world.agents.filter(({ goal }) => goal === place.goal).map(({ createdAt }) => createdAt));
  if (place.kind === 'messages') since.push(...listedMessages(place, world.mail).map(({ message }) => message.timestamp));
  if (layout.header !== null && hostStartedAt !== null) since.push(hostStartedAt);
  return nextVisibleChange({ since, moments: viewMoments(view, SETTLE_MS), hasClock: layout.header !== null }, world.now);
}

/** When the view changes by itself: the end of a toast, the list settling. Ms since the epoch. */
function viewMoments(view: ViewState, settleMs: number): readonly (number | null)[] {
  return [view.toast?.goneAt ?? null, view.movedAt === null ? null : view.movedAt + settleMs];
}
