// The keys of a multi-line text, as shells and editors have them. Enter alone, Tab, Escape and Ctrl-E belong to the form around it.
import type { KeyToken, PasteToken } from '../model/token.js';
import { keyOfToken } from './key-notation.js';
import { erase, insertText, type Motion, move, type TextEdit } from './text-edit.js';
import { moveRow, type Wrap } from './text-rows.js';

const MOVES: Readonly<Record<string, Motion>> = {
  left: 'character-left',
  'ctrl-b': 'character-left',
  right: 'character-right',
  'ctrl-f': 'character-right',
  'ctrl-left': 'word-left',
  'alt-left': 'word-left',
  'alt-b': 'word-left',
  'ctrl-right': 'word-right',
  'alt-right': 'word-right',
  'alt-f': 'word-right',
  home: 'line-start',
  'ctrl-a': 'line-start',
  end: 'line-end',
  'ctrl-home': 'text-start',
  'alt-<': 'text-start',
  'ctrl-end': 'text-end',
  'alt->': 'text-end',
};

const ERASES: Readonly<Record<string, Motion>> = {
  backspace: 'character-left',
  'shift-backspace': 'character-left',
  'ctrl-h': 'character-left',
  delete: 'character-right',
  'ctrl-d': 'character-right',
  'ctrl-w': 'word-left',
  'alt-backspace': 'word-left',
  'ctrl-backspace': 'word-left',
  'alt-d': 'word-right',
  'ctrl-delete': 'word-right',
  'ctrl-u': 'line-start',
  'ctrl-k': 'line-end',
};

const NEW_LINES: ReadonlySet<string> = new Set(['ctrl-j', 'shift-enter', 'alt-enter', 'ctrl-enter']);

/** The text after a key or a paste; null when the key means nothing here. Up and down at the edge give the same edit back. */
export function typeInText(edit: TextEdit, token: KeyToken | PasteToken, wrap: Wrap): TextEdit | null {
  if (token.type === 'paste') return insertText(edit, token.text);
  const key = keyOfToken(token);
  if (key === 'up' || key === 'down') return moveRow(edit, key === 'up' ? -1 : 1, wrap);
  const motion = MOVES[key];
  if (motion !== undefined) return move(edit, motion);
  const erased = ERASES[key];
  if (erased !== undefined) return erase(edit, erased);
  if (NEW_LINES.has(key)) return insertText(edit, '\n');
  if (token.name === 'space' && !token.ctrl && !token.alt) return insertText(edit, ' ');
  if (token.ctrl || token.alt || [...token.name].length !== 1) return null;
  return insertText(edit, token.name);
}
