// When a client's screen is painted: an echo at once, the rest on the frame tick, nothing while a frame is on its way or nothing changed.
import type { Clock, Timer } from '../core/ports.js';

/** A keystroke's echo is painted at once if it comes within this time; later output is ordinary output. */
const ECHO_WINDOW_MS = 200;
const SLOW_LINE_FPS = 12;

export interface PainterOptions {
  readonly clock: Clock;
  readonly fps: number;
  /** What changed since the last call, as bytes; '' for nothing. */
  readonly compose: () => string;
  readonly line: { readonly isFree: boolean; readonly isSlow: boolean; frame(data: string): void };
}

export class Painter {
  readonly #options: PainterOptions;
  #timer: Timer | null = null;
  #lastPaintAt = 0;
  #isDirty = false;
  #keyAt: number | null = null;
  #isDisposed = false;

  constructor(options: PainterOptions) {
    this.#options = options;
  }

  /** The person pressed a key that reaches an agent: its echo must not wait for the tick. */
  expectEcho(): void {
    this.#keyAt = this.#options.clock.now();
  }

  /** Something this client shows has changed. */
  changed(): void {
    this.#isDirty = true;
    const now = this.#options.clock.now();
    if (this.#keyAt !== null && now - this.#keyAt <= ECHO_WINDOW_MS && this.#options.line.isFree) {
      this.#keyAt = null;
      this.#paint();
      return;
    }
    this.#schedule(now);
  }

  /** Paints now if the line is free: for what the person's own key changed on the screen. */
  paintNow(): void {
    this.#isDirty = true;
    if (this.#options.line.isFree) this.#paint();
  }

  /** The line took the last frame. */
  lineFree(): void {
    if (!this.#isDirty) return;
    // The frame that was on its way may have held back an echo.
    if (this.#keyAt !== null) this.changed();
    else this.#schedule(this.#options.clock.now());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.cancel();
  }

  #schedule(now: number): void {
    if (this.#timer !== null || this.#isDisposed) return;
    const frameMs = 1000 / (this.#options.line.isSlow ? SLOW_LINE_FPS : this.#options.fps);
    const waitMs = Math.max(0, this.#lastPaintAt + frameMs - now);
    this.#timer = this.#options.clock.after(waitMs, () => {
      this.#timer = null;
      if (this.#isDirty && this.#options.line.isFree) this.#paint();
    });
  }

  #paint(): void {
    if (this.#isDisposed) return;
    this.#isDirty = false;
    this.#timer?.cancel();
    this.#timer = null;
    const bytes = this.#options.compose();
    if (bytes === '') return;
    this.#lastPaintAt = this.#options.clock.now();
    this.#options.line.frame(bytes);
  }
}
