// What an agent printed, as little as tells it all: no spinners, no redraws, no line twice, head and tail within a bound of tokens. Pure.
import { plainLines } from '../model/plain-text.js';
import { outputLines } from './output-lines.js';
import { wholeLines } from './whole-lines.js';

export interface OutputDigest {
  /** Plain lines; empty when nothing was said. */
  readonly text: string;
  readonly tokens: number;
  /** What was printed and is not shown, escape sequences not counted. */
  readonly savedTokens: number;
}

/** Of every model close enough; the endpoint tells the true number afterwards. */
const CHARS_PER_TOKEN = 4;
const LONGEST_LINE = 400;
/** The end tells how it stands, the beginning how it came to that. */
const TAIL_SHARE = 0.75;
/** Lines looked at from either end: a screen that was drawn a thousand times has been read by then. */
const MOST_LOOKED_AT = 3000;

interface Shown {
  readonly text: string;
  count: number;
}

/** `screen`: as it stands now, by which lines that were only drawn in pieces are told whole. */
export function digestOutput(raw: string, maxTokens: number, screen = ''): OutputDigest {
  const { lines: drawn, patched, printed } = outputLines(raw);
  const lines = wholeLines(drawn, patched, screen);
  const maxChars = maxTokens * CHARS_PER_TOKEN;
  const seen = new Map<string, Shown>();
  // From the end: of what is drawn again and again the last one stands.
  const tail = gather(lines, { seen, chars: maxChars * TAIL_SHARE, from: lines.length - 1, to: -1 });
  const head = gather(lines, { seen, chars: maxChars * (1 - TAIL_SHARE), from: 0, to: tail.next + 1 });
  const left = tail.next + 1 - head.next;
  const gap = left > 0 ? [`[${left} lines left out]`] : [];
  const text = [...rendered(head.shown), ...gap, ...rendered([...tail.shown].reverse())].join('\n');
  const plain = plainLines(text, maxChars + 200).trim();
  const tokens = tokensOf(plain.length);
  return { text: plain, tokens, savedTokens: Math.max(0, tokensOf(printed) - tokens) };
}

interface Gathering {
  readonly seen: Map<string, Shown>;
  readonly chars: number;
  readonly from: number;
  /** Not included; below `from` it goes backwards. */
  readonly to: number;
}

interface Gathered {
  readonly shown: readonly Shown[];
  /** The first line that was not looked at. */
  readonly next: number;
}

function gather(lines: readonly string[], { seen, chars, from, to }: Gathering): Gathered {
  const step = to < from ? -1 : 1;
  const shown: Shown[] = [];
  let used = 0;
  let at = from;
  for (; (to - at) * step > 0 && (at - from) * step < MOST_LOOKED_AT; at += step) {
    const text = saidIn(lines[at] ?? '');
    if (text === '') continue;
    const key = keyOf(text);
    const known = seen.get(key);
    if (known !== undefined) {
      if (known.text === text) known.count += 1;
      continue;
    }
    if (used > 0 && used + text.length > chars) break;
    const one = { text, count: 1 };
    seen.set(key, one);
    shown.push(one);
    used += text.length + 1;
  }
  return { shown, next: at };
}

const WORD = /[\p{L}\p{N}]/u;
/** What turns in front of a line, or frames it. */
const BEFORE = /^[\s│┃|╭╰├─━╮╯┤⠀-⣿◐◓◑◒✳✶✻✽✢·●○◌]+/u;
const BEHIND = ' \t│┃|╮╯┤─━';
const PROGRESS = /\d ?%|\b\d+(?:\.\d+)?m?s\b|\b\d+ ?\/ ?\d+\b|\d ?[kKMG]i?B\b|\btokens\b/u;

/** Without frame and spinner; empty when it says nothing. */
function saidIn(line: string): string {
  if (!WORD.test(line)) return '';
  const begun = line.replace(BEFORE, '');
  let end = begun.length;
  while (end > 0 && BEHIND.includes(begun[end - 1] as string)) end -= 1;
  const text = begun.slice(0, end);
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
}

/** Lines of one key are the same line drawn anew: of a progress bar only how far it is differs. */
function keyOf(text: string): string {
  return PROGRESS.test(text) ? text.replace(/[\d.]+|[█▉▊▋▌▍▎▏░▒▓#=>-]{2,}/gu, '#') : text;
}

/** Lines that came equally often, one behind the other, are a block: told once, with how often. */
function rendered(shown: readonly Shown[]): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < shown.length; ) {
    const { count } = shown[at] as Shown;
    let end = at + 1;
    while (end < shown.length && shown[end]?.count === count) end += 1;
    const block = shown.slice(at, end).map(({ text }) => text);
    if (count === 1) lines.push(...block);
    else if (block.length === 1) lines.push(`${block[0]} (×${count})`);
    else lines.push(...block, `[these ${block.length} lines ×${count}]`);
    at = end;
  }
  return lines;
}

function tokensOf(chars: number): number {
  return Math.ceil(chars / CHARS_PER_TOKEN);
}
