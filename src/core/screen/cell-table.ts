// What does not fit into a cell's words, under small ids: grapheme texts, underline styles, links. One per client, so that cells compare by words.

import { charProperties } from './width.js';

/** Underline beyond the plain one, and a link. */
export interface ExtendedStyle {
  /** 0 and 1 plain, 2 double, 3 curly, 4 dotted, 5 dashed. */
  readonly underline: number;
  /** In the encoding of a cell's colours; 0 is the text's own. */
  readonly underlineColor: number;
  readonly link: string | null;
}

const NONE: ExtendedStyle = { underline: 0, underlineColor: 0, link: null };
/** An agent can invent texts without end; at this many the client is repainted with an empty table. */
const MAX_ENTRIES = 8192;

// Of no width, or acting on the terminal: bidi controls would reorder cells outside the pane. Joiners, selectors and tags belong to emoji.
const ACTING = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

export class CellTable {
  readonly #idByText = new Map<string, number>();
  #texts: string[] = [''];
  readonly #idByStyle = new Map<string, number>();
  #styles: ExtendedStyle[] = [NONE];

  get isFull(): boolean {
    return this.#texts.length > MAX_ENTRIES || this.#styles.length > MAX_ENTRIES;
  }

  /** Every id given out before means nothing any more. */
  clear(): void {
    this.#idByText.clear();
    this.#idByStyle.clear();
    this.#texts = [''];
    this.#styles = [NONE];
  }

  /** `width`: columns that the emulator gave the cell. */
  idOfText(text: string, width: number): number {
    const key = width === 1 ? text : `${text} ${width}`;
    const known = this.#idByText.get(key);
    if (known !== undefined) return known;
    const id = this.#texts.push(fitText(text.replace(ACTING, ''), width)) - 1;
    this.#idByText.set(key, id);
    return id;
  }

  text(id: number): string {
    return this.#texts[id] ?? ' ';
  }

  idOfStyle(style: ExtendedStyle): number {
    if (style.underline <= 1 && style.underlineColor === 0 && style.link === null) return 0;
    const key = `${style.underline} ${style.underlineColor} ${style.link ?? ''}`;
    const known = this.#idByStyle.get(key);
    if (known !== undefined) return known;
    const id = this.#styles.push(style) - 1;
    this.#idByStyle.set(key, id);
    return id;
  }

  style(id: number): ExtendedStyle {
    return this.#styles[id] ?? NONE;
  }
}

// Editing sequences can leave a cell with characters that would not join when printed again: they would run over the cells behind it.
function fitText(text: string, width: number): string {
  let preceding = 0;
  let joined = '';
  for (const character of text) {
    const next = charProperties(character.codePointAt(0)!, preceding);
    if (joined !== '' && (next & 1) === 0) break;
    joined += character;
    preceding = next;
  }
  const columns = (preceding >> 1) & 0b11;
  if (columns === 0) return ' '.repeat(width);
  if (columns === width) return joined;
  return columns < width ? joined + ' '.repeat(width - columns) : '\ufffd';
}
