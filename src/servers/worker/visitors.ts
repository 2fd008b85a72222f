// Hosts elsewhere that look at the agents of this machine's tasks, type to them, answer and stop them: whoever knows the secret may, about these agents
// alone. What they ask is done by the host of the clone as if a person had asked it.
import { readNeighbourAsk } from '../../core/messaging/neighbour-wire.js';
import { readSealed } from '../../core/messaging/remote-wire.js';
import { newDoor, Opener, Sealer } from '../../core/messaging/sealed.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import {
  forNeighbours,
  forOnlooker,
  type NeighbourCall,
  type NeighbourNews,
  type NeighbourOrder,
  toNeighbours,
  toOnlooker,
} from '../../core/model/neighbour.js';
import type { News } from '../../core/ports/broker.js';
import type { AttendedSizes } from './attended-sizes.js';
import { type AgentThere, answered, carriedOut, said } from './plain-order.js';
import { ScreenTeller } from './screen-teller.js';
import type { WorkerWorld } from './worker-world.js';

/** Each is read again and again while somebody looks. */
const MOST_SCREENS = 50;
/** Neighbours are known by their ids alone, under any offer. */
const ANY_OFFER = 0;

export interface VisitorsOptions extends Pick<WorkerWorld, 'broker' | 'secret' | 'clock'> {
  /** One of the agents that others are told of; null: it is not there, or not any more. */
  readonly find: (id: string) => AgentThere | null;
  readonly sizes: Pick<AttendedSizes, 'takes'>;
  /** To the person at this machine, each once. */
  readonly sayOnce: (text: string) => void;
}

/** A host, in the life that it asks in. */
interface Onlooker {
  readonly node: string;
  readonly door: string;
}

/** The screen of one agent, as it is told to one host. */
interface Shown {
  readonly id: string;
  readonly node: string;
  /** Of the host in this life: begun anew it has nothing of what was told before. */
  readonly door: string;
  /** Its id in the clone: another one may do the same task later. */
  readonly agent: string;
  readonly screen: ScreenTeller;
}

export class Visitors {
  /** Calls are for this life of the machine alone. */
  readonly door = newDoor();
  readonly #options: VisitorsOptions;
  readonly #sealer: Sealer;
  readonly #shown = new Map<string, Shown>();

  constructor(options: VisitorsOptions) {
    this.#options = options;
    this.#sealer = new Sealer(options.secret);
  }

  /** Gives the way to stop. */
  listen(): () => void {
    const { broker, secret } = this.#options;
    const topic = toNeighbours(broker.node);
    const opener = new Opener(forNeighbours(broker.node, this.door), secret);
    const deaf = broker.subscribe(topic, (news) => this.#hear(opener, news));
    return () => {
      deaf();
      for (const key of this.#shown.keys()) this.#close(key);
    };
  }

  /** A task has ended: nobody is told the screens of its agents any more. */
  sweep(): void {
    for (const [key, { id, agent }] of this.#shown) if (this.#options.find(id)?.agent !== agent) this.#close(key);
  }

  /** What was told of screens may not have come. */
  showAnew(): void {
    for (const { screen } of this.#shown.values()) screen.anew();
  }

  /** `from` is not signed: it says where an answer goes, and gives no right to anything. */
  #hear(opener: Opener, { from, body }: News): void {
    const { find, sizes, sayOnce } = this.#options;
    const sealed = readSealed(body);
    if (sealed === null || !opener.opens(sealed)) {
      sayOnce(
        'somebody without the secret of this machine, who repeats what was said, or who means the worker that ran here before asks for its agents: it is left out',
      );
      return;
    }
    const ask = readNeighbourAsk(sealed.body);
    if (ask === null) {
      sayOnce('another machine asks for things of the agents here that this version can not read: they are left out');
      return;
    }
    const { task: id } = sealed;
    const { call } = ask;
    const to = { node: from, door: ask.door };
    const there = find(id);
    if (there !== null && !sizes.takes(id, from, call)) return;
    if (there !== null) void this.#take(call, { to, id, there });
    else if (call.kind === 'order') this.#tell(to, id, answered(call.id, fail(NOT_THERE)));
    else this.sweep();
  }

  async #take(call: NeighbourCall, { to, id, there }: { readonly to: Onlooker; readonly id: string; readonly there: AgentThere }) {
    const { link, agent } = there;
    switch (call.kind) {
      case 'order':
        return this.#tell(to, id, answered(call.id, await answerTo(call.order, there)));
      case 'keys':
        await link.request('terminalKeys', { agent, data: call.data });
        return;
      case 'size':
        await link.request('terminalSize', { agent, size: call.size });
        return;
      case 'watch':
        if (call.on) this.#show(to, id, there);
        else this.#close(keyOf(to, id));
    }
  }

  #show(to: Onlooker, id: string, { link, agent }: AgentThere): void {
    const { clock, sayOnce } = this.#options;
    const key = keyOf(to, id);
    const shown = this.#shown.get(key);
    if (shown?.agent !== agent || shown.door !== to.door) this.#close(key);
    if (!this.#shown.has(key)) {
      this.#makeRoom(to.node);
      if (this.#shown.size >= MOST_SCREENS) {
        sayOnce(`more than ${MOST_SCREENS} screens of agents here are looked at from elsewhere: others are not shown`);
        return;
      }
      const screen = new ScreenTeller({ clock, link, agent, tell: (news) => this.#tell(to, id, news) });
      this.#shown.set(key, { ...to, id, agent, screen });
    }
    this.#shown.get(key)?.screen.watch(true);
  }

  /** Nobody has said for a while that some are looked at; else whoever looks at the most loses the oldest of them to one who looks at fewer. */
  #makeRoom(node: string): void {
    if (this.#shown.size < MOST_SCREENS) return;
    for (const [key, { screen }] of this.#shown) if (!screen.isWatched) this.#close(key);
    if (this.#shown.size < MOST_SCREENS) return;
    const byNode = new Map<string, string[]>();
    for (const [key, { node: of }] of this.#shown) byNode.set(of, [...(byNode.get(of) ?? []), key]);
    const most = [...byNode.values()].reduce((one, other) => (other.length > one.length ? other : one), []);
    const [oldest] = most;
    if (oldest !== undefined && most.length > (byNode.get(node)?.length ?? 0) + 1) this.#close(oldest);
  }

  #close(key: string): void {
    this.#shown.get(key)?.screen.dispose();
    this.#shown.delete(key);
  }

  #tell({ node, door }: Onlooker, id: string, body: NeighbourNews): void {
    const { broker, sayOnce } = this.#options;
    const sealed = this.#sealer.seal(forOnlooker(node, door), { task: id, fence: ANY_OFFER, body });
    const told = broker.publish({ topic: toOnlooker(node), body: sealed });
    if (!told.ok) sayOnce(`what is told of an agent (${body.kind}) is left out where it is too large: ${told.error.said}`);
  }
}

async function answerTo(order: NeighbourOrder, there: AgentThere): Promise<Result<string | null>> {
  if (order.what !== 'message') return carriedOut(order, there);
  const sent = await there.link.request('messageSend', { to: there.agent, text: order.text, wantsReply: false });
  return said(sent, ({ notes }) => notes.join('\n') || null);
}

function keyOf({ node }: Onlooker, id: string): string {
  return `${id} ${node}`;
}

const NOT_THERE: OrchError = {
  kind: 'not-found',
  tried: 'ask that agent',
  said: 'it is not there any more',
  next: 'Look at the list: its task has ended, or another node has it',
};
