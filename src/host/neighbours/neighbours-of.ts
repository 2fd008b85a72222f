// Puts the agents of other nodes together from what the host has: their screens are emulators of its runtime.
import type { AppState } from '../../core/model/state.js';
import type { Clock } from '../../core/ports.js';
import type { Host } from '../host.js';
import type { Network } from '../network/network.js';
import type { PlacedAgentRuntime } from '../placed-runtime.js';
import { shownScreen } from '../remote/shown-screen.js';
import type { NeighboursTold } from './neighbour-rows.js';
import { Neighbours } from './neighbours.js';

export interface NeighboursOrder {
  readonly clock: Clock;
  /** Name of this node. */
  readonly node: string;
  readonly network: () => Network;
  readonly state: () => AppState;
  readonly runtime: () => PlacedAgentRuntime;
  readonly host: () => Host;
}

const NOBODY: NeighboursTold['entries'] = new Map();

export function neighboursOf({ clock, node, network, state, runtime, host }: NeighboursOrder): Neighbours {
  return new Neighbours({
    clock,
    node,
    broker: () => network().broker,
    secret: () => network().secret,
    silent: () => network().silent,
    told: () => {
      const condition = network().broker?.condition;
      return {
        // Of a Redis that this host has left nobody is known any more.
        entries: condition === undefined ? NOBODY : network().others,
        own: state().agents,
        hasSecret: network().secret !== null,
        awaySince: condition?.state === 'away' ? condition.since : null,
      };
    },
    screen: { ...shownScreen({ clock, runtime, host }), forget: (agent) => runtime().forget(agent) },
  });
}
