// The header's line about the main checkout: asked for when a screen opens and when HEAD has moved, while somebody looks. Nothing is polled.
import type { HeadLine } from '../core/model/repository.js';
import type { Repository } from '../core/ports/repository.js';
import type { Clock, Timer } from '../core/ports.js';

/** A rebase moves HEAD many times a second. */
const SETTLE_MS = 300;

export interface HeadWatchOptions {
  readonly clock: Clock;
  readonly repository: Pick<Repository, 'headLine' | 'watchHead'>;
  readonly onChange: () => void;
}

export class HeadWatch {
  readonly #options: HeadWatchOptions;
  #line: HeadLine = { branch: null, ahead: 0, behind: 0 };
  #stop: (() => void) | null = null;
  #timer: Timer | null = null;

  constructor(options: HeadWatchOptions) {
    this.#options = options;
  }

  get current(): HeadLine {
    return this.#line;
  }

  /** Asks anew. */
  async refresh(): Promise<void> {
    const line = await this.#options.repository.headLine();
    const { branch, ahead, behind } = this.#line;
    if (line.branch === branch && line.ahead === ahead && line.behind === behind) return;
    this.#line = line;
    this.#options.onChange();
  }

  /** Somebody looks. Idempotent. */
  start(): void {
    this.#stop ??= this.#options.repository.watchHead(() => this.moved());
  }

  /** Something was merged or pushed, by the host or by anybody else. */
  moved(): void {
    if (this.#stop === null) return;
    this.#timer ??= this.#options.clock.after(SETTLE_MS, () => {
      this.#timer = null;
      void this.refresh();
    });
  }

  /** Nobody looks any more. Idempotent. */
  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#timer?.cancel();
    this.#timer = null;
  }
}
