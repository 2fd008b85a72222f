// Whether anything but clocks, counters and spinners has changed on a screen. Pure.
import { plainLines } from '../model/plain-text.js';

/** Rows that move while nothing is done: the sign of work with its seconds and tokens, and tips that take turns. */
const IDLE_ROW = /\besc\b|interrupt|\btip\b|\(\d+ ?[sm]\b/iu;
const SCREEN = 20_000;

/** Only letters: digits count, and spinners turn. */
export function screenWords(text: string): string {
  return plainLines(text, SCREEN)
    .split('\n')
    .filter((row) => !IDLE_ROW.test(row))
    .join('\n')
    .replaceAll(/[^\p{L}]+/gu, '');
}

/** What was told of beside the screen holds as long as the words on that stay the same. */
export class ScreenHold {
  #words: string | null = null;

  /** From the next look on. */
  begin(): void {
    this.#words = null;
  }

  /** Of a look at the screen; the first one after `begin` always does. */
  holds(text: string): boolean {
    const words = screenWords(text);
    this.#words ??= words;
    return this.#words === words;
  }
}
