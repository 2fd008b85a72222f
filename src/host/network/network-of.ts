// The network of a host, out of its parts: what it says of itself and its agents, and what becomes of messages that come in.
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { repositoryIdentity } from '../../core/adapters/git/repository-identity.js';
import type { Store } from '../../core/effects/store.js';
import type { Elsewhere } from '../../core/messaging/hand-over.js';
import { fail, ok, type Result, saidAndNext } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import { VERSION } from '../../core/model/version.js';
import type { AgentEntry, Letter } from '../../core/ports/broker.js';
import type { Carrier } from '../../core/ports/carrier.js';
import type { Deliveries } from '../../core/ports/post.js';
import type { HostParts } from '../host-parts.js';
import { agentEntries, isSeenAnew } from './agent-entries.js';
import { Network, type NetworkOrder } from './network.js';

type World = Pick<HostParts, 'clock' | 'config' | 'environment' | 'repository'> & {
  readonly store: Store;
  readonly carrier: Carrier | null;
  readonly post: () => Deliveries;
  /** ISO 8601; when an agent gave its last sign of life. */
  readonly seenAt: (agent: string) => string;
  readonly onChange: () => void;
  readonly load?: NetworkOrder['load'];
};

/** Another name for each clone on one machine. */
export function nodeName({ config, repository }: Pick<World, 'config' | 'repository'>): string {
  return plainText(config.worker.name ?? `${hostname()}.${repository.info.hash.slice(0, 4)}`, 60);
}

export function networkOf(world: World): Network {
  const { clock, config, environment, repository, store, carrier, post, seenAt, load } = world;
  const node = nodeName(world);
  const told = new Set<string>();
  const say = (text: string) => store.dispatch({ type: 'notice.raised', text });

  const sayOnce = (text: string) => {
    if (told.has(text)) return;
    told.add(text);
    say(text);
  };
  const network: Network = new Network({
    clock,
    node,
    config,
    environment: () => environment.current,
    identity: async () => {
      const tried = `share ${basename(repository.info.toplevel)}`;
      if (carrier === null) return fail({ kind: 'repository', tried, said: 'it can not be told from others', next: 'Open it anew' });
      return repositoryIdentity(carrier);
    },
    self: () => ({
      name: node,
      kind: 'host',
      version: VERSION,
      slots: 0,
      busy: 0,
      labels: [],
      heartbeatSeconds: config.registry.heartbeatSeconds,
    }),
    agents: () => agentEntries(Object.values(store.state.agents), { node, seenAt }),
    take: (letter) => taken(letter, { store, post: post(), sayOnce }),
    waiting: () => {
      const deliveries = post();
      return deliveries.waiting.reduce((sum, party) => (network.others.has(party) ? sum + deliveries.due(party).length : sum), 0);
    },
    say,
    onChange: world.onChange,
    ...(load === undefined ? {} : { load }),
  });
  let { agents } = store.state;
  store.subscribe((state) => {
    // Alone nothing is compared: a host without Redis pays nothing for others.
    if (network.isReady && isSeenAnew(agents, state.agents, node)) network.changed();
    agents = state.agents;
  });
  return network;
}

/** What the post asks of other hosts. */
export function partiesElsewhere(network: Network, store: Store): Elsewhere & { nameOf(party: string): string | null } {
  return {
    // Whoever is of this host is here, whatever another node says of it.
    has: (party) => store.state.agents[party] === undefined && (network.others.has(party) || network.isUnsure),
    get isReady() {
      return network.isReady && !network.isUnsure;
    },
    async carry({ message, fromName, toName }) {
      const entry = network.others.get(message.to_agent);
      const to = homeOf(entry, network.node);
      if (to === null) return fail({ kind: 'not-found', tried: `send to ${toName}`, said: 'no node takes it any more', next: 'Try again' });
      // There the person is somebody else.
      const from = message.from_agent === 'person' ? `${fromName}@${network.node}` : fromName;
      return network.carry({ to, message, fromName: from, toName: entry?.name ?? toName });
    },
    nameOf: (party) => nameElsewhere(network, party),
  };
}

/** How an agent of another node is named here; null where there is none. */
export function nameElsewhere({ others }: Pick<Network, 'others'>, party: string): string | null {
  const entry = others.get(party);
  return entry === undefined ? null : `${entry.name}@${entry.node}`;
}

/** Node that takes what is for an agent: of a task it is the one that gave that out, and those below it take none from here. */
function homeOf(entry: AgentEntry | undefined, self: string): string | null {
  if (entry?.row?.isOpen !== true) return entry?.node ?? null;
  return entry.row.parent === null && entry.row.owner !== self ? entry.row.owner : null;
}

/** What can never be taken is dropped and told once; what could not be kept, or is too much for its receiver, comes again. */
async function taken(
  letter: Letter,
  { store, post, sayOnce }: { readonly store: Store; readonly post: Deliveries; readonly sayOnce: (text: string) => void },
): Promise<Result<void>> {
  const { from_agent: from } = letter.message;
  if (from === 'host' || from === 'manager' || store.state.agents[from] !== undefined) {
    sayOnce(`a message of another node said that it came from ${plainText(from, 40)} of this one: it was dropped`);
    return ok(undefined);
  }
  if (letter.message.to_agent === 'manager') {
    sayOnce(`a message from ${plainText(letter.fromName, 60)} of another node was for the manager of this one: it was dropped`);
    return ok(undefined);
  }
  const accepted = await post.accept(letter);
  if (accepted.ok || accepted.error.kind === 'storage' || accepted.error.kind === 'limit') return accepted;
  sayOnce(`a message from ${plainText(letter.fromName, 60)} of another node was dropped: ${saidAndNext(accepted.error)}`);
  return ok(undefined);
}
