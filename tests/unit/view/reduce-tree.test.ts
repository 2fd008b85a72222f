// Folding the tree of the list: keys, where the selection goes, and that whoever is chosen is seen.
import { describe, expect, it } from 'vitest';
import { shownRows } from '../../../src/core/view/selection.js';
import { viewLayout } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const agents = [
  anAgent({ name: 'top', number: 1 }),
  anAgent({ name: 'worker', number: 2, parent: 'id-top' }),
  anAgent({ name: 'deep', number: 3, parent: 'id-worker' }),
  anAgent({ name: 'other', number: 4 }),
];

function listed(selected: string, size = { cols: 140, rows: 40 }) {
  const client = clientView({ agents, size }, selected);
  return { client, names: () => shownRows(client.view, client.world).map(({ agent }) => agent.name) };
}

describe('folding', () => {
  it('hides what is below, and unfolding shows it again', () => {
    const { client, names } = listed('id-top');
    client.does('tree.fold');
    expect(names()).toEqual(['top', 'other']);
    client.does('tree.unfold');
    expect(names()).toEqual(['top', 'worker', 'deep', 'other']);
  });

  it('goes to the parent where nothing is left to fold, and to the first child where nothing is folded', () => {
    const { client } = listed('id-deep');
    client.does('tree.fold');
    expect(client.view.selected).toBe('id-worker');
    client.does('tree.fold');
    client.does('tree.fold');
    expect([client.view.selected, client.view.folded]).toEqual(['id-top', ['id-worker']]);
    client.does('tree.unfold');
    expect(client.view.selected).toBe('id-worker');
  });

  it('does nothing to one that stands alone', () => {
    const { client } = listed('id-other');
    const before = client.view;
    client.does('tree.fold');
    client.does('tree.unfold');
    expect(client.view).toEqual(before);
  });

  it('opens again for whoever is chosen by number', () => {
    const { client, names } = listed('id-top');
    client.does('tree.fold');
    client.does('selection.number', 3);
    expect([client.view.selected, names()]).toEqual(['id-deep', ['top', 'worker', 'deep', 'other']]);
  });

  it('moves over what is hidden', () => {
    const { client } = listed('id-top');
    client.does('tree.fold');
    client.does('selection.next');
    expect(client.view.selected).toBe('id-other');
  });

  it('gives the pane the rows on a small screen', () => {
    const { client } = listed('id-top', { cols: 80, rows: 24 });
    const before = viewLayout(client.view, client.world);
    client.does('tree.fold');
    const after = viewLayout(client.view, client.world);
    expect([before.list?.height, after.list?.height]).toEqual([5, 3]);
  });
});
