// What a person types to the built-in agent, from bytes to what it means: lines, a choice in a dialog, an interrupt, the end.

import type { systemClock } from '../../core/adapters/system-clock.js';
import { createTokenizer, ESCAPE_DELAY_MS } from '../../core/input/tokenizer.js';
import type { KeyToken, Token } from '../../core/model/token.js';

type Clock = typeof systemClock;

export interface TypedInputOrder {
  readonly clock: Clock;
  /** The input line as it is now. */
  readonly onTyped: (text: string) => void;
  readonly onLine: (text: string) => void;
  /** 1 and up. */
  readonly onChoice: (number: number) => void;
  readonly onInterrupt: () => void;
  readonly onEnd: () => void;
}

/** A second Ctrl-C this soon ends it. */
const TWICE_MS = 2000;
/** Keys with shorter gaps between them are of one text: begun before a dialog stood there, it is not meant for that. */
const TYPING_MS = 700;
const MAX_LENGTH = 200_000;

export class TypedInput {
  readonly #order: TypedInputOrder;
  readonly #tokenizer = createTokenizer();
  #escape: ReturnType<Clock['after']> | null = null;
  #text = '';
  #isDialog = false;
  #keyAt = Number.NEGATIVE_INFINITY;
  #isTypingThrough = false;
  #interruptedAt = Number.NEGATIVE_INFINITY;

  constructor(order: TypedInputOrder) {
    this.#order = order;
  }

  push(chunk: Uint8Array | string): void {
    this.#escape?.cancel();
    this.#escape = null;
    for (const token of this.#tokenizer.push(chunk)) this.#take(token);
    if (this.#tokenizer.pending === 'escape') {
      this.#escape = this.#order.clock.after(ESCAPE_DELAY_MS, () => {
        for (const token of this.#tokenizer.flushEscape()) this.#take(token);
      });
    }
  }

  /** Digits choose from here on. */
  openDialog(): void {
    this.#isDialog = true;
    this.#isTypingThrough = this.#order.clock.now() - this.#keyAt < TYPING_MS;
  }

  closeDialog(): void {
    this.#isDialog = false;
  }

  #take(token: Token): void {
    if (token.type === 'paste' && !this.#isDialog) this.#type(token.text.replaceAll(/\r\n?/gu, '\n'));
    if (token.type !== 'key') return;
    if (token.ctrl && token.name === 'c') this.#interrupt();
    else if (token.name === 'escape') this.#order.onInterrupt();
    else this.#press(token);
  }

  #press(token: KeyToken): void {
    const now = this.#order.clock.now();
    const isPlain = !token.ctrl && !token.alt;
    const isFast = now - this.#keyAt < TYPING_MS;
    this.#keyAt = now;
    if (this.#isDialog) {
      this.#isTypingThrough &&= isFast;
      if (!this.#isTypingThrough && isPlain && /^[1-9]$/u.test(token.name)) {
        // A choice is no text: it may well be followed by another one.
        this.#keyAt = Number.NEGATIVE_INFINITY;
        this.#order.onChoice(Number(token.name));
      }
    } else if (token.name === 'enter') this.#send();
    else if (token.name === 'backspace') this.#replace([...this.#text].slice(0, -1).join(''));
    else if (token.ctrl && token.name === 'u') this.#replace('');
    else if (token.ctrl && token.name === 'd' && this.#text === '') this.#order.onEnd();
    else if (!isPlain) return;
    else if (token.name === 'space') this.#type(' ');
    else if ([...token.name].length === 1) this.#type(token.name);
  }

  #interrupt(): void {
    const now = this.#order.clock.now();
    const isSecond = now - this.#interruptedAt < TWICE_MS;
    this.#interruptedAt = now;
    if (isSecond) this.#order.onEnd();
    else this.#order.onInterrupt();
  }

  #send(): void {
    const text = this.#text.trim();
    if (text === '') return;
    this.#replace('');
    this.#order.onLine(text);
  }

  #type(text: string): void {
    this.#replace((this.#text + text).slice(0, MAX_LENGTH));
  }

  #replace(text: string): void {
    this.#text = text;
    this.#order.onTyped(text);
  }
}
