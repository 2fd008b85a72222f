// One text on its way into a CLI, as a transaction: its input line is empty and nobody types, paste, seen, Enter, gone. Never a second paste.
import type { Harness } from '../core/harness/harness.js';
import { INTERRUPT_GAP_MS } from '../core/harness/harness.js';
import type { Delivered, DeliveryProof } from '../core/model/delivery.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { sequences } from '../core/model/sequences.js';
import type { Clock, Timer } from '../core/ports.js';
import type { Emulator } from '../core/screen/emulator.js';
import { asks, DRAFT, ENDED, NOT_READY, NOT_SEEN, STANDS, TOUCHED, TYPING, wentAway } from './delivery-errors.js';
import { ShownInput } from './shown-input.js';

/** Agent CLIs drop an Enter that comes right behind a paste: claude and codex need about half a second. */
const ENTER_DELAY_MS = 500;
/** A CLI that has just been started takes up to 8 s to read its first key on a loaded machine (opencode). */
const SEEN_WITHIN_MS = 10_000;
/** A person whose last key is this old has stopped typing: what they wrote is a draft then, or sent. */
const TYPING_MS = 2000;
/** An input line that we can read and do not find may not be drawn yet; a new version of its CLI may draw it otherwise for ever. */
const FOUND_WITHIN_MS = 2000;
/** Screens come in pieces: an input line counts as empty when it still is after this. */
const STEADY_MS = 150;
/** Gemini 0.61 and claude 2.1.197 looked as if something stood in their empty lines while they drew a frame. */
const DRAFT_MS = 500;
/** An Enter was dropped when the text stands as long as this behind it: then one more is pressed. */
const ENTER_AGAIN_MS = 2000;
/** A loaded machine was seen to take seconds to redraw. */
const GONE_WITHIN_MS = 10_000;

export interface TextDeliveryOptions {
  readonly text: string;
  readonly emulator: Emulator;
  /** Whose input line and dialogs are read; null for a program that nothing is known of. */
  readonly harness: Pick<Harness, 'input' | 'read'> | null;
  readonly clock: Clock;
  /** `paste`: a TUI, which is ready when it takes pastes. `any`: a program that may read plain lines. */
  readonly takes: 'paste' | 'any';
  readonly type: (data: string) => void;
  /** When a person pressed a key last; null when nobody did. */
  readonly lastKeyAt: () => number | null;
  /** It was seen at work, by more than its output. */
  readonly isAtWork: () => boolean;
  /** A text of ours that may stand in its input line, put back there or not taken: no draft of a person, as long as it is just that. */
  readonly givenBack: string | null;
}

/**
 * Where a CLI asks for permission or trust, it takes no text, and a blind Enter would be read as "yes": Enter is pressed only after the text
 * was seen, and never while a dialog stands. A program without bracketed paste gets the text as lines, as from a keyboard.
 */
export class TextDelivery {
  /** Enter was pressed behind the text. */
  readonly pressed: Promise<Result<Delivered>>;
  /** The CLI has taken the text. */
  readonly result: Promise<Result<Delivered>>;
  readonly #options: TextDeliveryOptions;
  readonly #input: ShownInput;
  readonly #text: string;
  readonly #timers = new Set<Timer>();
  readonly #beganAt: number;
  #tellPressed: (result: Result<Delivered>) => void = () => undefined;
  #tell: (result: Result<Delivered>) => void = () => undefined;
  #phase: 'before' | 'clearing' | 'pasted' | 'entered' | 'over' = 'before';
  /** Said when it lasts too long. */
  #hindrance: OrchError = NOT_READY;
  /** Told by the timer and not by a second look at the clock: a timer of Node can be a millisecond early, and nothing might look again. */
  #mayEnter = false;
  #mayBeUnread = false;
  #wasCleared = false;
  #seenBefore = 0;
  #pastedAt = 0;
  #wasFilled = false;
  /** Its input line could be read when Enter was pressed: then it has to be seen empty. */
  #wasRead = false;
  #hasLeft = false;
  #wasAtWork = false;
  #waiting: 'typing' | 'input' | 'steady' | null = null;

  constructor(options: TextDeliveryOptions) {
    this.#options = options;
    this.#input = new ShownInput(options.emulator, options.harness);
    this.#text = withoutControls(options.harness?.input?.asMessage(options.text) ?? options.text);
    this.#beganAt = options.clock.now();
    this.pressed = new Promise((resolve) => {
      this.#tellPressed = resolve;
    });
    this.result = new Promise((resolve) => {
      this.#tell = resolve;
    });
    this.#after(SEEN_WITHIN_MS, () => {
      if (this.#phase === 'before' || this.#phase === 'clearing') this.#end(fail(this.#hindrance));
    });
    this.look();
  }

  /** To be called when the screen has changed. */
  look(): void {
    if (this.#phase === 'before') this.#begin();
    else if (this.#phase === 'clearing') this.#goOnWhenClear();
    else if (this.#phase === 'pasted') this.#enterWhenSeen();
    else if (this.#phase === 'entered') this.#endWhenGone();
  }

  /** The program has ended. */
  abandon(): void {
    this.#end(this.#hasLeft ? this.#proven('left the input line') : fail(ENDED));
  }

  #begin(): void {
    const { emulator, takes, clock, lastKeyAt } = this.#options;
    const quietFor = clock.now() - (lastKeyAt() ?? Number.NEGATIVE_INFINITY);
    const pastes = emulator.modes.bracketedPaste;
    if (quietFor < TYPING_MS) this.#waitFor('typing', TYPING_MS - quietFor, TYPING);
    else if (takes === 'paste') this.#pasteWhenEmpty(pastes);
    else if (pastes) this.#paste();
    else this.#writeLines();
  }

  #pasteWhenEmpty(pastes: boolean): void {
    const { dialog, hasRules, isFilled, text } = this.#input;
    this.#hindrance = NOT_READY;
    if (dialog !== null) this.#end(fail(asks(dialog)));
    else if (!pastes) return;
    else if (hasRules && text === null && !this.#mayBeUnread)
      this.#waitFor('input', FOUND_WITHIN_MS, NOT_READY, () => {
        this.#mayBeUnread = true;
      });
    else if (!isFilled) this.#paste();
    else if (this.#isGivenBack()) this.#clear();
    else this.#endWhenDrafted();
  }

  /** It would be glued to what somebody began to write. A screen that is half drawn may look so: the cursor stands elsewhere for a moment. */
  #endWhenDrafted(): void {
    this.#hindrance = DRAFT;
    this.#steady(
      () => this.#phase === 'before' && this.#input.isFilled,
      () => this.#end(fail(DRAFT)),
      DRAFT_MS,
    );
  }

  #isGivenBack(): boolean {
    const { givenBack, harness } = this.#options;
    return givenBack !== null && !this.#wasCleared && harness?.input?.clear[0] !== undefined && this.#input.holdsJust(givenBack);
  }

  #clear(): void {
    const { harness, type } = this.#options;
    this.#phase = 'clearing';
    this.#wasCleared = true;
    this.#hindrance = DRAFT;
    harness?.input?.clear.forEach((key, at) => {
      this.#after(at * INTERRUPT_GAP_MS, () => type(key));
    });
  }

  #goOnWhenClear(): void {
    const isClear = () => this.#input.text === '';
    if (!isClear()) return;
    this.#steady(isClear, () => {
      this.#phase = 'before';
      this.look();
    });
  }

  #paste(): void {
    const { type, clock } = this.#options;
    this.#seenBefore = this.#input.count(this.#text);
    this.#phase = 'pasted';
    this.#pastedAt = clock.now();
    type(sequences.pasteBegin + this.#text.replaceAll(/\r\n?/g, '\n') + sequences.pasteEnd);
    this.#after(ENTER_DELAY_MS, () => {
      this.#mayEnter = true;
      this.look();
    });
    this.#after(SEEN_WITHIN_MS, () => {
      if (this.#phase === 'pasted') this.#end(fail(NOT_SEEN));
    });
  }

  #writeLines(): void {
    this.#options.type(this.#text.replaceAll(/\r\n?|\n/g, '\r'));
    this.#options.type('\r');
    this.#end(this.#proven('lines written'));
  }

  #enterWhenSeen(): void {
    if (!this.#mayEnter || !this.#input.shows(this.#text, this.#seenBefore)) return;
    if (this.#wasTouched()) this.#end(fail(TOUCHED));
    else if (this.#input.dialog === null) this.#enter();
  }

  #enter(): void {
    const { type, isAtWork } = this.#options;
    this.#wasFilled = this.#input.isFilled;
    this.#wasRead = this.#input.text !== null;
    this.#wasAtWork = isAtWork();
    this.#phase = 'entered';
    type('\r');
    this.#tellPressed(this.#proven('Enter pressed'));
    if (this.#wasFilled || this.#input.hasRules) {
      this.#after(ENTER_AGAIN_MS, () => {
        if (this.#stands() && !this.#wasTouched()) type('\r');
      });
      this.#after(GONE_WITHIN_MS, () => this.#endAnyway());
    } else this.#end(this.#proven('Enter pressed'));
  }

  /** Somebody typed behind the paste: an Enter would send their words too. */
  #wasTouched(): boolean {
    return (this.#options.lastKeyAt() ?? 0) > this.#pastedAt;
  }

  #stands(): boolean {
    return this.#isLineThere() && this.#input.isFilled;
  }

  #endWhenGone(): void {
    if (this.#stands()) this.#hasLeft = false;
    else if (this.#wasFilled && this.#isLineThere()) this.#hasLeft = true;
    const reacts = this.#options.isAtWork() && !this.#wasAtWork;
    if (this.#hasLeft)
      this.#steady(
        () => this.#hasLeft,
        () => this.#end(this.#proven('left the input line')),
      );
    else if (reacts && (!this.#wasFilled || !this.#stands())) this.#end(this.#proven('at work'));
  }

  /** A dialog, or a screen that is new to us, in the place of the line says nothing of the text: it may come back with the line. */
  #isLineThere(): boolean {
    return this.#input.dialog === null && (!this.#wasRead || this.#input.text !== null);
  }

  #endAnyway(): void {
    if (!this.#wasFilled) this.#end(this.#proven('Enter pressed'));
    else if (this.#hasLeft) this.#end(this.#proven('left the input line'));
    else this.#end(fail(this.#stands() ? STANDS : wentAway(this.#input.dialog)));
  }

  #proven(proof: DeliveryProof): Result<Delivered> {
    return ok({ proof, ms: this.#options.clock.now() - this.#beganAt });
  }

  #waitFor(what: 'typing' | 'input', ms: number, hindrance: OrchError, then: () => void = () => undefined): void {
    this.#hindrance = hindrance;
    if (this.#waiting === what) return;
    this.#waiting = what;
    this.#after(ms, () => {
      this.#waiting = null;
      then();
      this.look();
    });
  }

  #steady(holds: () => boolean, then: () => void, ms = STEADY_MS): void {
    if (this.#waiting === 'steady') return;
    this.#waiting = 'steady';
    this.#after(ms, () => {
      this.#waiting = null;
      if (holds()) then();
    });
  }

  #after(ms: number, run: () => void): void {
    const timer = this.#options.clock.after(ms, () => {
      this.#timers.delete(timer);
      if (this.#phase !== 'over') run();
    });
    this.#timers.add(timer);
  }

  #end(result: Result<Delivered>): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    for (const timer of this.#timers) timer.cancel();
    this.#tellPressed(result);
    this.#tell(result);
  }
}

/** A text from outside must not end the paste it is in, nor press keys. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');
}
