// Whose CPU and memory a client shows: nobody else's is looked up (decision 16).

import type { Agent } from '../model/agent.js';
import type { Layout } from './layout.js';
import { listWindow } from './list-window.js';
import { selectedAgent, shownRows } from './selection.js';
import type { ViewState, ViewWorld } from './view-state.js';

/** A list whose rows are narrower than this leaves them out. */
export const USAGE_FROM_COLS = 56;

/** Ids of live agents: the one in the pane's title, and the rows in sight of a list that has room for it. */
export function usageShown(view: ViewState, world: Pick<ViewWorld, 'agents' | 'pulls'>, layout: Layout): readonly string[] {
  const shown = new Set<string>();
  const selected = selectedAgent(view, world);
  if (layout.paneFrame !== null && selected !== null && runsHere(selected)) shown.add(selected.id);
  const { listInside } = layout;
  if (listInside !== null && listInside.width >= USAGE_FROM_COLS) {
    const { rows } = listWindow(shownRows(view, world), view.selected, listInside.height);
    for (const { agent } of rows) if (runsHere(agent)) shown.add(agent.id);
  }
  return [...shown];
}

/** What another node says of a process is no process of this machine. */
function runsHere({ process, neighbour }: Agent): boolean {
  return process !== null && neighbour === undefined;
}
