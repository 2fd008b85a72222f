import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src/core/model/action.js';
import { usageShown } from '../../../src/core/view/usage-shown.js';
import { viewLayout } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const agents = [
  anAgent({ name: 'a', number: 1 }),
  anAgent({ name: 'b', number: 2 }),
  anAgent({ name: 'ended', number: 3, state: 'done', process: null }),
];

function shown(cols: number, ...actions: readonly Action[]): readonly string[] {
  const client = clientView({ agents, size: { cols, rows: 40 } }, 'id-a');
  for (const action of actions) client.does(action);
  return usageShown(client.view, client.world, viewLayout(client.view, client.world));
}

describe('whose CPU and memory a client shows', () => {
  it.each([
    ['beside a narrow list, the one in the pane', 140, [], ['id-a']],
    ['beside a list with room for it, every live row', 220, [], ['id-a', 'id-b']],
    ['below a list of the full width, every live row', 80, [], ['id-a', 'id-b']],
    ['in a view that takes the screen, nobody', 140, ['view.help'], []],
  ] as const)('%s', (_, cols, actions, expected) => {
    expect([...shown(cols, ...actions)].sort()).toEqual(expected);
  });
});
