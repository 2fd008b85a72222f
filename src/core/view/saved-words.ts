// Whose work is at another node is shown as it was saved here: when that was, and from where, in words for a person.
import type { SavedWork } from '../model/node.js';
import { plainText } from '../model/plain-text.js';
import { clockText } from './age.js';

/** In a sentence of its own. */
export function savedSentence(name: string, { node, at, commit, isNow }: SavedWork): string {
  const from = node === null ? 'another node' : plainText(node, 60);
  if (commit === null)
    return isNow === true ? `${name} works on ${from}, and has not changed anything yet` : `${name} works on ${from}: ${NONE}`;
  const newer =
    isNow === true ? 'nothing there is newer' : isNow === false ? 'its node gave no answer, and may have newer' : 'there may be newer';
  return `${name} works on ${from}: this is its work as it was saved ${timeWords(at)}; ${newer}`;
}

const NONE = 'nothing of its work has been saved here yet';

/** In a title. */
export function savedNote({ node, at, commit, isNow }: SavedWork): string {
  const from = node === null ? 'another node' : plainText(node, 20);
  const silent = isNow === false ? ', no answer' : '';
  if (commit === null) return isNow === true ? `on ${from}` : `on ${from}, nothing saved yet${silent}`;
  return `as saved ${timeWords(at)} from ${from}${silent}`;
}

function timeWords(at: string | null): string {
  const time = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? 'last' : `at ${clockText(time)}`;
}
