// Messages that other nodes bring, and may bring again: each is taken once, also where two bring it at once, or where it is not kept any more.
import { ok, type Result } from '../model/error.js';

/** Twice of what one node brings again after Redis was killed. */
const MOST_KNOWN = 2000;

export class BroughtOnce {
  readonly #underWay = new Map<string, Promise<Result<void>>>();
  readonly #taken = new Set<string>();
  readonly #turns = new Map<string, Promise<void>>();

  /** One after the other of those that bring the same: the later one finds what has become of the first. */
  inTurn<Value>(id: string, enter: () => Promise<Value>): Promise<Value> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(enter);
    const leave = (): void => {
      if (this.#turns.get(id) === over) this.#turns.delete(id);
    };
    const over = turn.then(leave, leave);
    this.#turns.set(id, over);
    return turn;
  }

  /** `enter` is called for the first of them; who brings it meanwhile gets the same answer. A refused one may come again. */
  take(id: string, enter: () => Promise<Result<void>>): Promise<Result<void>> {
    const taking = this.#underWay.get(id) ?? this.#take(id, enter).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, taking);
    return taking;
  }

  async #take(id: string, enter: () => Promise<Result<void>>): Promise<Result<void>> {
    if (this.#taken.has(id)) return ok(undefined);
    const entered = await enter();
    if (entered.ok) this.#taken.add(id);
    const [oldest] = this.#taken;
    if (oldest !== undefined && this.#taken.size > MOST_KNOWN) this.#taken.delete(oldest);
    return entered;
  }
}
