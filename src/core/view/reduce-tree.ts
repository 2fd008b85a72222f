// Folding and unfolding the tree of the list, as file trees do: where there is nothing to fold, on to the parent or the first child.
import { ancestorsOf, childrenOf } from '../state/tree.js';
import { kinOf } from './neighbour.js';
import { choose, selectedAgent, shownRows } from './selection.js';
import type { ViewState, ViewWorld } from './view-state.js';

export function foldTree(view: ViewState, world: ViewWorld): ViewState {
  const agent = selectedAgent(view, world);
  if (agent === null) return view;
  const isOpen = childrenOf(kinOf(world.agents, agent), agent.id).length > 0 && !view.folded.includes(agent.id);
  if (isOpen) return { ...view, folded: [...view.folded, agent.id] };
  const [parent] = ancestorsOf(kinOf(world.agents, agent), agent);
  return parent === undefined ? view : choose(view, world, parent.id);
}

export function unfoldTree(view: ViewState, world: ViewWorld): ViewState {
  const agent = selectedAgent(view, world);
  if (agent === null) return view;
  if (view.folded.includes(agent.id)) return { ...view, folded: view.folded.filter((id) => id !== agent.id) };
  const kin = new Set(kinOf(world.agents, agent));
  const child = shownRows(view, world).find((row) => row.agent.parent === agent.id && kin.has(row.agent));
  return child === undefined ? view : choose(view, world, child.agent.id);
}
