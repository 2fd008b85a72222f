// What a node tells of an agent's screen goes to the screen of it here, and whoever waits for a first sight of it has that. All that is shown goes on
// from a beginning that has come: what was lost on the way would leave a screen that nobody ever printed.
import type { WorkerNews } from '../../core/model/remote.js';
import type { RemoteScreen } from './remote-world.js';

type Output = Omit<Extract<WorkerNews, { kind: 'output' }>, 'kind'>;

export class RemoteSights {
  readonly #screen: Pick<RemoteScreen, 'begin' | 'add' | 'sized'>;
  readonly #tell: (on: boolean) => void;
  readonly #waiting: (() => void)[] = [];
  #sight: 'none' | 'asked for' | 'begun' = 'none';
  /** Number of the last piece; none where its node counts none. */
  #piece: number | undefined;

  /** `tell`: to its node, that somebody looks at it or that nobody does. */
  constructor(screen: Pick<RemoteScreen, 'begin' | 'add' | 'sized'>, tell: (on: boolean) => void) {
    this.#screen = screen;
    this.#tell = tell;
  }

  /** What is shown here goes on with what comes. */
  get isBegun(): boolean {
    return this.#sight === 'begun';
  }

  /** Resolves when something of it comes. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** `on`: to be called again and again, as long as somebody looks. */
  watch(on: boolean): void {
    // A node that was told so before, by a host before this one, would go on with what is not here.
    if (on && this.#sight !== 'begun') {
      this.#tell(false);
      this.#sight = 'asked for';
    }
    if (!on) this.#sight = 'none';
    this.#tell(on);
  }

  /** What was told meanwhile did not come: what is shown begins anew when it is looked at again. */
  lost(): void {
    this.#sight = 'none';
  }

  /** What goes on with something that has not come is left out. */
  saw(agent: string, { data, isNew, size, piece }: Output): void {
    const isLost = piece !== undefined && this.#piece !== undefined && piece !== this.#piece + 1;
    if (this.#sight === 'begun' && !isNew && isLost) {
      this.lost();
      this.watch(true);
    }
    if (isNew) this.#sight = 'begun';
    if (this.#sight !== 'begun') return;
    this.#piece = piece;
    const bytes = Buffer.from(data, 'base64');
    if (isNew) this.#screen.begin(agent, bytes, size);
    else {
      // Others may look at it in another size.
      this.#screen.sized(agent, size);
      this.#screen.add(agent, bytes);
    }
    for (const tell of this.#waiting.splice(0)) tell();
  }
}
