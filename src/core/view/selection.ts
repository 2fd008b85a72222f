// Which agent is chosen, and what follows when the world changes under it: order, selection, toasts.
import { type Agent, isLive, isOver } from '../model/agent.js';
import { ancestorsOf } from '../state/tree.js';
import { answerRefusal, whoAsks } from './answer-dialog.js';
import type { HelpSubject } from './help-rows.js';
import { SETTLE_MS, settleOrder } from './list-order.js';
import { type ListRow, listRows } from './list-rows.js';
import { addressOf, isReachable, kinOf, othersAmong, ownAmong, wasSeen } from './neighbour.js';
import { hasOrchestrator, isOrchestratorChosen, isOrchestratorShown, ORCHESTRATOR } from './orchestrator.js';
import type { Step, Toast, ViewState, ViewWorld } from './view-state.js';

/** Rows of the list as shown, the filter applied. */
export function shownRows(view: ViewState, { agents, pulls }: Pick<ViewWorld, 'agents' | 'pulls'>): readonly ListRow[] {
  return listRows({ order: view.order, agents, pulls, filter: view.filter, folded: view.folded });
}

export function selectedAgent(view: ViewState, world: Pick<ViewWorld, 'agents'>): Agent | null {
  return world.agents.find((agent) => agent.id === view.selected) ?? null;
}

/** What the help and the palette look at to tell what works now. */
export function helpSubject(view: ViewState, world: Pick<ViewWorld, 'agents' | 'goals' | 'actions' | 'isReadOnly'>): HelpSubject {
  const selected = selectedAgent(view, world);
  const isAsked = whoAsks(world.agents, view.selected) !== null && answerRefusal(selected) === null;
  const hasPlan = world.goals.some(({ plan }) => plan !== undefined);
  const hasFamily = [ownAmong(world.agents), othersAmong(world.agents)].some((kin) => {
    const ids = new Set(kin.map(({ id }) => id));
    return kin.some(({ parent }) => parent !== null && ids.has(parent));
  });
  const hasTries = world.goals.some(({ tries }) => tries !== undefined);
  return {
    actions: world.actions,
    selected,
    isReadOnly: world.isReadOnly,
    isAsked,
    hasPlan,
    hasTries,
    hasFamily,
  };
}

/** Moves by rows of the list; stops at its ends. */
export function moveSelection(view: ViewState, world: ViewWorld, by: number): ViewState {
  const first = isOrchestratorShown(view, world) ? [ORCHESTRATOR] : [];
  const ids = [...first, ...shownRows(view, world).map((row) => row.agent.id)];
  if (ids.length === 0) return view;
  const at = view.selected === null ? -1 : ids.indexOf(view.selected);
  const next = at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
  return choose(view, world, ids[next] ?? null);
}

/** Chooses an agent; its pane begins at the live end. */
export function choose(view: ViewState, world: Pick<ViewWorld, 'now'>, id: string | null): ViewState {
  return { ...view, selected: id, movedAt: world.now, scroll: id === view.selected ? view.scroll : 0 };
}

/** Follows the world: sorts when the selection rests, keeps it on an agent that exists, lets toasts go. */
export function followWorld(view: ViewState, world: ViewWorld): Step {
  const isMoving = view.movedAt !== null && world.now - view.movedAt < SETTLE_MS;
  // An open dialog or an attached agent is not the list being browsed, yet nothing should shift beside what is being typed.
  const order = settleOrder(view.order, world, isMoving ? 'moving' : 'resting');
  const toast = view.toast !== null && world.now >= view.toast.goneAt ? null : view.toast;
  let next: ViewState = { ...view, order, toast, folded: foldedStill(view, world), movedAt: isMoving ? view.movedAt : null };
  const agent = selectedAgent(next, world);
  const isOrchestrator = isOrchestratorChosen(next) && hasOrchestrator(world);
  if (agent === null && !isOrchestrator) {
    const selected = standingNear(view, order, world) ?? (hasOrchestrator(world) ? ORCHESTRATOR : null);
    next = { ...next, selected, scroll: 0 };
  }
  next = { ...next, worksFor: worksForOf(selectedAgent(next, world), world) };
  if (next.focus === 'attached' && agent === null) {
    return leave({ ...next, ...deaf(world.now), toast: toastOf(world.now, 'info', 'The agent is not there any more.') }, view.selected);
  }
  if (next.focus === 'scroll' && agent === null && !isOrchestrator) return leave(next, view.selected);
  if (next.focus === 'attached' && agent !== null && isLive(agent) && !isReachable(agent)) {
    return leave({ ...next, ...deaf(world.now), toast: toastOf(world.now, 'info', `${addressOf(agent)} can not be reached.`) }, agent.id);
  }
  if (next.focus === 'attached' && agent !== null && !isLive(agent)) {
    return leave({ ...next, ...deaf(world.now), toast: toastOf(world.now, 'info', `${agent.name} has ended: ${agent.state}.`) }, agent.id);
  }
  return { view: same(view, next) ? view : next, effects: [] };
}

/** Who is chosen, by whatever way, is seen; while a filter is typed that is not settled yet. */
function foldedStill({ folded, selected, isFiltering }: ViewState, { agents }: ViewWorld): readonly string[] {
  if (folded.length === 0) return folded;
  const chosen = isFiltering ? undefined : agents.find(({ id }) => id === selected);
  const open = new Set(chosen === undefined ? [] : ancestorsOf(kinOf(agents, chosen), chosen).map(({ id }) => id));
  const still = folded.filter((id) => !open.has(id) && agents.some((agent) => agent.id === id));
  return still.length === folded.length ? folded : still;
}

/** A toast for `text`; errors stay longer. */
export function toastOf(now: number, tone: Toast['tone'], text: string): Toast {
  return tone === 'error'
    ? { text, tone, keepUntil: now + 3000, goneAt: now + 15_000 }
    : { text, tone, keepUntil: now + 1000, goneAt: now + 5000 };
}

/** True when the person is looking at finished work that is not marked as seen. */
export function isUnseen(agent: Agent | null): agent is Agent {
  return agent !== null && isOver(agent.state) && !wasSeen(agent);
}

/** Whoever types to an agent that ends goes on for a moment: `i`, `q` or Ctrl-C must not act on the list that took its place. */
const DEAF_MS = 1000;

function deaf(now: number): Pick<ViewState, 'deafUntil'> {
  return { deafUntil: now + DEAF_MS };
}

function leave(view: ViewState, agent: string | null): Step {
  const effects: Step['effects'] = view.focus === 'attached' && agent !== null ? [{ type: 'detach', agent }] : [];
  return { view: { ...view, focus: 'list', scroll: 0 }, effects };
}

/** Its row goes when its work has come to that agent, which is what is looked at next. */
function worksForOf(agent: Agent | null, { agents }: Pick<ViewWorld, 'agents'>): string | null {
  if (agent?.neighbour?.isOurs !== true) return null;
  return ancestorsOf(ownAmong(agents), agent).find(({ neighbour }) => neighbour === undefined)?.id ?? null;
}

// The agent that stands where the gone one stood, or the one that it worked for. One of another host is chosen by nobody but the person.
function standingNear(view: ViewState, order: readonly string[], { agents }: Pick<ViewWorld, 'agents'>): string | null {
  const alive = new Set(ownAmong(agents).map(({ id }) => id));
  if (view.worksFor !== null && alive.has(view.worksFor)) return view.worksFor;
  const first = order.find((id) => alive.has(id)) ?? null;
  const at = view.selected === null ? -1 : view.order.indexOf(view.selected);
  if (at === -1) return first;
  const after = view.order.slice(at + 1).find((id) => alive.has(id));
  return after ?? view.order.slice(0, at).findLast((id) => alive.has(id)) ?? first;
}

function same(a: ViewState, b: ViewState): boolean {
  return (Object.keys(a) as (keyof ViewState)[]).every((key) => a[key] === b[key]);
}
