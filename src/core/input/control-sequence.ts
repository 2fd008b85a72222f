// What one whole CSI or SS3 sequence means: a key, a mouse event, focus, or an answer of the terminal. Sources: xterm ctlseqs, the kitty keyboard protocol.
import { CSI, SS3 } from '../model/sequences.js';
import type { ReplyToken, Token } from '../model/token.js';
import { keyToken, type Modifiers, modifiersOf, NO_MODIFIERS, reportedKey, unknownKey } from './key-token.js';

/** No screen is larger; a mouse report beyond it is noise. */
const MAX_CELL = 9999;

const FINAL_KEYS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

const TILDE_KEYS: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
  25: 'f13',
  26: 'f14',
  28: 'f15',
  29: 'f16',
  31: 'f17',
  32: 'f18',
  33: 'f19',
  34: 'f20',
};

// The keypad in application mode (DECKPAM): what stands on the key.
const KEYPAD: Readonly<Record<string, string>> = {
  M: 'enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};

/** SS3 and its one letter. */
export function ss3Token(letter: string): Token {
  const raw = SS3 + letter;
  const name = FINAL_KEYS[letter] ?? KEYPAD[letter];
  return name === undefined ? unknownKey(raw) : keyToken(name, raw);
}

/** The Linux console's `CSI [ A` to `CSI [ E`. */
export function consoleKey(letter: string): Token {
  const number = 'ABCDE'.indexOf(letter) + 1;
  const raw = `${CSI}[${letter}`;
  return number === 0 ? unknownKey(raw) : keyToken(`f${number}`, raw);
}

/**
 * A whole CSI sequence, `body` without the introducer. Null for what says nothing, such as the release of a key.
 * `CSI 1;5R` is both ctrl-F3 and a cursor report: a report only while one is awaited, or where no F3 looks like it.
 */
export function controlToken(body: string, cursor: 'awaited' | 'not awaited'): Token | null {
  const raw = CSI + body;
  const final = body.slice(-1);
  const middle = body.slice(0, -1);
  const prefix = /^[<=>?]/.test(middle) ? middle.charAt(0) : '';
  const intermediates = /[ -/]*$/.exec(middle)?.[0] ?? '';
  const params = middle.slice(prefix.length, middle.length - intermediates.length);
  if (prefix === '<' && intermediates === '' && (final === 'M' || final === 'm')) return mouseToken({ params, final, raw });
  if (prefix !== '' || intermediates !== '') return replyWithMarks({ prefix, intermediates, final, params, raw });
  if (final === 'u') return kittyKey(params, raw);
  if (final === '~') return tildeKey(params, raw);
  if (params === '' && final === 'I') return { type: 'focus', gained: true };
  if (params === '' && final === 'O') return { type: 'focus', gained: false };
  if (final === 'n') return params === '0' ? { type: 'reply', reply: 'status' } : otherReply(raw);
  // Attributes, window sizes, DECREPTPARM: no key ends in these.
  if (final === 'c' || final === 't' || final === 'x') return otherReply(raw);
  const numbers = numbersOf(params);
  if (final === 'R' && isCursorReport(numbers, cursor))
    return { type: 'reply', reply: 'cursor', row: numbers[0] ?? 1, col: numbers[1] ?? 1 };
  if (final === 'Z') return keyToken('tab', raw, { ...modifiersOf(numbers[1] ?? 1), shift: true });
  const name = FINAL_KEYS[final];
  return name === undefined ? unknownKey(raw) : withEvent(name, params, raw);
}

function isCursorReport(numbers: readonly number[], cursor: 'awaited' | 'not awaited'): boolean {
  if (numbers.length !== 2) return false;
  if (cursor === 'awaited') return true;
  const [row = 0, col = 0] = numbers;
  return row !== 1 || col < 2 || col > 16;
}

/** Keys of the kitty protocol carry `modifiers:event`; event 3 is the release. */
function withEvent(name: string, params: string, raw: string): Token | null {
  const { modifiers, isRelease } = modifiersAndEvent(params.split(';')[1]);
  return isRelease ? null : keyToken(name, raw, modifiers);
}

function modifiersAndEvent(field: string | undefined): { readonly modifiers: Modifiers; readonly isRelease: boolean } {
  if (field === undefined || field === '') return { modifiers: NO_MODIFIERS, isRelease: false };
  const [modifier = '', event = ''] = field.split(':');
  return { modifiers: modifiersOf(numberOf(modifier)), isRelease: event === '3' };
}

/** `CSI code:shifted:base ; modifiers:event ; text u`. */
function kittyKey(params: string, raw: string): Token | null {
  const [codes = '', field] = params.split(';');
  const [code = '', shifted = ''] = codes.split(':');
  const { modifiers, isRelease } = modifiersAndEvent(field);
  if (isRelease) return null;
  if (code === '') return unknownKey(raw);
  return reportedKey({ code: numberOf(code), shifted: shifted === '' ? null : numberOf(shifted), modifiers, raw });
}

/** `CSI 5;2~`, and modifyOtherKeys' `CSI 27;modifiers;code~`. */
function tildeKey(params: string, raw: string): Token | null {
  const numbers = numbersOf(params);
  if (numbers[0] === 27 && numbers.length === 3) {
    return reportedKey({ code: numbers[2] ?? 0, shifted: null, modifiers: modifiersOf(numbers[1] ?? 1), raw });
  }
  const name = TILDE_KEYS[numbers[0] ?? 0];
  return name === undefined ? unknownKey(raw) : withEvent(name, params, raw);
}

/** Sequences with a private prefix or intermediates come from the terminal, never from a key. */
function replyWithMarks(marks: {
  readonly prefix: string;
  readonly intermediates: string;
  readonly final: string;
  readonly params: string;
  readonly raw: string;
}): Token {
  const { prefix, intermediates, final, params, raw } = marks;
  // rxvt's shifted editing keys end in `$` and `^`, without a prefix.
  if (prefix === '' && intermediates !== '$') return unknownKey(raw);
  const numbers = numbersOf(params);
  if (prefix === '?' && intermediates === '' && final === 'c') return { type: 'reply', reply: 'attributes', params: numbers };
  if (prefix === '?' && intermediates === '$' && final === 'y' && numbers.length === 2) {
    return { type: 'reply', reply: 'mode', mode: numbers[0] ?? 0, value: numbers[1] ?? 0 };
  }
  return otherReply(raw);
}

/** SGR mouse: bits 0-1 and 6-7 the button, 2-4 modifiers, 5 motion. Null for reports that no terminal makes. */
function mouseToken({ params, final, raw }: { readonly params: string; readonly final: string; readonly raw: string }): Token | null {
  const match = /^(\d{1,3});(\d{1,5});(\d{1,5})$/.exec(params);
  if (match === null) return null;
  const [code = 0, col = 0, row = 0] = match.slice(1).map(Number);
  if (code > 255) return null;
  const low = code & 3;
  const button = low + (code >= 128 ? 8 : 0);
  const cell = { x: Math.min(MAX_CELL, Math.max(0, col - 1)), y: Math.min(MAX_CELL, Math.max(0, row - 1)) };
  return { type: 'mouse', action: mouseAction(code, final), button, code, ...cell, raw };
}

const WHEELS = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'] as const;

function mouseAction(code: number, final: string) {
  if ((code & 0b1100_0000) === 64) return WHEELS[code & 3] ?? 'wheel-up';
  if ((code & 32) !== 0) return 'move';
  return final === 'M' ? 'press' : 'release';
}

export function otherReply(raw: string): ReplyToken {
  return { type: 'reply', reply: 'other', raw };
}

function numbersOf(params: string): readonly number[] {
  return params === '' ? [] : params.split(';').map((field) => numberOf(field.split(':')[0] ?? ''));
}

function numberOf(text: string): number {
  return /^\d{1,7}$/.test(text) ? Number(text) : 0;
}
