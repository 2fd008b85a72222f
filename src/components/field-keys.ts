// What to type into ink-text-input for a token. It moves by UTF-16 units, and a key past either end leaves its cursor outside of the text, where
// the next letter lands in the wrong place: so its text and cursor are followed here, and it never gets such a key.
import { characterEnd, characterStart } from '../core/input/graphemes.js';
import { plainText } from '../core/model/plain-text.js';
import { CSI } from '../core/model/sequences.js';
import type { KeyToken, PasteToken } from '../core/model/token.js';
import type { FieldName } from '../core/view/view-state.js';

/** Longest paste into a one-line field. */
const PASTE_CHARS = 1000;

const LEFT = `${CSI}D`;
const RIGHT = `${CSI}C`;
const BACKSPACE = '\u007f';

export class FieldKeys {
  #field: FieldName | null = null;
  #text = '';
  #cursor = 0;

  /** The field that has the keys now, with the text it begins with; the same field again changes nothing. */
  focus(field: FieldName | null, text: string): void {
    if (field === this.#field) return;
    this.#field = field;
    this.#text = text;
    this.#cursor = text.length;
  }

  /** Inputs for Ink, one after the other; none for keys that mean nothing in a field. */
  inputsOf(token: KeyToken | PasteToken): readonly string[] {
    if (this.#field === null) return [];
    if (token.type === 'paste') return this.#insert(plainText(token.text, PASTE_CHARS));
    // As in a shell: all before the cursor goes.
    if (token.ctrl && token.name === 'u') return this.#erase(0);
    if (token.ctrl || token.alt) return [];
    switch (token.name) {
      case 'left':
        return this.#moveTo(characterStart(this.#text, this.#cursor), LEFT);
      case 'right':
        return this.#moveTo(characterEnd(this.#text, this.#cursor), RIGHT);
      case 'backspace':
        return this.#erase(characterStart(this.#text, this.#cursor));
      case 'space':
        return this.#insert(' ');
      default:
        return [...token.name].length === 1 ? this.#insert(plainText(token.name)) : [];
    }
  }

  /** What stands between `start` and the cursor. */
  #erase(start: number): readonly string[] {
    const units = this.#cursor - start;
    this.#text = this.#text.slice(0, start) + this.#text.slice(this.#cursor);
    this.#cursor = start;
    return Array.from({ length: units }, () => BACKSPACE);
  }

  #moveTo(cursor: number, input: string): readonly string[] {
    const units = Math.abs(cursor - this.#cursor);
    this.#cursor = cursor;
    return Array.from({ length: units }, () => input);
  }

  #insert(text: string): readonly string[] {
    if (text === '') return [];
    this.#text = this.#text.slice(0, this.#cursor) + text + this.#text.slice(this.#cursor);
    this.#cursor += text.length;
    return [text];
  }
}
