// An agent's title as people are told of it: its words, once a second at most.
import type { Clock, Timer } from '../core/ports.js';

/** A title is an event of the state: spinners turn in titles ten times a second, and a hostile program changes its own all the time. */
const TITLE_MS = 1000;

export interface ToldTitleOptions {
  readonly clock: Clock;
  readonly onTitle: (title: string) => void;
}

export class ToldTitle {
  readonly #options: ToldTitleOptions;
  #title = '';
  #told = '';
  #timer: Timer | null = null;
  #isOver = false;

  constructor(options: ToldTitleOptions) {
    this.#options = options;
  }

  show(title: string): void {
    this.#title = withoutMark(title);
    if (this.#isOver || this.#timer !== null || this.#title === this.#told) return;
    this.#timer = this.#options.clock.after(TITLE_MS, () => {
      this.#timer = null;
      if (this.#title === this.#told) return;
      this.#told = this.#title;
      this.#options.onTitle(this.#title);
    });
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }
}

/** The words of a title; the mark in front of them is read by the tracker and tells nothing else. */
function withoutMark(title: string): string {
  return title.replace(/^[^\p{L}\p{N}]+/u, '');
}
