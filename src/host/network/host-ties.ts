// What ties a host's agents to each other and to other nodes: their signs of life, the network, and the post that hands messages over both.
import type { Store } from '../../core/effects/store.js';
import { signTask } from '../../core/messaging/signed-task.js';
import type { KeptMessage } from '../../core/model/message.js';
import type { Carrier } from '../../core/ports/carrier.js';
import type { MessageLog } from '../../core/ports/message-log.js';
import { HealthWatch } from '../health-watch.js';
import type { HostParts } from '../host-parts.js';
import type { Neighbours } from '../neighbours/neighbours.js';
import { type OpenPost, openPost } from '../open-post.js';
import type { RemoteAgents } from '../remote/remote-agents.js';
import { ALONE, type Remote } from '../remote/remote-agents-of.js';
import type { Network, NetworkOrder } from './network.js';
import { networkOf, partiesElsewhere } from './network-of.js';

export interface TiesWorld extends Pick<HostParts, 'clock' | 'config' | 'environment' | 'repository' | 'processes' | 'model'> {
  readonly messageLog: MessageLog;
  /** What it held. */
  readonly messages: readonly KeptMessage[];
  /** How commits go to other machines; null where that is never asked for. */
  readonly carrier: Carrier | null;
  /** Tests pass their own Redis. */
  readonly loadRedis?: NetworkOrder['load'];
}

export interface HostTies {
  readonly health: HealthWatch;
  readonly network: Network;
  readonly mail: OpenPost;
}

interface TiesParts {
  readonly store: Store;
  readonly runtime: HostParts['runtime'];
  readonly remote: RemoteAgents;
  readonly neighbours: Pick<Neighbours, 'check' | 'dispose'>;
}

export function tieHost(world: TiesWorld, { store, runtime, remote, neighbours }: TiesParts): HostTies {
  const { clock, config, model, processes, messageLog, messages, loadRedis } = world;
  const health = new HealthWatch({
    clock,
    config: config.registry,
    agents: () => store.state.agents,
    isAlive: (process) => processes.isAlive(process),
    runtime,
    dispatch: (event) => store.dispatch(event),
  });
  store.subscribe((_, event) => health.check(event));
  const network: Network = networkOf({
    ...world,
    store,
    post: () => mail.post,
    seenAt: (agent) => health.seenAt(agent),
    onChange: () => {
      mail.networkMoved();
      remote.begin();
      neighbours.check();
    },
    ...(loadRedis === undefined ? {} : { load: loadRedis }),
  });
  store.subscribe((_, event) => {
    neighbours.check();
    if (event.type === 'host.stopped') neighbours.dispose();
  });
  const mail: OpenPost = openPost({
    clock,
    store,
    runtime,
    config,
    model,
    log: messageLog,
    kept: messages,
    far: remote,
    elsewhere: partiesElsewhere(network, store),
  });
  return { health, network, mail };
}

/** What agents on other machines are reached by. */
export function remoteOver(carrier: Carrier | null, network: () => Network): Remote {
  return {
    broker: () => network().broker,
    asked: () => network().asked(),
    secret: () => network().secret,
    silent: () => network().silent,
    sign: signTask,
    // Never asked without a broker, and none is joined without a way to carry.
    carrier: carrier ?? ALONE.carrier,
  };
}
