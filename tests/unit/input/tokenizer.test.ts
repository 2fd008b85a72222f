// The tokenizer: what each sequence is, that chunks do not matter, and that nothing a terminal sends can hurt.
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../src/core/input/tokenizer.js';
import { CSI, DCS, ESC, OSC, SS3, ST } from '../../../src/core/model/sequences.js';
import type { Token } from '../../../src/core/model/token.js';

const BRACKETS = [`${CSI}200~`, `${CSI}201~`] as const;

/** `ctrl-alt-shift-name` for keys, and as short for the rest. */
function show(token: Token): string {
  switch (token.type) {
    case 'key':
      return [token.ctrl && 'ctrl', token.alt && 'alt', token.shift && 'shift', token.name].filter(Boolean).join('-');
    case 'paste':
      return `paste(${token.text})`;
    case 'mouse':
      return `${token.action}(${token.button} at ${token.x},${token.y})`;
    case 'focus':
      return token.gained ? 'focus' : 'blur';
    case 'reply': {
      const { type, reply, ...rest } = token;
      return `${reply} ${type} ${JSON.stringify(rest)}`;
    }
  }
}

function tokensOf(input: string | Uint8Array): string[] {
  return createTokenizer().push(input).map(show);
}

describe('keys', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['a letter', 'a', ['a']],
    ['a capital has its shift in its name', 'A', ['A']],
    ['several characters are several keys', 'né🤖', ['n', 'é', '🤖']],
    ['a blank', ' ', ['space']],
    ['enter', '\r', ['enter']],
    ['line feed is ctrl-j, not enter', '\n', ['ctrl-j']],
    ['tab', '\t', ['tab']],
    ['backspace', '\u007f', ['backspace']],
    ['the other backspace is ctrl-h', '\b', ['ctrl-h']],
    ['the default leader', '\u0011', ['ctrl-q']],
    ['ctrl-space', '\u0000', ['ctrl-space']],
    ['controls above z', '\u001c\u001d\u001e\u001f', ['ctrl-\\', 'ctrl-]', 'ctrl-^', 'ctrl-_']],
    ['alt and a letter', `${ESC}b`, ['alt-b']],
    ['alt and a capital', `${ESC}B`, ['alt-B']],
    ['alt-enter', `${ESC}\r`, ['alt-enter']],
    ['alt-backspace', `${ESC}\u007f`, ['alt-backspace']],
    ['alt and ctrl', `${ESC}\u0001`, ['ctrl-alt-a']],
    ['alt and a wide character', `${ESC}日`, ['alt-日']],
    ['arrows', `${CSI}A${CSI}B${CSI}C${CSI}D`, ['up', 'down', 'right', 'left']],
    ['arrows in application mode', `${SS3}A${SS3}B${SS3}C${SS3}D`, ['up', 'down', 'right', 'left']],
    ['home and end, three ways', `${CSI}H${SS3}F${CSI}1~${CSI}8~`, ['home', 'end', 'home', 'end']],
    ['editing keys', `${CSI}2~${CSI}3~${CSI}5~${CSI}6~`, ['insert', 'delete', 'pageup', 'pagedown']],
    ['modified arrows', `${CSI}1;5A${CSI}1;2B${CSI}1;3C${CSI}1;8D`, ['ctrl-up', 'shift-down', 'alt-right', 'ctrl-alt-shift-left']],
    ['modified editing keys', `${CSI}3;5~${CSI}6;2~`, ['ctrl-delete', 'shift-pagedown']],
    ['function keys', `${SS3}P${CSI}15~${CSI}24~${CSI}1;2S`, ['f1', 'f5', 'f12', 'shift-f4']],
    ['function keys of the Linux console', `${CSI}[A${CSI}[E`, ['f1', 'f5']],
    ['shift-tab', `${CSI}Z`, ['shift-tab']],
    ['the keypad in application mode', `${SS3}M${SS3}j${SS3}p`, ['enter', '*', '0']],
    ['modifyOtherKeys: ctrl-enter', `${CSI}27;5;13~`, ['ctrl-enter']],
    ['modifyOtherKeys: ctrl-shift-a', `${CSI}27;6;65~`, ['ctrl-shift-a']],
    ['kitty: shift-enter', `${CSI}13;2u`, ['shift-enter']],
    ['kitty: ctrl-i is not tab', `${CSI}105;5u`, ['ctrl-i']],
    ['kitty: a capital is the same key as elsewhere', `${CSI}120;2u${CSI}120:88;2u`, ['X', 'X']],
    ['kitty: a shifted sign, told by the terminal', `${CSI}47:63;2u`, ['?']],
    ['kitty: escape and backspace', `${CSI}27u${CSI}127;3u`, ['escape', 'alt-backspace']],
    ['kitty: a lock key does not change the modifiers', `${CSI}97;65u`, ['a']],
    ['kitty: a press with its event', `${CSI}97;5:1u`, ['ctrl-a']],
    ['kitty: a release is no key', `${CSI}97;1:3u${CSI}1;1:3A${CSI}3;1:3~`, []],
    ['kitty: keys of the keypad', `${CSI}57399u${CSI}57414u`, ['0', 'enter']],
    ['kitty: a modifier key alone', `${CSI}57441;2u`, ['unknown']],
    ['escape before another sequence', `${ESC}${CSI}A`, ['escape', 'up']],
    ['a sequence broken off by a new one', `${CSI}1;${CSI}A`, ['unknown', 'up']],
    ['a sequence broken off by a control', `${CSI}1;\r`, ['unknown', 'enter']],
    ['an unknown sequence', `${CSI}99~${CSI}1;2g`, ['unknown', 'unknown']],
    ['C1 controls are not typed', '\u009b', ['unknown']],
    ['alt-] before a word', `${ESC}]ab`, ['alt-]', 'a', 'b']],
    ['alt-P before a word', `${ESC}Pab`, ['alt-P', 'a', 'b']],
  ];
  it.each(rows)('%s', (_sentence, input, expected) => {
    expect(tokensOf(input)).toEqual(expected);
  });

  it('carry the bytes as they came', () => {
    for (const raw of ['a', 'é', '\r', `${ESC}b`, `${CSI}1;5A`, `${SS3}A`, `${CSI}13;2u`, `${CSI}27;5;13~`, `${CSI}99;7~`, `${CSI}[A`]) {
      expect(createTokenizer().push(raw)).toEqual([expect.objectContaining({ type: 'key', raw })]);
    }
  });

  it('decodes UTF-8 split between chunks', () => {
    const bytes = new TextEncoder().encode('日🤖');
    const tokenizer = createTokenizer();
    expect([...bytes].flatMap((byte) => tokenizer.push(Uint8Array.of(byte))).map(show)).toEqual(['日', '🤖']);
  });

  it('keeps a surrogate pair whole when a string chunk splits it', () => {
    const tokenizer = createTokenizer();
    expect([...tokenizer.push('a🤖'.slice(0, 2)), ...tokenizer.push('a🤖'.slice(2))].map(show)).toEqual(['a', '🤖']);
  });
});

describe('the rest of what a terminal sends', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['focus', `${CSI}I${CSI}O`, ['focus', 'blur']],
    ['a press and a release', `${CSI}<0;3;5M${CSI}<0;3;5m`, ['press(0 at 2,4)', 'release(0 at 2,4)']],
    ['a drag and a move', `${CSI}<34;3;5M${CSI}<35;3;5M`, ['move(2 at 2,4)', 'move(3 at 2,4)']],
    [
      'the wheel, with ctrl too',
      `${CSI}<64;1;1M${CSI}<81;1;1M${CSI}<66;1;1M`,
      ['wheel-up(0 at 0,0)', 'wheel-down(1 at 0,0)', 'wheel-left(2 at 0,0)'],
    ],
    ['an extra button', `${CSI}<128;1;1M`, ['press(8 at 0,0)']],
    ['a mouse report without sense', `${CSI}<0;3MX${CSI}<999;1;1M`, ['X']],
    ['a mouse report outside of any screen', `${CSI}<0;0;99999M`, ['press(0 at 0,9999)']],
    ['a mouse report in the old form', `${CSI}M #$x`, ['x']],
    ['the status', `${CSI}0n`, ['status reply {}']],
    ['primary attributes', `${CSI}?64;1;21c`, ['attributes reply {"params":[64,1,21]}']],
    ['secondary attributes are not the primary ones', `${CSI}>41;330;0c`, ['other reply {"raw":"\\u001b[>41;330;0c"}']],
    ['a mode', `${CSI}?2026;2$y`, ['mode reply {"mode":2026,"value":2}']],
    ['a colour with ST', `${OSC}11;rgb:1e1e/1e1e/1e1e${ST}`, ['color reply {"slot":11,"rgb":"rgb:1e1e/1e1e/1e1e"}']],
    ['a colour with BEL', `${OSC}10;#fff\u0007x`, ['color reply {"slot":10,"rgb":"#fff"}', 'x']],
    ['a colour that is none', `${OSC}11;rgb:1e;$(x)${ST}x`, ['other reply {"raw":"\\u001b]11;rgb:1e;$(x)"}', 'x']],
    ['the version', `${DCS}>|XTerm(390)${ST}x`, ['version reply {"program":"XTerm(390)"}', 'x']],
    ['the keyboard flags', `${CSI}?1u`, ['other reply {"raw":"\\u001b[?1u"}']],
    ['the size of the window', `${CSI}8;24;80t`, ['other reply {"raw":"\\u001b[8;24;80t"}']],
    ['a clipboard answer', `${OSC}52;c;aGk=${ST}`, ['other reply {"raw":"\\u001b]52;c;aGk="}']],
    ['an answer that was cut off, then enter', `${OSC}11;rgb:1\rx`, ['color reply {"slot":11,"rgb":"rgb:1"}', 'enter', 'x']],
    ['an answer that was cut off, then an arrow', `${OSC}11;rgb:1${CSI}A`, ['color reply {"slot":11,"rgb":"rgb:1"}', 'up']],
  ];
  it.each(rows)('%s', (_sentence, input, expected) => {
    expect(tokensOf(input)).toEqual(expected);
  });

  it('takes a report for F3 with modifiers unless one is awaited, and counts those', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.push(`${CSI}1;5R`).map(show)).toEqual(['ctrl-f3']);
    tokenizer.awaitCursorReports(1);
    expect(tokenizer.push(`${CSI}1;5R${CSI}1;5R`).map(show)).toEqual(['cursor reply {"row":1,"col":5}', 'ctrl-f3']);
  });

  it('never takes a report for a key where no F3 looks like it', () => {
    expect(tokensOf(`${CSI}12;5R${CSI}1;1R${CSI}1;40R`)).toEqual([
      'cursor reply {"row":12,"col":5}',
      'cursor reply {"row":1,"col":1}',
      'cursor reply {"row":1,"col":40}',
    ]);
  });
});

describe('pastes', () => {
  const [begin, end] = BRACKETS;

  it('are one token with everything between the brackets', () => {
    expect(tokensOf(`a${begin}x\r\ny ${CSI}A ${ESC}${end}b`)).toEqual(['a', `paste(x\r\ny ${CSI}A ${ESC})`, 'b']);
  });

  it('may be empty: that is how some terminals say that an image was pasted', () => {
    expect(tokensOf(begin + end)).toEqual(['paste()']);
  });

  it('are given in parts beyond the bound, cut between characters, the same for any chunks', () => {
    const input = `${begin}abc🤖defg${end}z`;
    const whole = createTokenizer({ maxPasteLength: 4 }).push(input).map(show);
    expect(whole).toEqual(['paste(abc)', 'paste(🤖de)', 'paste(fg)', 'z']);
    const tokenizer = createTokenizer({ maxPasteLength: 4 });
    expect([...input].flatMap((char) => tokenizer.push(char)).map(show)).toEqual(whole);
  });

  it('are held until their end', () => {
    const tokenizer = createTokenizer();
    expect(tokenizer.push(`${begin}half${end.slice(0, 4)}`)).toEqual([]);
    expect(tokenizer.pending).toBe('paste');
    expect(tokenizer.flushEscape()).toEqual([]);
    expect(tokenizer.push(end.slice(4)).map(show)).toEqual(['paste(half)']);
    expect(tokenizer.pending).toBeNull();
  });

  it('of 2 MB in small chunks stay one', () => {
    const tokenizer = createTokenizer();
    const chunk = new TextEncoder().encode('0123456789abcde\n'.repeat(64));
    const tokens = [...tokenizer.push(begin), ...Array.from({ length: 2048 }, () => tokenizer.push(chunk)).flat(), ...tokenizer.push(end)];
    expect(tokens.map((token) => token.type === 'paste' && token.text.length)).toEqual([2 * 1024 * 1024]);
  });
});

describe('a lone escape', () => {
  const rows: readonly (readonly [string, string, 'escape' | 'sequence' | null, readonly string[]])[] = [
    ['is the Escape key once released', ESC, 'escape', ['escape']],
    ['twice: the first is out at once', ESC + ESC, 'escape', ['escape']],
    ['with an introducer is an alt key', CSI, 'escape', ['alt-[']],
    ['with the other introducers too', SS3, 'escape', ['alt-O']],
    ['with a string introducer as well', OSC, 'escape', ['alt-]']],
    ['a sequence that has begun waits for its end', `${CSI}1;`, 'sequence', []],
    ['an answer that has begun waits too', `${OSC}11;rgb`, 'sequence', []],
    ['an answer whose terminator is half there waits too', `${OSC}11;rgb${ESC}`, 'sequence', []],
    ['nothing is pending, nothing comes', 'x', null, []],
  ];
  it.each(rows)('%s', (_sentence, input, pending, expected) => {
    const tokenizer = createTokenizer();
    tokenizer.push(input);
    expect(tokenizer.pending).toBe(pending);
    expect(tokenizer.flushEscape().map(show)).toEqual(expected);
  });

  it('is part of what follows when it was not released', () => {
    const tokenizer = createTokenizer();
    expect([...tokenizer.push(ESC), ...tokenizer.push('['), ...tokenizer.push('A')].map(show)).toEqual(['up']);
  });

  it('does not change what follows when it was released', () => {
    const tokenizer = createTokenizer();
    tokenizer.push(ESC);
    tokenizer.flushEscape();
    expect(tokenizer.push('[A').map(show)).toEqual(['[', 'A']);
  });
});

describe('any stream', () => {
  // Pieces that are likely to meet badly: halves of sequences, brackets, replies, text of every width, invalid UTF-8.
  const pieces = [
    'hello ',
    'é日🤖👩‍💻',
    '\r\n\t',
    ESC,
    CSI,
    SS3,
    OSC,
    DCS,
    `${CSI}1;5A`,
    `${CSI}13;2u`,
    `${CSI}<0;12;3M`,
    `${CSI}M abc`,
    `${CSI}[B`,
    `${CSI}?2026;2$y`,
    `${CSI}5;9R`,
    `${OSC}11;rgb:0/0/0${ST}`,
    `${DCS}>|x(1)`,
    ...BRACKETS,
    `${CSI}20`,
    '\u0007\u0018',
  ].map((text) => new TextEncoder().encode(text));
  const broken = [Uint8Array.of(0xff, 0xc3), Uint8Array.of(0xf0, 0x9f), Uint8Array.of(0x80, 0x9b, 0x41)];

  /** A small generator of our own, so that a failing stream can be made again from its seed. */
  function randomOf(seed: number): (below: number) => number {
    let state = seed * 2_654_435_761 + 1;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  function streamOf(random: (below: number) => number): Uint8Array {
    const all = [...pieces, ...broken];
    return Buffer.concat(Array.from({ length: 30 }, () => all[random(all.length)] ?? Uint8Array.of()));
  }

  it('gives the same tokens however it is cut', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomOf(seed);
      const stream = streamOf(random);
      const whole = createTokenizer({ maxPasteLength: 50 });
      const expected = whole.push(stream);
      const cut = createTokenizer({ maxPasteLength: 50 });
      const tokens: Token[] = [];
      for (let at = 0; at < stream.length; ) {
        const length = 1 + random(seed % 2 === 0 ? 1 : 9);
        tokens.push(...cut.push(stream.subarray(at, at + length)));
        at += length;
      }
      expect(tokens, `seed ${seed}`).toEqual(expected);
      expect(cut.pending, `seed ${seed}`).toBe(whole.pending);
    }
  });

  it('keeps a key that follows garbage, and leaves nothing behind', () => {
    const endless = [
      `${CSI}${'1;'.repeat(100_000)}`,
      `${OSC}11;${'x'.repeat(100_000)}`,
      `${DCS}1${'y'.repeat(100_000)}`,
      `${CSI}?${'$'.repeat(100_000)}`,
    ];
    for (const input of endless) {
      const tokenizer = createTokenizer();
      tokenizer.push(input);
      const [last, ...before] = tokenizer.push('\rq').reverse();
      expect(last && show(last)).toBe('q');
      expect(before.map(show)[0]).toBe('enter');
      for (const token of before) expect('raw' in token ? token.raw.length : 0).toBeLessThan(5000);
      expect(tokenizer.pending).toBeNull();
    }
  });

  it('gives back every typed byte in order, so that an agent gets what was typed', () => {
    const typed = `ls${CSI}A${SS3}B${ESC}b é🤖\r${CSI}1;5C${CSI}99~${ESC}${CSI}D${CSI}1;\u0003`;
    const tokens = createTokenizer().push(typed);
    expect(tokens.map((token) => (token.type === 'key' ? token.raw : '!')).join('')).toBe(typed);
  });
});
