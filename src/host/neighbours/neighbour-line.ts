// The line to one agent of another node while somebody here has to do with it: what is asked of it and answered, and what its screen shows.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NeighbourCall, NeighbourNews, NeighbourOrder } from '../../core/model/neighbour.js';
import type { TerminalSize } from '../../core/model/protocol.js';
import type { Clock, Timer } from '../../core/ports.js';
import { RemoteCalls } from '../remote/remote-calls.js';
import type { LookedAt } from '../remote/remote-looks.js';
import { RemoteSights } from '../remote/remote-sights.js';
import type { RemoteScreen } from '../remote/remote-world.js';
import type { NodeThere } from './neighbour-talk.js';

/** Bytes at one time: a large paste goes in pieces. */
const MOST_KEYS = 256 * 1024;
/** So long an answer may still be on its way when its agent is not told of any more: what was asked may have been its end. */
const LAST_MS = 2000;

export interface NeighbourScreen extends RemoteScreen {
  /** Its terminal has this size there. */
  sized(agent: string, size: TerminalSize): void;
  /** Nobody is told of it any more. */
  forget(agent: string): void;
}

export interface LineWorld {
  readonly clock: Clock;
  readonly screen: NeighbourScreen;
  readonly tell: (call: NeighbourCall) => Result<void>;
}

export class NeighbourLine implements LookedAt {
  /** Who has it: another one, or this one begun anew, is reached by another line. */
  readonly there: NodeThere;
  readonly #agent: string;
  readonly #world: LineWorld;
  readonly #calls: RemoteCalls;
  readonly #sights: RemoteSights;
  /** As its node said last. */
  #size: TerminalSize | null = null;
  /** Of its screen: all that is shown goes on from a beginning that has come. */
  #sight: 'none' | 'asked anew' | 'begun' = 'none';
  /** Set while it ends. */
  #last: Timer | null = null;

  constructor({ agent, there }: { readonly agent: string; readonly there: NodeThere }, world: LineWorld) {
    this.there = there;
    this.#agent = agent;
    this.#world = world;
    this.#calls = new RemoteCalls(world.clock);
    this.#sights = new RemoteSights(world.screen);
  }

  get isOver(): boolean {
    return this.#last !== null;
  }

  shown(): Promise<void> {
    return this.#sights.next();
  }

  /** Shown or dropped: whoever waits for it waits for an answer, not for this. */
  tell(call: NeighbourCall): void {
    this.#world.tell(call);
  }

  ask(order: NeighbourOrder, ms?: number): Promise<Result<string>> {
    return this.#calls.ask(this.there.node, (id) => this.#world.tell({ kind: 'order', id, order }), ms);
  }

  type(data: Uint8Array | string): void {
    const bytes = Buffer.from(data);
    for (let at = 0; at < bytes.length; at += MOST_KEYS)
      this.tell({ kind: 'keys', data: bytes.subarray(at, at + MOST_KEYS).toString('base64') });
  }

  /** Others may look at it in another size: it is told until its node says that it is so. */
  resize(size: TerminalSize): void {
    if (this.#size?.cols !== size.cols || this.#size.rows !== size.rows) this.tell({ kind: 'size', size });
  }

  hear(news: NeighbourNews): void {
    if (news.kind === 'answered') {
      this.#calls.answered(news.id, news.error === null ? ok(news.said ?? '') : fail(news.error));
      return;
    }
    if (this.isOver) return;
    this.#size = news.size;
    if (news.isNew) this.#sight = 'begun';
    if (this.#sight !== 'begun') {
      this.#lookAnew();
      return;
    }
    if (!news.isNew) this.#world.screen.sized(this.#agent, news.size);
    this.#sights.saw(this.#agent, news);
  }

  /** What was told meanwhile is lost: whoever looks at it is shown it from the beginning. */
  wasAway(): void {
    this.#sight = 'none';
    this.tell({ kind: 'watch', on: false });
  }

  /** Its node goes on with what was shown before, and nothing of that is here. */
  #lookAnew(): void {
    if (this.#sight === 'asked anew') return;
    this.#sight = 'asked anew';
    this.tell({ kind: 'watch', on: false });
    this.tell({ kind: 'watch', on: true });
  }

  /** Its node does not tell of it any more. `over` is called unless it does again within a moment. */
  end(over: () => void): void {
    this.#sight = 'none';
    this.#last ??= this.#world.clock.after(LAST_MS, () => {
      this.dispose();
      over();
    });
  }

  /** Its node tells of it again. */
  goOn(): void {
    this.#last?.cancel();
    this.#last = null;
  }

  dispose(): void {
    this.#last?.cancel();
    this.#calls.end(GONE);
  }
}

const GONE: OrchError = {
  kind: 'not-found',
  tried: 'ask another machine',
  said: 'the agent is not there any more',
  next: '`orch-tui status` lists the agents',
};
