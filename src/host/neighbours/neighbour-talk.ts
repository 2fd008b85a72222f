// What is said to the nodes of neighbours and heard of them: sealed by the shared secret.
import { readNeighbourNews } from '../../core/messaging/neighbour-wire.js';
import { readSealed } from '../../core/messaging/remote-wire.js';
import { newDoor, Opener, Sealer } from '../../core/messaging/sealed.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import {
  forNeighbours,
  forOnlooker,
  type NeighbourAsk,
  type NeighbourCall,
  type NeighbourNews,
  toNeighbours,
  toOnlooker,
} from '../../core/model/neighbour.js';
import type { Broker, News } from '../../core/ports/broker.js';
import type { SilentNodes } from '../network/silent-nodes.js';

export interface TalkWorld {
  /** Null where there is none that reaches other machines. It may be away. */
  readonly broker: () => Broker | null;
  /** ORCH_CLUSTER_SECRET; null where it is not set. */
  readonly secret: () => string | null;
  /** Nodes that do not answer. */
  readonly silent: () => SilentNodes;
}

/** A node in the life that tells of an agent. */
export interface NodeThere {
  readonly node: string;
  readonly door: string;
}

interface Heard {
  readonly broker: Broker;
  readonly secret: string;
  readonly sealer: Sealer;
  /** Answers are sealed for it: what was told to a host before this one, or to an opener before this one, is not opened. */
  readonly door: string;
  readonly stop: () => void;
}

export class NeighbourTalk {
  readonly #world: TalkWorld;
  readonly #hear: (agent: string, from: string, news: NeighbourNews) => void;
  #heard: Heard | null = null;

  constructor(world: TalkWorld, hear: (agent: string, from: string, news: NeighbourNews) => void) {
    this.#world = world;
    this.#hear = hear;
  }

  /** There is somebody to be heard: from here on nothing of that is missed. */
  listen(): void {
    this.#listen();
  }

  /** An error: nobody can be told anything at the moment, or it is too large. */
  tell({ node, door }: NodeThere, agent: string, call: NeighbourCall): Result<void> {
    const heard = this.#listen();
    if (!('broker' in heard)) return fail(heard);
    const body: NeighbourAsk = { door: heard.door, call };
    const sealed = heard.sealer.seal(forNeighbours(node, door), { task: agent, fence: 0, body });
    const reached = (found: number) => this.#world.silent().reached(node, found, call.kind === 'keys');
    return heard.broker.publish({ topic: toNeighbours(node), body: sealed }, reached);
  }

  dispose(): void {
    this.#heard?.stop();
    this.#heard = null;
  }

  #listen(): Heard | OrchError {
    const [broker, secret] = [this.#world.broker(), this.#world.secret()];
    if (broker === null || broker.condition.state !== 'ready') return broker?.condition.error ?? AWAY;
    if (secret === null) return NO_SECRET;
    if (this.#heard?.broker === broker && this.#heard.secret === secret) return this.#heard;
    this.dispose();
    const door = newDoor();
    const opener = new Opener(forOnlooker(broker.node, door), secret);
    const stop = broker.subscribe(toOnlooker(broker.node), (news) => this.#take(opener, news));
    this.#heard = { broker, secret, sealer: new Sealer(secret), door, stop };
    return this.#heard;
  }

  #take(opener: Opener, { from, body }: News): void {
    const sealed = readSealed(body);
    if (sealed === null || !opener.opens(sealed)) return;
    this.#world.silent().heard(from);
    const news = readNeighbourNews(sealed.body);
    if (news !== null) this.#hear(sealed.task, from, news);
  }
}

const AWAY: OrchError = {
  kind: 'broker',
  tried: 'ask another machine',
  said: 'there is no Redis to reach it by',
  next: 'Try again when it is back',
};

const NO_SECRET: OrchError = {
  kind: 'config',
  tried: 'ask another machine',
  said: 'there is no secret that the machines share',
  next: 'Set ORCH_CLUSTER_SECRET to the same long random text on every machine',
};
