// How keys are written: `n`, `ctrl-q`, `shift-tab`, `?`, `pageup`. One key has one notation, however a terminal sent it.
import type { KeyToken } from '../model/token.js';

const NAMES: ReadonlySet<string> = new Set([
  ...['enter', 'escape', 'tab', 'space', 'backspace', 'delete', 'insert'],
  ...['up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown'],
  ...Array.from({ length: 20 }, (_, index) => `f${index + 1}`),
]);

const MODIFIERS = ['ctrl', 'alt', 'shift'] as const;

// On a keyboard without the kitty protocol these are the same bytes, so the first can never be told from the second.
const SAME_BYTES: Readonly<Record<string, string>> = { 'ctrl-i': 'tab', 'ctrl-m': 'enter', 'ctrl-[': 'escape' };

export type ParsedKey = { readonly ok: true; readonly key: string } | { readonly ok: false; readonly why: string };

/** The one notation of a key that somebody wrote, or why it is none. Modifiers and names in any case; letters mean what they are. */
export function parseKey(text: string): ParsedKey {
  const isDash = text === '-' || text.endsWith('--');
  const parts = (isDash ? text.slice(0, -1) : text).split('-');
  const name = isDash ? '-' : (parts.at(-1) ?? '');
  const modifiers = parts.slice(0, -1).map((part) => part.toLowerCase());
  const unknown = modifiers.find((modifier) => !MODIFIERS.some((known) => known === modifier));
  if (unknown !== undefined) return { ok: false, why: 'a modifier is none of ctrl, alt, shift' };
  const held = { ctrl: modifiers.includes('ctrl'), alt: modifiers.includes('alt'), shift: modifiers.includes('shift') };
  const isLong = NAMES.has(name.toLowerCase());
  if (!isLong && !/^[^\p{C}\p{Z}]$/u.test(name)) {
    return { ok: false, why: name === '' ? 'a key is missing' : 'there is no such key' };
  }
  const key = keyOf(isLong ? name.toLowerCase() : name, held);
  const same = SAME_BYTES[key];
  return same === undefined ? { ok: true, key } : { ok: false, why: `terminals send ${same} for it` };
}

/** The notation of a key that was pressed. */
export function keyOfToken(token: KeyToken): string {
  return keyOf(token.name, token);
}

function keyOf(name: string, held: { readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean }): string {
  if (!held.ctrl && !held.alt && !held.shift) return name;
  const isLetter = [...name].length === 1 && name.toLowerCase() !== name.toUpperCase();
  // Shift makes a letter capital; ctrl knows no capitals.
  const written = isLetter && held.ctrl ? name.toLowerCase() : isLetter && held.shift ? name.toUpperCase() : name;
  const shift = held.shift && (!isLetter || held.ctrl);
  return [held.ctrl && 'ctrl', held.alt && 'alt', shift && 'shift', written].filter(Boolean).join('-');
}
