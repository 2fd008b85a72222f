// What a client's bytes mean: one token per key, paste, mouse event or answer of the terminal.

export interface KeyToken {
  readonly type: 'key';
  /**
   * `a`, `A`, `é` (one code point), `enter`, `escape`, `tab`, `backspace`, `delete`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`,
   * `pagedown`, `insert`, `f1`..`f20`, `space`; `unknown` for a sequence that no key is known for: it only ever goes to an agent, as it came.
   * A shift that made a letter capital is in the name, not in `shift`.
   */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** The bytes as the terminal sent them, as a binary-safe string (one unit per byte is not assumed: UTF-8 text is decoded). */
  readonly raw: string;
}

export interface PasteToken {
  readonly type: 'paste';
  /** Without its brackets; line breaks as sent. */
  readonly text: string;
}

export interface MouseToken {
  readonly type: 'mouse';
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right';
  /** 0 left, 1 middle, 2 right, 3 none (a move with no button held); 8 to 11 the extra buttons. */
  readonly button: number;
  /** The button code of the SGR report, with its modifier and motion bits. */
  readonly code: number;
  /** 0-based cell of the client's screen. */
  readonly x: number;
  readonly y: number;
  readonly raw: string;
}

export interface FocusToken {
  readonly type: 'focus';
  readonly gained: boolean;
}

/** An answer of the terminal to one of our queries; never typed text. */
export type ReplyToken =
  | { readonly type: 'reply'; readonly reply: 'status' }
  | { readonly type: 'reply'; readonly reply: 'cursor'; readonly row: number; readonly col: number }
  | { readonly type: 'reply'; readonly reply: 'attributes'; readonly params: readonly number[] }
  /** DECRPM: value 1 set, 2 reset, 3 and 4 fixed, 0 unknown to the terminal. */
  | { readonly type: 'reply'; readonly reply: 'mode'; readonly mode: number; readonly value: number }
  | { readonly type: 'reply'; readonly reply: 'color'; readonly slot: 10 | 11; readonly rgb: string }
  /** XTVERSION, as the terminal wrote it: `kitty(0.32.1)`, `WezTerm 20240203`. */
  | { readonly type: 'reply'; readonly reply: 'version'; readonly program: string }
  | { readonly type: 'reply'; readonly reply: 'other'; readonly raw: string };

export type Token = KeyToken | PasteToken | MouseToken | FocusToken | ReplyToken;
