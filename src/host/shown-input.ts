// The input line of a running CLI as its screen shows it now: read by the rules of its harness, else guessed from where the cursor stands.
import type { Harness } from '../core/harness/harness.js';
import type { Emulator } from '../core/screen/emulator.js';
import { brightText, screenText } from '../core/screen/screen-text.js';

/** Letters of the end of a text that are looked for: an input line that scrolls shows at least these. */
const TAIL_LETTERS = 16;
/** An input line that fills the screen shows this much of a text at least, without white space. */
const SCREENFUL = 300;
/** What CLIs show instead of a long paste: `[Pasted text #1 +12 lines]`, `[Pasted Content 2000 chars]`, `[Pasted ~3 lines]`. */
const PASTE_MARK = /\[pasted\b[^\]\n]*\]?/giu;
/** The mark of an input line, and something written behind it: for CLIs without rules. A hint in an empty one stands behind the cursor. */
const DRAFT_ROW = /^\s*[│┃]?\s*[❯›>┃]\s.*[\p{L}\p{N}]/u;

export class ShownInput {
  readonly #emulator: Emulator;
  readonly #harness: Pick<Harness, 'input' | 'read'> | null;

  constructor(emulator: Emulator, harness: Pick<Harness, 'input' | 'read'> | null) {
    this.#emulator = emulator;
    this.#harness = harness;
  }

  /** There are rules to read it by: where it can not be read, it is not there, or the CLI has changed. */
  get hasRules(): boolean {
    return this.#harness?.input !== undefined;
  }

  /** What stands in it; null where it can not be read. */
  get text(): string | null {
    const { cursor } = this.#emulator;
    return this.#harness?.input?.read({ text: brightText(this.#emulator), cursor }) ?? null;
  }

  /** Something stands in it, as far as can be told. */
  get isFilled(): boolean {
    const { text } = this;
    if (text !== null) return text !== '';
    const { x, y } = this.#emulator.cursor;
    const before = (brightText(this.#emulator).split('\n')[y] ?? '').slice(0, x);
    return this.hasRules ? /[\p{L}\p{N}]/u.test(before) : DRAFT_ROW.test(before);
  }

  /** The question of a dialog, which takes no text and would take an Enter for its answer; null when there is none. */
  get dialog(): string | null {
    const reading = this.#harness?.read({ kind: 'screen', text: screenText(this.#emulator) }) ?? null;
    return reading?.dialog === undefined ? null : reading.evidence;
  }

  /** How often a text, or a mark for a long one, stands on the whole screen: more than before its paste means that it was taken. */
  count(text: string): number {
    const shown = screenText(this.#emulator);
    const tail = lettersOf(text).slice(-TAIL_LETTERS);
    return (tail === '' ? 0 : lettersOf(shown).split(tail).length - 1) + (shown.match(PASTE_MARK)?.length ?? 0);
  }

  /** Whether `text`, just pasted, is to be seen. `before`: what `count` said before. */
  shows(text: string, before: number): boolean {
    const inside = this.text;
    if (inside === null) return this.count(text) > before || lettersOf(text) === '';
    if (inside === '') return false;
    PASTE_MARK.lastIndex = 0;
    return PASTE_MARK.test(inside) || bare(inside).includes(bare(text).slice(-TAIL_LETTERS));
  }

  /** Whether what stands in it is `text` and nothing else, as far as the screen has room for it. */
  holdsJust(text: string): boolean {
    const inside = bare((this.text ?? '').replaceAll(PASTE_MARK, ''));
    const whole = bare(text);
    if (inside === '') return this.isFilled && this.text !== null;
    return inside === whole || (inside.length > SCREENFUL && whole.endsWith(inside));
  }
}

// Only letters and digits: what is looked for on a whole screen is wrapped, indented and framed.
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function bare(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}
