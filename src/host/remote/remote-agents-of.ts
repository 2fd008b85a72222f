// Puts the agents of other nodes together from what the host has: their screens are emulators of its runtime.
import type { Elsewhere } from '../../core/effects/effect-ports.js';
import type { Config } from '../../core/model/config.js';
import type { EventBody } from '../../core/model/event.js';
import type { AppState } from '../../core/model/state.js';
import type { Repository } from '../../core/ports/repository.js';
import type { Clock } from '../../core/ports.js';
import type { Host } from '../host.js';
import type { PlacedAgentRuntime } from '../placed-runtime.js';
import { RemoteAgents } from './remote-agents.js';
import { type RemoteMailOrder, remoteMailOf } from './remote-mail.js';
import { freeSlots } from './remote-places.js';
import type { RemoteWorld } from './remote-world.js';
import { shownScreen } from './shown-screen.js';

/** What other machines are reached by. */
export type Remote = Pick<RemoteWorld, 'broker' | 'asked' | 'secret' | 'silent' | 'sign' | 'carrier'>;

export const ALONE: Remote = {
  broker: () => null,
  asked: async () => undefined,
  secret: () => null,
  // Never asked: nobody is elsewhere.
  silent: undefined as never,
  sign: (task) => ({ ...task, signature: '' }),
  // Never asked: without a broker nothing is carried.
  carrier: undefined as never,
};

export interface RemoteOrder {
  readonly remote: Remote;
  readonly clock: Clock;
  readonly config: Config;
  readonly repository: Repository;
  readonly state: () => AppState;
  readonly dispatch: (event: EventBody) => void;
  readonly runtime: () => PlacedAgentRuntime;
  readonly host: () => Host;
  readonly mail: () => { readonly post: ReturnType<RemoteMailOrder['post']>; manager(): 'there' | 'none' };
}

export function remoteAgentsOf({ remote, clock, config, repository, state, dispatch, runtime, host, mail }: RemoteOrder): RemoteAgents {
  return new RemoteAgents({
    ...remote,
    clock,
    repository,
    registry: config.registry,
    hierarchy: config.hierarchy,
    goalText: (goal) => state().goals[goal]?.text ?? null,
    agents: () => state().agents,
    dispatch,
    say: (text) => dispatch({ type: 'notice.raised', text }),
    mail: remoteMailOf({ post: () => mail().post, state, dispatch, manager: () => mail().manager() }),
    screen: shownScreen({ clock, runtime, host }),
  });
}

export function elsewhereOf(remote: Remote, agents: RemoteAgents): Elsewhere {
  return {
    async whyHere({ placement, finish }) {
      if (finish.artifact !== undefined) return 'its task ends in a file, which is kept here';
      // Whoever named a machine or what it has waits for that one.
      if (placement?.on !== 'any') return null;
      await remote.asked();
      const broker = remote.broker();
      if (broker === null) return 'there is no Redis to reach another machine by';
      if (remote.secret() === null) return 'there is no secret that the machines share: set ORCH_CLUSTER_SECRET';
      const free = await freeSlots(broker);
      if (!free.ok) return `Redis is away: ${free.error.said}`;
      return free.value === null ? 'no worker is there' : null;
    },
    bringBack: (agent) => agents.bringBack(agent),
    save: (agent) => agents.save(agent),
    words: (agent) => agents.words(agent),
  };
}
