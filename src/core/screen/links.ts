// OSC 8 links of one agent: which may pass to a person's terminal (decision 12), under ids that its cells carry.

/** Longest address that passes; longer ones are text without link. */
export const MAX_LINK_BYTES = 2048;
/** Older ones lose their address, so that an agent that prints links for weeks keeps its memory flat. */
const MAX_LINKS = 1000;
const HARMLESS = /^(?:https?|file):[\u0021-\u007e]+$/iu;

export class Links {
  readonly #byUri = new Map<string, number>();
  readonly #byId = new Map<number, string>();
  #nextId = 1;

  /** Id for an address; 0 when it must not pass. */
  idOf(uri: string): number {
    if (uri.length > MAX_LINK_BYTES || !HARMLESS.test(uri)) return 0;
    const known = this.#byUri.get(uri);
    if (known !== undefined) return known;
    const id = this.#nextId++;
    this.#byUri.set(uri, id);
    this.#byId.set(id, uri);
    if (this.#byId.size > MAX_LINKS) this.#forgetOldest();
    return id;
  }

  uriOf(id: number): string | null {
    return this.#byId.get(id) ?? null;
  }

  #forgetOldest(): void {
    for (const [id, uri] of this.#byId) {
      this.#byId.delete(id);
      this.#byUri.delete(uri);
      return;
    }
  }
}
