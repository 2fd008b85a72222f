// Whose work is at another node is shown as it was saved here: when that was, and from where, in words for a person.
import type { SavedWork } from '../model/node.js';
import { plainText } from '../model/plain-text.js';
import { clockText } from './age.js';

/** In a sentence of its own. */
export function savedSentence(name: string, { node, at, commit }: SavedWork): string {
  const from = node === null ? 'another node' : plainText(node, 60);
  if (commit === null)
    return `${name} works on ${from}, and nothing of its work has been saved here yet: it is when it comes to rest, and every two minutes`;
  return `${name} works on ${from}: this is its work as it was saved ${timeWords(at)}`;
}

/** In a title. */
export function savedNote({ node, at, commit }: SavedWork): string {
  const from = node === null ? 'another node' : plainText(node, 20);
  return commit === null ? `on ${from}, nothing saved yet` : `as saved ${timeWords(at)} from ${from}`;
}

function timeWords(at: string | null): string {
  const time = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? 'last' : `at ${clockText(time)}`;
}
