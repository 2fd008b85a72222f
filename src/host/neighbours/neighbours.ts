// Agents of other nodes at this host: which are shown, who looks at them, and what they are told. They are no part of the state, and nothing is decided about them.
import { type Agent, isOver } from '../../core/model/agent.js';
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import type { NeighbourNews, NeighbourOrder } from '../../core/model/neighbour.js';
import type { TerminalSize } from '../../core/model/protocol.js';
import type { Clock } from '../../core/ports.js';
import { RemoteLooks } from '../remote/remote-looks.js';
import { findNeighbour } from './find-neighbour.js';
import { NeighbourLine, type NeighbourScreen } from './neighbour-line.js';
import { type NeighbourRow, NeighbourRows, type NeighboursTold } from './neighbour-rows.js';
import { NeighbourTalk, type NodeThere, type TalkWorld } from './neighbour-talk.js';

/** Longer nobody waits for words: a screen is before somebody's eyes. */
const SOON_MS = 4000;
/** Longer nobody waits for a worker that does not answer: it may have been killed, and counts as there for a while. */
const ORDER_MS = 20_000;

export interface NeighboursWorld extends TalkWorld {
  readonly clock: Clock;
  /** Name of this node. */
  readonly node: string;
  /** What other nodes announce, and our own agents. */
  readonly told: () => NeighboursTold;
  readonly screen: NeighbourScreen;
}

export class Neighbours {
  readonly #world: NeighboursWorld;
  readonly #table: NeighbourRows;
  readonly #talk: NeighbourTalk;
  readonly #looks: RemoteLooks;
  readonly #lines = new Map<string, NeighbourLine>();
  readonly #listeners = new Set<() => void>();
  #byId: ReadonlyMap<string, NeighbourRow> = new Map();
  #rows: readonly NeighbourRow[] = [];
  #agents: readonly Agent[] = [];
  #seq = 0;
  /** Of the nodes that do not answer, as they were told last. */
  #silence = 0;

  constructor(world: NeighboursWorld) {
    this.#world = world;
    this.#table = new NeighbourRows(world.node);
    this.#talk = new NeighbourTalk(world, (agent, from, news) => this.#hear(agent, from, news));
    // Of many that were looked at once, each screen costs more than all that is known of them.
    const unseen = (agent: string) => world.screen.forget(agent);
    this.#looks = new RemoteLooks(world, (agent) => (this.has(agent) ? this.#lineOf(agent) : undefined), unseen);
  }

  /** The same list while nothing of it has changed. */
  get rows(): readonly NeighbourRow[] {
    return this.#rows;
  }

  get agents(): readonly Agent[] {
    return this.#agents;
  }

  /** Counts the changes. */
  get seq(): number {
    return this.#seq;
  }

  /** ISO 8601, since when its node does not answer; also of our own agents that are given out. Null: it answers, or its agent has ended. */
  silentSince({ node, state }: Pick<Agent, 'node' | 'state'>): string | null {
    return node == null || isOver(state) ? null : this.#world.silent().since(node);
  }

  /** Call when others, our own agents or the way to others may have changed. */
  check(): void {
    const rows = this.#table.of(this.#world.told());
    const { turn } = this.#world.silent();
    if (rows === this.#rows && turn === this.#silence) return;
    this.#silence = turn;
    const before = this.#byId;
    this.#rows = rows;
    this.#seq += 1;
    this.#agents = rows.map(({ agent }) => agent);
    this.#byId = new Map(rows.map((row) => [row.agent.id, row]));
    for (const id of before.keys()) if (!this.#byId.has(id)) this.#forget(id);
    for (const { agent } of rows) if (!this.has(agent.id)) this.#looks.forget(agent.id);
    for (const [id, line] of this.#lines) if (!isSamePlace(line.there, thereOf(this.#byId.get(id)))) this.#hangUp(id);
    // The first sight of a screen may come at once after it was asked for.
    if (rows.some(isOpen)) this.#talk.listen();
    for (const row of rows) if (isOpen(row) && isNewlyOpen(row, before.get(row.agent.id))) this.#lookOn(row.agent.id);
    for (const tell of this.#listeners) tell();
  }

  /** Called after each change; gives the way to stop it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  row(id: string): NeighbourRow | undefined {
    return this.#byId.get(id);
  }

  /** By its id, its name or `NAME@NODE`; null where none is meant. */
  find(typed: string): Result<NeighbourRow> | null {
    return findNeighbour(this.#rows, typed);
  }

  /** It can be looked at and typed to from here. */
  has(id: string): boolean {
    return isOpen(this.#byId.get(id));
  }

  /** Somebody looks at it, and is shown its screen until nobody does. Resolves with its first sight. */
  async look(id: string): Promise<void> {
    if (this.has(id)) await this.#looks.look(id);
  }

  type(id: string, data: Uint8Array | string): void {
    if (this.has(id)) this.#lineOf(id)?.type(data);
  }

  resize(id: string, size: TerminalSize): void {
    if (this.has(id)) this.#lineOf(id)?.resize(size);
  }

  /** What it says to that, or what became of it. */
  async ask(id: string, order: NeighbourOrder): Promise<Result<string>> {
    const line = this.has(id) ? this.#lineOf(id) : undefined;
    return line === undefined ? fail(NOT_OPEN) : line.ask(order, waitOf(order));
  }

  dispose(): void {
    this.#looks.dispose();
    this.#talk.dispose();
    for (const line of this.#lines.values()) line.dispose();
  }

  #lineOf(id: string): NeighbourLine | undefined {
    const there = thereOf(this.#byId.get(id));
    if (there === null) return undefined;
    const known = this.#lines.get(id);
    if (known !== undefined && isSamePlace(known.there, there)) {
      known.goOn();
      return known;
    }
    known?.dispose();
    const line = new NeighbourLine({ agent: id, there }, { ...this.#world, tell: (call) => this.#talk.tell(there, id, call) });
    this.#lines.set(id, line);
    return line;
  }

  #hear(id: string, from: string, news: NeighbourNews): void {
    const line = this.#lines.get(id);
    if (line?.there.node === from) line.hear(news);
  }

  /** It came back, or is elsewhere now, while its screen is before somebody's eyes. */
  #lookOn(id: string): void {
    if (!this.#world.screen.isShown(id)) return;
    this.#lineOf(id)?.sights.lost();
    void this.look(id);
  }

  #hangUp(id: string): void {
    this.#looks.forget(id);
    const line = this.#lines.get(id);
    line?.end(() => {
      if (this.#lines.get(id) === line) this.#lines.delete(id);
    });
  }

  #forget(id: string): void {
    this.#hangUp(id);
    // One of here by the same id has its screen in its place.
    if (!Object.hasOwn(this.#world.told().own, id)) this.#world.screen.forget(id);
  }
}

/** Undefined: as long as for the end of a turn. */
function waitOf(order: NeighbourOrder): number | undefined {
  if (order.what === 'words') return SOON_MS;
  return order.what === 'send' && order.wait ? undefined : ORDER_MS;
}

function isOpen(row: NeighbourRow | undefined): boolean {
  return row?.agent.neighbour?.isOpen === true;
}

/** Where it is asked; null where nobody can be. */
function thereOf(row: NeighbourRow | undefined): NodeThere | null {
  const door = row?.entry.row?.door ?? null;
  return row === undefined || door === null ? null : { node: row.entry.node, door };
}

function isSamePlace(one: NodeThere, other: NodeThere | null): boolean {
  return one.node === other?.node && one.door === other.door;
}

function isNewlyOpen(row: NeighbourRow, before: NeighbourRow | undefined): boolean {
  const there = thereOf(row);
  return there !== null && !(isOpen(before) && isSamePlace(there, thereOf(before)));
}

const NOT_OPEN: OrchError = {
  kind: 'conflict',
  tried: 'ask another machine',
  said: 'it is not to be reached at the moment',
  next: 'Try again when it is back',
};
