// An agent's screen cut into what may be believed: a dialog at its end, its composer, the last block above that. Text further up is its own words.
import { type MarkedRow, markedList } from './marked-list.js';
import type { RuleSet } from './rule-set.js';
import { withoutPane, withoutSideBar } from './side-bar.js';

export interface ScreenParts {
  /** The last rows with text, frames and blanks around them cut off, when no composer stands below: where dialogs are asked. Else null. */
  readonly dialog: string | null;
  /** The answers without numbers in it, of which one is marked. */
  readonly list: readonly MarkedRow[];
  /** Rows of which a side bar was cut off. */
  readonly beside: readonly string[];
  /** The composer with what stands below it; null when there is none. */
  readonly composer: string | null;
  /** The last two paragraphs above the composer, indented as they are; null without a composer. */
  readonly block: string | null;
  /** The last four of them: a message of the CLI itself may have a hint below it. */
  readonly near: string | null;
}

/** A dialog with a long command in it; nothing above is looked at. */
const DIALOG_ROWS = 40;
const BLOCK_ROWS = 24;
const BLOCK_PARAGRAPHS = 2;
const NEAR_PARAGRAPHS = 4;

/** Of an older opencode, at the right border. */
const SCROLL_BAR = /\s[█▐▕]\s*$/u;

interface Row {
  readonly at: number;
  readonly bare: string;
}

/** `composer` is matched against the last rows with text and must reach their end. */
export function screenParts(text: string, { composer, sideBar }: Pick<RuleSet, 'composer' | 'sideBar'>): ScreenParts {
  const whole = withoutPane(text.split('\n').map((row) => row.replace(SCROLL_BAR, '').trimEnd()));
  const { rows, beside } = sideBar ? withoutSideBar(whole) : { rows: whole, beside: [] };
  const bare = rows.flatMap((row, at): readonly Row[] => {
    const inside = row.replace(/^[\s│┃]+/u, '').replace(/[\s│┃]+$/u, '');
    return inside === '' ? [] : [{ at, bare: inside }];
  });
  const tail = bare.slice(-DIALOG_ROWS);
  const words = tail.map((row) => row.bare).join('\n');
  const found = composer?.exec(words) ?? null;
  if (found === null) return { dialog: words, list: markedList(rows), beside, composer: null, block: null, near: null };
  const first = tail[words.slice(0, found.index).split('\n').length - 1];
  const above = (paragraphs: number) => blockAbove(rows, first?.at ?? 0, paragraphs);
  return { dialog: null, list: [], beside, composer: found[0], block: above(BLOCK_PARAGRAPHS), near: above(NEAR_PARAGRAPHS) };
}

/** A hint of the CLI in the right half of the row above its composer, such as claude's effort: it parts nothing from what stands above. */
const HINT_AT_THE_RIGHT = /^\s{30,}\S/u;

/** Blank rows part paragraphs. One between two of them stays, so that a pattern can tell them apart. */
function blockAbove(rows: readonly string[], end: number, most: number): string {
  const block: string[] = [];
  let paragraphs = 0;
  for (let at = end - 1; at >= 0 && block.length < BLOCK_ROWS; at -= 1) {
    const row = rows[at]!;
    const isBlank = /^[\s│┃]*$/u.test(row);
    if (isBlank && (block.length === 0 || block[0] === '')) continue;
    if (block.length === 0 && HINT_AT_THE_RIGHT.test(row)) continue;
    if (isBlank) {
      paragraphs += 1;
      if (paragraphs === most) break;
    }
    block.unshift(isBlank ? '' : row);
  }
  return block.join('\n').replace(/^\n+/, '');
}
