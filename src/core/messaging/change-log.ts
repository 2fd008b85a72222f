// What has changed in a post, counted: for whoever looks on and asks what is new.
import type { KeptMessage } from '../model/message.js';

/** More than anybody who looks on is behind as a rule: who is, is told so. */
const KEPT = 2000;

export class ChangeLog {
  seq = 0;
  #changes: { readonly seq: number; readonly kept: KeptMessage }[] = [];
  /** The last one that is not remembered any more. */
  #forgotten = 0;
  readonly #listeners = new Set<() => void>();
  #isToBeTold = false;

  /** null: something is not there any more. */
  add(kept: KeptMessage | null): void {
    this.seq += 1;
    if (kept !== null) this.#changes.push({ seq: this.seq, kept });
    if (this.#changes.length > KEPT * 2) this.#forget();
    this.tell();
  }

  /** Tells the listeners once, after this turn of the event loop. */
  tell(): void {
    if (this.#isToBeTold || this.#listeners.size === 0) return;
    this.#isToBeTold = true;
    setImmediate(() => {
      this.#isToBeTold = false;
      for (const listener of this.#listeners) listener();
    });
  }

  since(seq: number): readonly KeptMessage[] {
    // From the end: whoever looks on is behind by a few of many.
    const last = this.#changes.findLastIndex((change) => change.seq <= seq);
    return this.#changes.slice(last + 1).map(({ kept }) => kept);
  }

  /** The oldest of them that fit into `maxBytes` of JSON, up to where that goes, and how many before them are not remembered any more. */
  sinceWithin(seq: number, maxBytes: number): { readonly seq: number; readonly messages: readonly KeptMessage[]; readonly missed: number } {
    const changes = this.#changes.filter((change) => change.seq > seq);
    let bytes = 0;
    const end = changes.findIndex(({ kept }, at) => {
      bytes += Buffer.byteLength(JSON.stringify(kept));
      return at > 0 && bytes > maxBytes;
    });
    const some = end < 0 ? changes : changes.slice(0, end);
    return {
      seq: end < 0 ? this.seq : (some.at(-1)?.seq ?? seq),
      messages: some.map(({ kept }) => kept),
      missed: Math.max(0, this.#forgotten - seq),
    };
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(): void {
    this.#forgotten = this.#changes.at(-KEPT - 1)?.seq ?? this.#forgotten;
    this.#changes = this.#changes.slice(-KEPT);
  }
}
