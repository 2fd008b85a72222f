// What the palette offers: every action that works now and every agent, by fuzzy name.
import type { PaletteItem } from './dialog.js';
import { fuzzyFilter } from './fuzzy.js';
import { worksNow } from './help-rows.js';
import { addressOf } from './neighbour.js';
import { helpSubject } from './selection.js';
import type { ViewState, ViewWorld } from './view-state.js';

export function paletteItems(
  query: string,
  view: ViewState,
  world: Pick<ViewWorld, 'agents' | 'goals' | 'actions' | 'isReadOnly'>,
): readonly PaletteItem[] {
  const subject = helpSubject(view, world);
  const actions = world.actions
    // Moving by name makes no sense, and the palette is open already.
    .filter(
      ({ action }) =>
        !action.startsWith('selection.') &&
        !action.startsWith('page.') &&
        action !== 'palette.open' &&
        action !== 'view.back' &&
        worksNow(action, subject),
    )
    .map(({ action, name }): PaletteItem => ({ kind: 'action', action, name }));
  const agents = world.agents.map((agent): PaletteItem => {
    const { id, number, neighbour } = agent;
    return { kind: 'agent', agent: id, name: `${neighbour === undefined ? `${number} ` : ''}${addressOf(agent)}` };
  });
  return fuzzyFilter(query, [...actions, ...agents], (item) => item.name);
}
