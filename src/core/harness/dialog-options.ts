// The answers a dialog offers, and the keys that give each of them. Pure; reads rows without frames.
import { CSI, ESC } from '../model/sequences.js';
import type { MarkedRow } from './marked-list.js';

export interface DialogOption {
  /** As it stands on the screen, without its number. */
  readonly label: string;
  /** Writes that choose it and confirm, in order, each on its own. */
  readonly keys: readonly string[];
  /** Where the mark can be seen: whether it stands here. Else left out. */
  readonly isMarked?: boolean;
}

const ENTER = '\r';
const RIGHT = `${CSI}C`;
const UP = `${CSI}A`;
const DOWN = `${CSI}B`;
/** `❯ 1. Yes`, `› 1. Yes, proceed (y)`, `● 1. Allow once`, `  2. No`. */
const NUMBERED = /^(?:([❯›●>]|○)\s*)?(\d{1,2})[.)]\s*(\S.*)$/u;
/** Codex names a key behind its options; a digit only moves its mark. */
const NAMED_KEY = /\s\((\w|esc)\)$/u;
const MOST = 12;
/** A shorter row was not wrapped: what stands below it explains it (opencode's questions). */
const WRAPPED = 40;

/** The list of numbers that begins with the first 1; rows between them continue the option above, or explain it. */
export function numberedOptions(dialog: string): readonly DialogOption[] {
  const options: { label: string; number: string; isMarked: boolean }[] = [];
  // Only what another option follows is sure to be a part of one: below the last stand hints.
  let rest: string[] = [];
  for (const row of dialog.split('\n')) {
    const [, mark, number, label] = NUMBERED.exec(row) ?? [];
    if (number === undefined || label === undefined) {
      rest.push(row.trim());
      continue;
    }
    if (Number(number) !== options.length + 1 || options.length === MOST) break;
    const above = options.at(-1);
    if (above !== undefined && above.label.length >= WRAPPED) above.label = [above.label, ...rest].join(' ');
    rest = [];
    options.push({ label: label.trim(), number, isMarked: mark !== undefined && mark !== '○' });
  }
  const isMarkSeen = options.some(({ isMarked }) => isMarked);
  return options.map(({ label, number, isMarked }) => {
    const named = NAMED_KEY.exec(label)?.[1];
    // Enter takes what is marked in all of them; a digit does so in most, and only moves the mark in others.
    const key = named === undefined ? (isMarked ? ENTER : number) : named === 'esc' ? ESC : named;
    return { label: label.replace(NAMED_KEY, ''), keys: [key], ...(isMarkSeen ? { isMarked } : {}) };
  });
}

/** Keys that move a mark, and take what it stands on. */
function moved(from: number, to: number): readonly string[] {
  return [...Array.from({ length: Math.abs(to - from) }, () => (to < from ? UP : DOWN)), ENTER];
}

/** A row of buttons of which the first is chosen, as opencode draws them. */
export function buttonOptions(labels: readonly string[]): readonly DialogOption[] {
  return labels.map((label, at) => ({ label, keys: [...Array.from({ length: at }, () => RIGHT), ENTER] }));
}

/** `(Y)es/(N)o/(D)on't ask again [Yes]:`: a letter and Enter. */
export function letterOptions(dialog: string): readonly DialogOption[] {
  return [...dialog.matchAll(/\((\p{L})\)([^/[:?\n]*)/gu)].slice(0, MOST).map(([, letter = '', rest = '']) => {
    return { label: `${letter}${rest.trimEnd()}`, keys: [letter.toLowerCase(), ENTER] };
  });
}

/** A list without numbers: its mark is moved to the answer, and Enter takes what it stands on. */
export function markedOptions(list: readonly MarkedRow[]): readonly DialogOption[] {
  const marked = list.findIndex(({ isMarked }) => isMarked);
  if (list.length < 2 || list.length > MOST) return [];
  return list.map(({ label, isMarked }, at) => ({ label, keys: moved(marked, at), isMarked }));
}
