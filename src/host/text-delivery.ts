// One text on its way into a CLI: pasted, seen in its input line, then sent with Enter. Knows the screen as text and nothing of any CLI.
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { sequences } from '../core/model/sequences.js';
import type { Clock, Timer } from '../core/ports.js';
import type { Emulator } from '../core/screen/emulator.js';
import { screenText } from '../core/screen/screen-text.js';

/** Agent CLIs drop an Enter that comes right behind a paste: claude and codex need about half a second. */
const ENTER_DELAY_MS = 500;
/** A CLI that has just been started takes up to 8 s to read its first key on a loaded machine (opencode). */
const SEEN_WITHIN_MS = 10_000;
/** Letters of the end of a text that are looked for: an input line that scrolls shows at least these. */
const TAIL_LETTERS = 16;
/** What CLIs show instead of a long paste: `[Pasted text #1 +12 lines]`, `[Pasted Content 2000 chars]`, `[Pasted ~3 lines]`. */
const PASTE_MARK = /\[pasted\b/giu;

export interface DeliveryOptions {
  readonly text: string;
  readonly emulator: Emulator;
  readonly clock: Clock;
  /** `paste`: a TUI, which is ready when it takes pastes. `any`: a program that may read plain lines. */
  readonly takes: 'paste' | 'any';
  readonly type: (data: string) => void;
}

/**
 * Where a CLI asks for permission or trust, it takes no text, and a blind Enter would be read as "yes": Enter is pressed only after the text
 * was seen on the screen. A program without bracketed paste gets the text as lines, as from a keyboard.
 */
export class TextDelivery {
  readonly result: Promise<Result<void>>;
  readonly #options: DeliveryOptions;
  readonly #deadline: Timer;
  #resolve: (result: Result<void>) => void = () => undefined;
  #isPasted = false;
  /** Told by the timer and not by a second look at the clock: a timer of Node can be a millisecond early, and nothing might look again. */
  #mayEnter = false;
  #seenBefore = { letters: 0, marks: 0 };
  #timer: Timer | null = null;
  #isOver = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#deadline = options.clock.after(SEEN_WITHIN_MS, () => this.#end(fail(notTaken(!this.#isPasted))));
    this.look();
  }

  /** To be called when the screen has changed. */
  look(): void {
    if (this.#isOver) return;
    if (!this.#isPasted) this.#begin();
    else if (this.#mayEnter && this.#isSeen()) this.#enter();
  }

  /** The program has ended. */
  abandon(): void {
    this.#end(fail(ENDED));
  }

  #begin(): void {
    const { emulator, takes, text, type, clock } = this.#options;
    if (takes === 'paste' && holdsDraft(emulator)) {
      // It would be glued to what somebody began to write, or to a prompt that claude gave back when it was interrupted.
      this.#end(fail(DRAFT));
    } else if (emulator.modes.bracketedPaste) {
      this.#seenBefore = this.#count();
      this.#isPasted = true;
      type(sequences.pasteBegin + withoutControls(text.replaceAll(/\r\n?/g, '\n')) + sequences.pasteEnd);
      this.#timer = clock.after(ENTER_DELAY_MS, () => {
        this.#mayEnter = true;
        this.look();
      });
    } else if (takes === 'any') {
      type(withoutControls(text.replaceAll(/\r\n?|\n/g, '\r')));
      this.#enter();
    }
  }

  #isSeen(): boolean {
    if (tailOf(this.#options.text) === '') return true;
    const { letters, marks } = this.#count();
    return letters > this.#seenBefore.letters || marks > this.#seenBefore.marks;
  }

  #count(): { readonly letters: number; readonly marks: number } {
    const shown = screenText(this.#options.emulator);
    const tail = tailOf(this.#options.text);
    return { letters: tail === '' ? 0 : lettersOf(shown).split(tail).length - 1, marks: shown.match(PASTE_MARK)?.length ?? 0 };
  }

  #enter(): void {
    this.#options.type('\r');
    this.#end(ok(undefined));
  }

  #end(result: Result<void>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#deadline.cancel();
    this.#timer?.cancel();
    this.#resolve(result);
  }
}

/** The mark of an input line, and something written behind it, up to the cursor: a hint in an empty one stands behind the cursor. */
const DRAFT_ROW = /^\s*[│┃]?\s*[❯›>┃]\s.*[\p{L}\p{N}]/u;

function holdsDraft(emulator: Emulator): boolean {
  const { x, y } = emulator.cursor;
  return DRAFT_ROW.test((screenText(emulator).split('\n')[y] ?? '').slice(0, x));
}

// Only letters and digits: input lines are wrapped, indented and framed.
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function tailOf(text: string): string {
  return lettersOf(text).slice(-TAIL_LETTERS);
}

/** A text from outside must not end the paste it is in, nor press keys. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}

const DRAFT: OrchError = {
  kind: 'conflict',
  tried: 'send it a message',
  said: 'its input line holds text that was not sent',
  next: 'Attach to it and send or clear that first',
};

const ENDED: OrchError = {
  kind: 'harness',
  tried: 'send it a message',
  said: 'it ended before it took the text',
  next: 'Resume it and send again',
};

function notTaken(isUnready: boolean): OrchError {
  const said = isUnready
    ? 'it takes no text yet'
    : 'its screen does not show the text, so Enter was not pressed: it may be asking something';
  return { kind: 'harness', tried: 'send it a message', said, next: 'Attach to it and look, then send again' };
}
