// The line to one agent of another node while somebody here has to do with it: what is asked of it and answered, and what its screen shows.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { NeighbourCall, NeighbourNews, NeighbourOrder } from '../../core/model/neighbour.js';
import type { TerminalSize } from '../../core/model/protocol.js';
import type { Clock, Timer } from '../../core/ports.js';
import type { SilentNodes } from '../network/silent-nodes.js';
import { RemoteCalls } from '../remote/remote-calls.js';
import type { LookedAt } from '../remote/remote-looks.js';
import { RemoteSights } from '../remote/remote-sights.js';
import type { RemoteScreen } from '../remote/remote-world.js';
import { typeThere } from '../remote/type-there.js';
import type { NodeThere } from './neighbour-talk.js';

/** So long an answer may still be on its way when its agent is not told of any more: what was asked may have been its end. */
const LAST_MS = 2000;

export interface NeighbourScreen extends RemoteScreen {
  /** Nobody is told of it any more. */
  forget(agent: string): void;
}

export interface LineWorld {
  readonly clock: Clock;
  readonly screen: NeighbourScreen;
  readonly silent: () => SilentNodes;
  readonly tell: (call: NeighbourCall) => Result<void>;
}

export class NeighbourLine implements LookedAt {
  /** Who has it: another one, or this one begun anew, is reached by another line. */
  readonly there: NodeThere;
  readonly #agent: string;
  readonly #world: LineWorld;
  readonly #calls: RemoteCalls;
  readonly sights: RemoteSights;
  /** As its node said last. */
  #size: TerminalSize | null = null;
  /** Set while it ends. */
  #last: Timer | null = null;

  constructor({ agent, there }: { readonly agent: string; readonly there: NodeThere }, world: LineWorld) {
    this.there = there;
    this.#agent = agent;
    this.#world = world;
    this.#calls = new RemoteCalls(world.clock);
    this.sights = new RemoteSights(world.screen, (on) => this.tell({ kind: 'watch', on, attended: on && world.screen.isAttended(agent) }));
  }

  get isOver(): boolean {
    return this.#last !== null;
  }

  /** Shown or dropped: whoever waits for it waits for an answer, not for this. */
  tell(call: NeighbourCall): void {
    this.#world.tell(call);
  }

  ask(order: NeighbourOrder, ms?: number): Promise<Result<string>> {
    return this.#calls.ask(this.there.node, (id) => this.#world.tell({ kind: 'order', id, order }), ms);
  }

  type(data: Uint8Array | string): void {
    const tell = (piece: string) => this.tell({ kind: 'keys', data: piece });
    typeThere(this.#world.silent(), data, { node: this.there.node, tell, ask: (ms) => this.ask({ what: 'words' }, ms) });
  }

  /** Others may look at it in another size: it is told until its node says that it is so. */
  resize(size: TerminalSize): void {
    if (this.#size?.cols !== size.cols || this.#size.rows !== size.rows)
      this.tell({ kind: 'size', size, attended: this.#world.screen.isAttended(this.#agent) });
  }

  hear(news: NeighbourNews): void {
    if (news.kind === 'answered') {
      this.#calls.answered(news.id, news.error === null ? ok(news.said ?? '') : fail(news.error));
      return;
    }
    if (this.isOver) return;
    this.#size = news.size;
    this.sights.saw(this.#agent, news);
  }

  /** Its node does not tell of it any more. `over` is called unless it does again within a moment. */
  end(over: () => void): void {
    this.sights.lost();
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
