// What a node tells of an agent's screen goes to the screen of it here, and whoever waits for a first sight of it has that.
import type { WorkerNews } from '../../core/model/remote.js';
import type { RemoteScreen } from './remote-world.js';

export class RemoteSights {
  readonly #screen: Pick<RemoteScreen, 'begin' | 'add'>;
  readonly #waiting: (() => void)[] = [];

  constructor(screen: Pick<RemoteScreen, 'begin' | 'add'>) {
    this.#screen = screen;
  }

  /** Resolves when something of it comes. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  saw(agent: string, { data, isNew, size }: Omit<Extract<WorkerNews, { kind: 'output' }>, 'kind'>): void {
    const bytes = Buffer.from(data, 'base64');
    if (isNew) this.#screen.begin(agent, bytes, size);
    else this.#screen.add(agent, bytes);
    for (const tell of this.#waiting.splice(0)) tell();
  }
}
