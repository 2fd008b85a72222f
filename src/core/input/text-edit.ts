// Editing a multi-line text: a text and a cursor in, the next ones out. By characters as a person sees them; knows no width and no key.
import { plainLines } from '../model/plain-text.js';
import { characterEnd, characterStart } from './graphemes.js';

export interface TextEdit {
  readonly text: string;
  /** Offset in UTF-16 units, always between two characters. */
  readonly cursor: number;
  /** Column that up and down keep to, while they follow each other. */
  readonly column?: number;
}

/** Longest text (UTF-16 units). What does not fit is not inserted. */
export const MAX_TEXT_LENGTH = 200 * 1024;

/** Where the cursor goes; `erase` takes away everything up to there. */
export type Motion =
  | 'character-left'
  | 'character-right'
  | 'word-left'
  | 'word-right'
  | 'line-start'
  | 'line-end'
  | 'text-start'
  | 'text-end';

/** A text to edit, with the cursor at its end. Made harmless and cut like one that is pasted. */
export function textEditOf(text: string): TextEdit {
  return insertText({ text: '', cursor: 0 }, text);
}

/** Typed or pasted text: line ends become LF, tabs four blanks, and nothing that acts on a terminal gets in. */
export function insertText(edit: TextEdit, inserted: string): TextEdit {
  const room = MAX_TEXT_LENGTH - edit.text.length;
  const fitting = cutAt(harmless(cutAt(inserted, room)), room);
  if (fitting === '') return edit;
  return { text: edit.text.slice(0, edit.cursor) + fitting + edit.text.slice(edit.cursor), cursor: edit.cursor + fitting.length };
}

/** The same edit when there is nowhere to go. */
export function move(edit: TextEdit, motion: Motion): TextEdit {
  const cursor = targetOf(edit, motion);
  return cursor === edit.cursor ? edit : { text: edit.text, cursor };
}

/** Takes away what lies between the cursor and where it would move. At the end of a line the line break goes, so that the key can be repeated. */
export function erase(edit: TextEdit, motion: Motion): TextEdit {
  const { text, cursor } = edit;
  const target = targetOf(edit, motion);
  const isStuck = target === cursor && (motion === 'line-end' || motion === 'line-start');
  const other = isStuck ? targetOf(edit, motion === 'line-end' ? 'character-right' : 'character-left') : target;
  if (other === cursor) return edit;
  const [from, to] = other < cursor ? [other, cursor] : [cursor, other];
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

function targetOf({ text, cursor }: TextEdit, motion: Motion): number {
  switch (motion) {
    case 'character-left':
      return characterStart(text, cursor);
    case 'character-right':
      return characterEnd(text, cursor);
    case 'word-left':
      return wordStart(text, cursor);
    case 'word-right':
      return wordEnd(text, cursor);
    case 'line-start':
      return cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
    case 'line-end': {
      const end = text.indexOf('\n', cursor);
      return end === -1 ? text.length : end;
    }
    case 'text-start':
      return 0;
    case 'text-end':
      return text.length;
  }
}

const WORD_AHEAD = /[^\p{L}\p{N}\p{M}_]*[\p{L}\p{N}\p{M}_]*/uy;
const IN_WORD = /[\p{L}\p{N}\p{M}_]/u;

function wordEnd(text: string, cursor: number): number {
  WORD_AHEAD.lastIndex = cursor;
  return cursor + (WORD_AHEAD.exec(text)?.[0].length ?? 0);
}

function wordStart(text: string, cursor: number): number {
  let at = cursor;
  let isInWord = false;
  while (at > 0) {
    const before = characterStart(text, at);
    const isWord = IN_WORD.test(text.slice(before, at));
    if (isInWord && !isWord) break;
    isInWord = isWord;
    at = before;
  }
  return at;
}

function harmless(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n');
  // A tab may become four blanks, so four times the length is always enough.
  return plainLines(lines, lines.length * 4 + 1);
}

function cutAt(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
