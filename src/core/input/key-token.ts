// Makes key tokens: from typed characters, and from the numbers that terminals use for keys and modifiers. Knows no byte stream.
import type { KeyToken } from '../model/token.js';

export interface Modifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export const NO_MODIFIERS: Modifiers = { ctrl: false, alt: false, shift: false };

/** xterm's modifier parameter: 1 + shift 1 + alt 2 + ctrl 4 + super 8 + hyper 16 + meta 32 + locks. Meta counts as alt. */
export function modifiersOf(parameter: number): Modifiers {
  const bits = Math.max(0, parameter - 1);
  return { shift: (bits & 1) !== 0, alt: (bits & (2 | 32)) !== 0, ctrl: (bits & 4) !== 0 };
}

export function keyToken(name: string, raw: string, modifiers: Modifiers = NO_MODIFIERS): KeyToken {
  return { type: 'key', name, ...modifiers, raw };
}

/** A sequence that stands for no key we know: passes to an agent as it came, does nothing else. */
export function unknownKey(raw: string): KeyToken {
  return keyToken('unknown', raw);
}

/** One typed code point, control characters included. `prefix` is the ESC of an alt key, or empty. */
export function typedKey(char: string, prefix: string): KeyToken {
  const code = char.codePointAt(0) ?? 0;
  const alt = prefix !== '';
  const raw = prefix + char;
  const named = CONTROL_NAMES.get(code);
  if (named !== undefined) return keyToken(named, raw, { ctrl: false, alt, shift: false });
  // C0 is the key's letter with the two upper bits away: 1 is a, 27 is [.
  if (code < 0x20)
    return keyToken(code === 0 ? 'space' : String.fromCharCode(code + 0x40).toLowerCase(), raw, { ctrl: true, alt, shift: false });
  // C1 and bytes that were not UTF-8 (decoded to U+FFFD): nobody typed them.
  if ((code >= 0x80 && code < 0xa0) || code === 0xfffd) return unknownKey(raw);
  return keyToken(code === 0x20 ? 'space' : char, raw, { ctrl: false, alt, shift: false });
}

/** The key of a code point reported with modifiers (kitty, modifyOtherKeys). `shifted` is the character with shift, where it was told. */
export function reportedKey(report: {
  readonly code: number;
  readonly shifted: number | null;
  readonly modifiers: Modifiers;
  readonly raw: string;
}): KeyToken {
  const { code, shifted, modifiers, raw } = report;
  const functional = FUNCTIONAL_NAMES.get(code) ?? CONTROL_NAMES.get(code) ?? (code === 0x20 ? 'space' : undefined);
  if (functional !== undefined) return keyToken(functional, raw, modifiers);
  if (code < 0x20 || (code >= 0x80 && code < 0xa0) || code > 0x10ffff || isPrivateOrSurrogate(code)) return unknownKey(raw);
  const char = String.fromCodePoint(code);
  // Ctrl-Shift-A stays `a` with both modifiers, so that one key has one name however it was reported.
  if (modifiers.ctrl) return keyToken(char.toLowerCase(), raw, modifiers);
  const capital =
    shifted !== null && shifted > 0x20 && shifted <= 0xffff && !isPrivateOrSurrogate(shifted)
      ? String.fromCodePoint(shifted)
      : char.toUpperCase();
  if (modifiers.shift && capital !== char && [...capital].length === 1) return keyToken(capital, raw, { ...modifiers, shift: false });
  const isCapital = char !== char.toLowerCase();
  return keyToken(char, raw, { ...modifiers, shift: modifiers.shift && !isCapital });
}

function isPrivateOrSurrogate(code: number): boolean {
  return (code >= 0xd800 && code <= 0xf8ff) || code === 0xfffd;
}

const CONTROL_NAMES: ReadonlyMap<number, string> = new Map([
  [0x09, 'tab'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x7f, 'backspace'],
]);

// The keypad and lock keys of the kitty protocol, in its private use block.
const FUNCTIONAL_NAMES: ReadonlyMap<number, string> = new Map([
  ...[...'0123456789'].map((digit, index) => [57_399 + index, digit] as const),
  [57_409, '.'],
  [57_410, '/'],
  [57_411, '*'],
  [57_412, '-'],
  [57_413, '+'],
  [57_414, 'enter'],
  [57_415, '='],
  [57_417, 'left'],
  [57_418, 'right'],
  [57_419, 'up'],
  [57_420, 'down'],
  [57_421, 'pageup'],
  [57_422, 'pagedown'],
  [57_423, 'home'],
  [57_424, 'end'],
  [57_425, 'insert'],
  [57_426, 'delete'],
]);
