// One answer on its way into a dialog: given only while the very dialog it answers stands on the screen, and believed when that is gone.
import { chooseOption } from '../core/harness/choose-option.js';
import type { Harness } from '../core/harness/harness.js';
import { digestOf, type Verdict } from '../core/harness/verdict.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import type { Clock, Timer } from '../core/ports.js';
import type { Emulator } from '../core/screen/emulator.js';
import { screenText } from '../core/screen/screen-text.js';

/** Each key its own write: opencode moves its mark and takes Enter only then. */
const KEY_GAP_MS = 150;
/** A mark that moves on the way to being taken is gone by then. */
const MOVED_MS = 700;
const ENTER = '\r';
/** A CLI that has taken an answer redraws within a moment; a loaded machine takes longer. */
const GONE_WITHIN_MS = 10_000;

export interface DialogAnswerOptions {
  /** What was asked: an answer to another question is not given. */
  readonly digest: string;
  readonly choice: string;
  readonly harness: Harness;
  readonly verdict: () => Verdict;
  readonly emulator: Emulator;
  readonly clock: Clock;
  readonly type: (data: string) => void;
}

export class DialogAnswer {
  /** The words of the option that was chosen, once its dialog has gone. */
  readonly result: Promise<Result<string>>;
  readonly #options: DialogAnswerOptions;
  readonly #timers: Timer[] = [];
  #resolve: (result: Result<string>) => void = () => undefined;
  #given: { readonly label: string; readonly shown: string } | null = null;
  #isOver = false;
  /** It may move the mark that a digit was typed to, instead of taking it. */
  #movesMark = false;

  constructor(options: DialogAnswerOptions) {
    this.#options = options;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#begin();
  }

  /** To be called when the screen has changed. */
  look(): void {
    if (this.#given === null) return;
    if (this.#shown()?.shown !== this.#given.shown) this.#end(ok(this.#given.label));
    else this.#confirmMoved(this.#given.label);
  }

  /** Its program has ended: if the answer was given, that came of it. */
  abandon(): void {
    this.#end(this.#given === null ? fail(GONE) : ok(this.#given.label));
  }

  #begin(): void {
    const { choice, clock, type } = this.#options;
    const dialog = this.#asked();
    if (dialog === null) {
      this.#end(fail(GONE));
      return;
    }
    const option = chooseOption(dialog.options, choice);
    if (!option.ok) {
      this.#end(option);
      return;
    }
    const { label, keys, isMarked } = option.value;
    this.#movesMark = isMarked === false && keys.length === 1;
    keys.forEach((key, at) => {
      this.#timers.push(
        clock.after(at * KEY_GAP_MS, () => {
          // A person or a redraw may have changed what the next key would do.
          if (at > 0 && !this.#maySend(label, at === keys.length - 1)) return;
          if (at === keys.length - 1) this.#given = { label, shown: dialog.shown };
          type(key);
        }),
      );
    });
    this.#timers.push(clock.after(keys.length * KEY_GAP_MS + GONE_WITHIN_MS, () => this.#end(fail(STAYS))));
  }

  /** A digit has moved the mark and no more (codex's trust dialog, 0.169): Enter takes it. Without that sight of it nothing more is typed. */
  #confirmMoved(label: string): void {
    const { clock, type } = this.#options;
    const isMoved = this.#movesMark && this.#asked()?.options.some((option) => option.label === label && option.isMarked === true);
    if (!isMoved) return;
    this.#movesMark = false;
    this.#timers.push(
      clock.after(MOVED_MS, () => {
        if (this.#maySend(label, true)) type(ENTER);
      }),
    );
  }

  /** The dialog still stands; and where its mark can be seen, the last key goes to nothing but the answer that was chosen. */
  #maySend(label: string, isLast: boolean): boolean {
    const option = this.#asked()?.options.find((one) => one.label === label);
    return option !== undefined && !(isLast && option.isMarked === false);
  }

  #shown() {
    const { harness, emulator } = this.#options;
    return harness.read({ kind: 'screen', text: screenText(emulator) })?.dialog ?? null;
  }

  /** The dialog on the screen, when it is the one that is to be answered. */
  #asked() {
    const dialog = this.#shown();
    const { why, question } = this.#options.verdict();
    if (dialog === null || question?.digest !== this.#options.digest) return null;
    return digestOf(dialog.shown, why.at) === this.#options.digest ? dialog : null;
  }

  #end(result: Result<string>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const timer of this.#timers) timer.cancel();
    this.#resolve(result);
  }
}

const GONE: OrchError = {
  kind: 'conflict',
  tried: 'answer it',
  said: 'its screen no longer shows that question',
  next: 'Look at what it asks now, and answer that',
};

const STAYS: OrchError = {
  kind: 'harness',
  tried: 'answer it',
  said: 'the keys were sent, and its question still stands',
  next: 'Attach to it and answer there',
};
