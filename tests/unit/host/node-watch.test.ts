// Which nodes are gone is told by the broker, and only while it takes what is said to it.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { Broker } from '../../../src/core/ports/broker.js';
import { NodeWatch } from '../../../src/host/remote/node-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const REGISTRY = { heartbeatSeconds: 10, staleSeconds: 30, onStale: 'tell' } as const;

/** A run on `far`, of which the broker knows nothing; `ownAge`: since our own entry was renewed, null where it is gone, too. */
async function lostWith(ownAge: number | null) {
  const clock = new FakeClock();
  const lost: string[] = [];
  const at = clock.now() + REGISTRY.heartbeatSeconds * 1000;
  const self = ownAge === null ? [] : [{ name: 'home', isSelf: true, seenAt: new Date(at - ownAge * 1000).toISOString() }];
  const condition = { state: 'ready', since: new Date(clock.now() - 60_000).toISOString() };
  const watch = new NodeWatch({
    clock,
    registry: REGISTRY,
    runs: () => [{ isOver: false, node: 'far', lost: async (_node: string, why: string) => void lost.push(why) }] as never,
    broker: () => ({ condition, nodes: async () => ok(self) }) as unknown as Broker,
  });
  watch.begin();
  clock.advance(REGISTRY.heartbeatSeconds * 1000);
  await new Promise<void>((resolve) => setImmediate(resolve));
  watch.dispose();
  return lost;
}

it('one that is not there any more is lost', async () => {
  expect(await lostWith(9)).toEqual(['gives no sign of life']);
});

it.each([
  ['is gone, too', null],
  ['could not be renewed either', 21],
])('while our own entry %s nothing is known of others', async (_what, ownAge) => {
  expect(await lostWith(ownAge)).toEqual([]);
});
