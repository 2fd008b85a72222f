// A store over fakes: events go in, and what was asked of the outside world can be read afterwards.
import { createHandlers } from '../../src/core/effects/handlers.js';
import { createStore, type Store } from '../../src/core/effects/store.js';
import type { EventBody } from '../../src/core/model/event.js';
import { type AppState, emptyState } from '../../src/core/model/state.js';
import { type FakePorts, FakeStorage, fakePorts } from './fake-effect-ports.js';

export interface Bench {
  readonly store: Store;
  readonly ports: FakePorts;
  readonly storage: FakeStorage;
  readonly bugs: unknown[];
  /** Dispatches, waits until all is settled, and gives the agent `a`. */
  play(...bodies: readonly EventBody[]): Promise<AppState['agents'][string] | undefined>;
}

export function bench(changes: Parameters<typeof fakePorts>[0] = {}): Bench {
  const ports = fakePorts(changes);
  const storage = new FakeStorage();
  const bugs: unknown[] = [];
  const store = createStore({
    state: emptyState(5),
    storage,
    clock: ports.clock,
    handlers: createHandlers(ports),
    onBug: (error) => bugs.push(error),
  });
  return {
    store,
    ports,
    storage,
    bugs,
    async play(...bodies) {
      for (const body of bodies) {
        store.dispatch(body);
        await store.whenSettled();
      }
      return store.state.agents.a;
    },
  };
}
