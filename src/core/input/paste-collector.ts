// Collects one bracketed paste over any number of chunks, and finds its end. Keeps at most one part in memory.
import { sequences } from '../model/sequences.js';
import type { PasteToken } from '../model/token.js';

export interface PasteCollector {
  /** Takes text behind the opening bracket. `end` is where in `text` the closing bracket ended, or null while it has not come. */
  take(text: string): { readonly tokens: readonly PasteToken[]; readonly end: number | null };
}

/** A paste longer than `maxLength` (UTF-16 units) is given in parts, cut at the same places however it came. */
export function createPasteCollector(maxLength: number): PasteCollector {
  let collected = '';
  /** The end of the last chunk that may be the start of the closing bracket. */
  let held = '';

  function add(text: string): PasteToken[] {
    const parts: PasteToken[] = [];
    let rest = text;
    while (collected.length + rest.length > maxLength) {
      const room = maxLength - collected.length;
      const cut = room > 0 && isHighSurrogate(rest.charCodeAt(room - 1)) ? room - 1 : room;
      parts.push({ type: 'paste', text: collected + rest.slice(0, cut) });
      collected = '';
      rest = rest.slice(cut);
    }
    collected += rest;
    return parts;
  }

  return {
    take(text) {
      const rest = held + text;
      const found = rest.indexOf(sequences.pasteEnd);
      if (found === -1) {
        const keep = startOfBracket(rest);
        held = rest.slice(rest.length - keep);
        return { tokens: add(rest.slice(0, rest.length - keep)), end: null };
      }
      const end = found + sequences.pasteEnd.length - held.length;
      const tokens = add(rest.slice(0, found));
      tokens.push({ type: 'paste', text: collected });
      collected = '';
      held = '';
      return { tokens, end };
    },
  };
}

/** Length of the longest end of `text` that could be the start of the closing bracket. */
function startOfBracket(text: string): number {
  for (let length = Math.min(text.length, sequences.pasteEnd.length - 1); length > 0; length--) {
    if (sequences.pasteEnd.startsWith(text.slice(-length))) return length;
  }
  return 0;
}

export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
