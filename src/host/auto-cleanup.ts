// Old workspaces of ended goals go when the host starts, where the person has asked for that (`workspace.auto_cleanup`).
import { type CleanupOrder, carryOutCleanup, planCleanup } from '../core/adapters/workspace-cleanup.js';
import type { Store } from '../core/effects/store.js';

type Order = Omit<CleanupOrder, 'listed'> & { readonly store: Pick<Store, 'state' | 'dispatch'> };

/** Told with their number; nothing is said where nothing goes. */
export async function autoCleanup({ store, ...order }: Order): Promise<void> {
  const entries = await planCleanup({ ...order, listed: new Set(Object.keys(store.state.goals)) });
  const going = entries.filter(({ kept }) => kept === null).length;
  if (going === 0) return;
  const gone = going - (await carryOutCleanup(entries)).length;
  const text = `${gone} ${gone === 1 ? 'workspace' : 'workspaces'} of ended goals cleaned up (workspace.auto_cleanup)`;
  store.dispatch({ type: 'notice.raised', text });
}
