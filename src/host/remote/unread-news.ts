// Nodes whose words this version can not read: each is told of once.
import { plainText } from '../../core/model/plain-text.js';
import type { RemoteWorld } from './remote-world.js';

/** Nodes that are told of. */
const MOST = 100;

export class UnreadNews {
  readonly #world: Pick<RemoteWorld, 'say'>;
  readonly #told = new Set<string>();

  constructor(world: Pick<RemoteWorld, 'say'>) {
    this.#world = world;
  }

  say(node: string): void {
    if (this.#told.has(node) || this.#told.size >= MOST) return;
    this.#told.add(node);
    this.#world.say(
      `${plainText(node, 60)} says things that this version can not read: they are left out. Use the same version on all machines`,
    );
  }
}
