// The moves that keys stand for in views that scroll.
import type { KeyToken } from '../model/token.js';
import type { Move } from './next-index.js';

const MOVES: Readonly<Record<string, Move>> = {
  up: 'up',
  k: 'up',
  down: 'down',
  j: 'down',
  pageup: 'pageup',
  pagedown: 'pagedown',
  space: 'pagedown',
  b: 'pageup',
  home: 'first',
  g: 'first',
  end: 'last',
  G: 'last',
};

/** The move a key stands for in views that scroll; null for any other key. */
export function moveOf(token: KeyToken): Move | null {
  if (token.alt || (token.ctrl && token.name !== 'd' && token.name !== 'u')) return null;
  if (token.ctrl) return token.name === 'd' ? 'pagedown' : 'pageup';
  return MOVES[token.name] ?? null;
}
