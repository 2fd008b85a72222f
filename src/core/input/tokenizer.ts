// Cuts a client's bytes into tokens, whatever the chunks. Owns what is not whole yet; knows no time, no view and no agent.
import { BEL, CSI, ESC, sequences } from '../model/sequences.js';
import type { Token } from '../model/token.js';
import { consoleKey, controlToken, ss3Token } from './control-sequence.js';
import { typedKey, unknownKey } from './key-token.js';
import { createPasteCollector, isHighSurrogate } from './paste-collector.js';
import { dcsReply, oscReply } from './string-reply.js';

/** How long a lone ESC may wait for the rest of a sequence before it is the Escape key: far below what a person notices, above any pause inside one write. */
export const ESCAPE_DELAY_MS = 50;

/** A paste longer than this (UTF-16 units) comes as several tokens. */
export const MAX_PASTE_LENGTH = 4 * 1024 * 1024;

// Longer ones are swallowed: no key or answer that is asked for has more parameters (a DA1 of 30 features has 90 characters).
const MAX_CONTROL_LENGTH = 256;
const MAX_STRING_LENGTH = 4096;

export interface Tokenizer {
  /**
   * What is held back. `escape`: an ESC, with or without its introducer, that may be a key: call `flushEscape` after `ESCAPE_DELAY_MS` without
   * another byte. `sequence` and `paste` wait for their end however long that takes: released early, their rest would be taken for typed keys.
   */
  readonly pending: 'escape' | 'sequence' | 'paste' | null;
  /** Tokens that are whole now. Never throws, whatever the bytes; what it keeps is bounded. */
  push(chunk: Uint8Array | string): Token[];
  /** Gives a pending `escape` as the key it is; nothing else. */
  flushEscape(): Token[];
  /** How many cursor reports the client's terminal still owes: only then `CSI 1;5R` is one and not ctrl-F3. Counts down by itself. */
  awaitCursorReports(count: number): void;
}

/** `osc`, `dcs`, `csi` and `ss3` are named for their introducer; `string-end` is the ESC of a string's terminator. */
type Phase = 'ground' | 'escape' | 'ss3' | 'csi' | 'csi-too-long' | 'console' | 'mouse-bytes' | 'osc' | 'dcs' | 'string-end' | 'paste';

const INTRODUCERS: Readonly<Record<string, Phase>> = { '[': 'csi', O: 'ss3', ']': 'osc', P: 'dcs' };

// Answers start like this; alt-] and alt-P followed by anything else are keys.
const STRING_START = { osc: /^\d$/, dcs: /^[\d>!]$/ } as const;

export function createTokenizer({ maxPasteLength = MAX_PASTE_LENGTH }: { readonly maxPasteLength?: number } = {}): Tokenizer {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const paste = createPasteCollector(maxPasteLength);
  let phase: Phase = 'ground';
  /** The sequence so far, without its introducer. */
  let held = '';
  let string: 'osc' | 'dcs' = 'osc';
  /** First half of a surrogate pair at the end of a string chunk. */
  let half = '';
  let awaited = 0;
  let tokens: Token[] = [];

  const emit = (token: Token | null) => {
    if (token !== null) tokens.push(token);
  };
  const enter = (next: Phase) => {
    phase = next;
    held = '';
  };
  const take = (char: string) => takers[phase](char);
  /** The sequence was none: gives what it was instead, and takes the character anew. */
  const abandon = (token: Token | null, char: string) => {
    emit(token);
    enter('ground');
    take(char);
  };
  const stringToken = () => (string === 'osc' ? oscReply(held) : dcsReply(held));
  const introducerKey = () => {
    const introducer = Object.keys(INTRODUCERS).find((char) => INTRODUCERS[char] === phase);
    return introducer === undefined ? typedKey(ESC, '') : typedKey(introducer, ESC);
  };

  const takers: Readonly<Record<Phase, (char: string) => void>> = {
    ground(char) {
      if (char === ESC) enter('escape');
      else emit(typedKey(char, ''));
    },
    escape(char) {
      const next = INTRODUCERS[char];
      // Escape twice, not alt-escape: an agent gets the same two bytes either way.
      if (char === ESC) emit(typedKey(ESC, ''));
      else if (next !== undefined) enter(next);
      else {
        enter('ground');
        emit(typedKey(char, ESC));
      }
    },
    ss3(char) {
      if (/^[A-Za-z]$/.test(char)) {
        enter('ground');
        emit(ss3Token(char));
      } else abandon(introducerKey(), char);
    },
    csi(char) {
      if (char < ' ' || char > '~') abandon(held === '' ? introducerKey() : unknownKey(CSI + held), char);
      else if (held === '' && char === '[') enter('console');
      else if (held === '' && char === 'M') enter('mouse-bytes');
      else if (char >= '@') endControl(held + char);
      else if (held.length === MAX_CONTROL_LENGTH) enter('csi-too-long');
      else held += char;
    },
    'csi-too-long'(char) {
      if (char < ' ' || char > '~') abandon(null, char);
      else if (char >= '@') enter('ground');
    },
    console(char) {
      if (char < ' ' || char > '~') abandon(unknownKey(`${CSI}[`), char);
      else {
        enter('ground');
        emit(consoleKey(char));
      }
    },
    // Three bytes of a mouse report in a form that we never ask for: they are numbers, not characters.
    'mouse-bytes'() {
      if (held.length === 2) enter('ground');
      else held += '.';
    },
    osc: (char) => takeString('osc', char),
    dcs: (char) => takeString('dcs', char),
    'string-end'(char) {
      emit(stringToken());
      if (char === '\\') enter('ground');
      else {
        enter('escape');
        take(char);
      }
    },
    // Pastes are taken whole, in `push`.
    paste: () => undefined,
  };

  function endControl(body: string): void {
    if (CSI + body === sequences.pasteBegin) {
      enter('paste');
      return;
    }
    enter('ground');
    const token = controlToken(body, awaited > 0 ? 'awaited' : 'not awaited');
    if (token?.type === 'reply' && token.reply === 'cursor') awaited = Math.max(0, awaited - 1);
    emit(token);
  }

  function takeString(kind: 'osc' | 'dcs', char: string): void {
    string = kind;
    if (held === '' && !STRING_START[kind].test(char)) abandon(introducerKey(), char);
    else if (char === ESC) phase = 'string-end';
    else if (char === BEL) {
      emit(stringToken());
      enter('ground');
    }
    // Any other control ends it, so that an answer that was cut off never swallows more than one line of typing.
    else if (char < ' ') abandon(stringToken(), char);
    else if (held.length < MAX_STRING_LENGTH) held += char;
  }

  function decode(chunk: Uint8Array | string): string {
    const text = half + (typeof chunk === 'string' ? decoder.decode() + chunk : decoder.decode(chunk, { stream: true }));
    half = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.slice(-1) : '';
    return half === '' ? text : text.slice(0, -1);
  }

  function pending(): Tokenizer['pending'] {
    if (phase === 'ground') return null;
    if (phase === 'paste' || phase === 'escape') return phase;
    return held === '' && Object.values(INTRODUCERS).includes(phase) ? 'escape' : 'sequence';
  }

  return {
    get pending() {
      return pending();
    },
    push(chunk) {
      tokens = [];
      const text = decode(chunk);
      let at = 0;
      while (at < text.length) {
        if (phase === 'paste') {
          const { tokens: parts, end } = paste.take(text.slice(at));
          for (const part of parts) tokens.push(part);
          if (end === null) break;
          enter('ground');
          at += end;
        } else {
          const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
          at += char.length;
          take(char);
        }
      }
      return tokens;
    },
    flushEscape() {
      if (pending() !== 'escape') return [];
      const key = introducerKey();
      enter('ground');
      return [key];
    },
    awaitCursorReports(count) {
      awaited = count;
    },
  };
}
