// Which nodes the broker knows to live. Whoever can not tell is not to take anybody for gone.
import type { NodeEntry } from '../../core/model/node.js';
import type { Broker } from '../../core/ports/broker.js';
import type { RemoteWorld } from './remote-world.js';

/** Their names; null where that can not be known now. The broker forgets who says nothing for too long: their clocks and ours need not agree. */
export async function livingNodes(
  broker: Broker | undefined,
  world: Pick<RemoteWorld, 'clock' | 'registry'>,
): Promise<ReadonlySet<string> | null> {
  const { clock, registry } = world;
  // Just back: the others have not said yet that they are, too.
  const isBack = broker !== undefined && clock.now() - Date.parse(broker.condition.since) >= registry.heartbeatSeconds * 1000;
  const nodes = isBack ? await broker.nodes() : null;
  // Cut off ourselves we know nothing of others.
  return nodes?.ok === true && isTaken(nodes.value, world) ? new Set(nodes.value.map(({ name }) => name)) : null;
}

/** A broker that is full renews no entry: ours was not either, and will go with those of the others. */
function isTaken(nodes: readonly NodeEntry[], { clock, registry }: Pick<RemoteWorld, 'clock' | 'registry'>): boolean {
  const { heartbeatSeconds, staleSeconds } = registry;
  const own = nodes.find(({ isSelf }) => isSelf);
  const most = Math.max(staleSeconds - heartbeatSeconds, 1.5 * heartbeatSeconds) * 1000;
  return own !== undefined && clock.now() - Date.parse(own.seenAt) < most;
}
