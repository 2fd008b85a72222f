// The filter of the list while it is typed: the choice goes along with what matches, Enter keeps it, Esc brings back who was chosen before.
import { isOrchestratorShown, ORCHESTRATOR } from './orchestrator.js';
import { choose, shownRows } from './selection.js';
import type { ViewState, ViewWorld } from './view-state.js';

export function beginFilter(view: ViewState): ViewState {
  const chosenBefore = view.isFiltering ? view.chosenBefore : view.selected;
  return { ...view, isFiltering: true, chosenBefore, focus: 'list', part: 'list', isZoomed: false };
}

/** Who was chosen before as long as it matches, else the first that does; never one that stands there only around its children. */
export function filterTyped(view: ViewState, world: ViewWorld): ViewState {
  return view.isFiltering ? chosenOf(view, world, view.chosenBefore) : view;
}

export function keepFilter(view: ViewState, world: ViewWorld): ViewState {
  return { ...chosenOf(view, world, view.selected), isFiltering: false, chosenBefore: null };
}

export function dropFilter(view: ViewState, world: ViewWorld): ViewState {
  const before = world.agents.some(({ id }) => id === view.chosenBefore) || view.chosenBefore === ORCHESTRATOR;
  const back = before && view.chosenBefore !== view.selected ? choose(view, world, view.chosenBefore) : view;
  return { ...back, filter: '', isFiltering: false, chosenBefore: null };
}

function chosenOf(view: ViewState, world: ViewWorld, wanted: string | null): ViewState {
  const agents = shownRows(view, world).flatMap(({ agent, isAround }) => (isAround ? [] : [agent.id]));
  const matching = isOrchestratorShown(view, world) ? [...agents, ORCHESTRATOR] : agents;
  const id = wanted !== null && matching.includes(wanted) ? wanted : (matching[0] ?? view.selected);
  return id === view.selected ? view : choose(view, world, id);
}
