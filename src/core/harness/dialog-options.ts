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
const NUMBERED = /^(?:[❯›●○>]\s*)?(\d{1,2})[.)]\s*(\S.*)$/u;
/** Codex names a key behind its options; a digit only moves its mark. */
const NAMED_KEY = /\s\((\w|esc)\)$/u;
const MOST = 12;

/** The list of numbers that begins with the first 1; rows between them continue the option above. */
export function numberedOptions(dialog: string): readonly DialogOption[] {
  const options: { label: string; number: string }[] = [];
  for (const row of dialog.split('\n')) {
    const [, number, label] = NUMBERED.exec(row) ?? [];
    if (number === undefined || label === undefined) continue;
    if (Number(number) !== options.length + 1 || options.length === MOST) break;
    options.push({ label: label.trim(), number });
  }
  return options.map(({ label, number }) => {
    const key = NAMED_KEY.exec(label)?.[1];
    return { label: label.replace(NAMED_KEY, ''), keys: [key === undefined ? number : key === 'esc' ? ESC : key] };
  });
}

/** A row of buttons of which the first is chosen, as opencode draws them. */
export function buttonOptions(labels: readonly string[]): readonly DialogOption[] {
  return labels.map((label, at) => ({ label, keys: [...Array.from({ length: at }, () => RIGHT), ENTER] }));
}

/** A list without numbers: its mark is moved to the answer, and Enter takes what it stands on. */
export function markedOptions(list: readonly MarkedRow[]): readonly DialogOption[] {
  const marked = list.findIndex(({ isMarked }) => isMarked);
  if (list.length < 2 || list.length > MOST) return [];
  return list.map(({ label, isMarked }, at) => {
    const moves = Array.from({ length: Math.abs(at - marked) }, () => (at < marked ? UP : DOWN));
    return { label, keys: [...moves, ENTER], isMarked };
  });
}
