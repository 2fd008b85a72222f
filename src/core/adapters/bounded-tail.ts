// The last part of an endless text in bounded memory. Knows nothing of where it comes from.

export class BoundedTail {
  readonly #limit: number;
  #parts: string[] = [];
  #length = 0;

  /** `limit` in UTF-16 units; at most twice as much is held. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    // Joined only once per `limit`: a flood of small parts costs one copy each.
    if (this.#length <= this.#limit * 2) return;
    const end = this.#parts.join('').slice(-this.#limit);
    this.#parts = [end];
    this.#length = end.length;
  }

  text(): string {
    return this.#parts.join('').slice(-this.#limit);
  }
}
