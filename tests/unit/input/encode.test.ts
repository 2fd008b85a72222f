// What an agent's PTY gets for a token, by the modes of its terminal.
import { describe, expect, it } from 'vitest';
import { encode, type InputModes } from '../../../src/core/input/encode.js';
import { createTokenizer } from '../../../src/core/input/tokenizer.js';
import { CSI, ESC, SS3, sequences } from '../../../src/core/model/sequences.js';

const plain: InputModes = {
  applicationCursor: false,
  bracketedPaste: false,
  focusReports: false,
  mouseTracking: 'none',
  mouseEncoding: 'default',
};
const pane = { x: 40, y: 2, cols: 80, rows: 20 };

function encoded(raw: string, modes: Partial<InputModes> = {}): string {
  return createTokenizer()
    .push(raw)
    .map((token) => {
      const bytes = encode({ token, modes: { ...plain, ...modes }, pane });
      return typeof bytes === 'string' ? bytes : String.fromCharCode(...bytes);
    })
    .join('');
}

describe('keys', () => {
  const same = [
    'hello é🤖',
    '\r',
    '\t',
    '\u007f',
    '\u0003',
    `${ESC}b`,
    `${CSI}1;5A`,
    `${CSI}3~`,
    `${SS3}P`,
    `${CSI}Z`,
    `${CSI}13;2u`,
    `${CSI}27;5;13~`,
    `${CSI}99;3~`,
    `${CSI}7~`,
  ];
  it.each(same)('%j passes as it came in any mode', (raw) => {
    expect(encoded(raw)).toBe(raw);
    expect(encoded(raw, { applicationCursor: true })).toBe(raw);
  });

  const cursor: readonly (readonly [string, string, boolean, string])[] = [
    ['arrows become the application form where that is on', `${CSI}A${CSI}B${CSI}C${CSI}D`, true, `${SS3}A${SS3}B${SS3}C${SS3}D`],
    ['home and end too', `${CSI}H${CSI}F`, true, `${SS3}H${SS3}F`],
    ['they stay where it is off', `${CSI}A${CSI}H`, false, `${CSI}A${CSI}H`],
    ['the application form becomes the plain one where it is off', `${SS3}A${SS3}F`, false, `${CSI}A${CSI}F`],
    ['with modifiers there is only one form', `${CSI}1;2A`, true, `${CSI}1;2A`],
  ];
  it.each(cursor)('%s', (_sentence, raw, applicationCursor, expected) => {
    expect(encoded(raw, { applicationCursor })).toBe(expected);
  });
});

describe('a paste', () => {
  const rows: readonly (readonly [string, string, boolean, string])[] = [
    [
      'keeps its brackets and line ends for an agent that asked for them',
      'a\r\nb\tc',
      true,
      `${sequences.pasteBegin}a\r\nb\tc${sequences.pasteEnd}`,
    ],
    ['is typed with CR for one that did not', 'a\r\nb\nc\rd\te', false, 'a\rb\rc\rd\te'],
    ['may be empty', '', true, sequences.pasteBegin + sequences.pasteEnd],
    ['that is empty is nothing without brackets', '', false, ''],
    ['can not open another one', `a${sequences.pasteBegin}b`, true, `${sequences.pasteBegin}ab${sequences.pasteEnd}`],
    ['can not bring control keys', 'a\u0003b\u0004c\u007fd\u0000e\u009bf', true, `${sequences.pasteBegin}abcdef${sequences.pasteEnd}`],
    ['can not bring escape sequences', `a${CSI}Ab`, false, 'a[Ab'],
    ['keeps text of any script', 'né 🤖 日本', false, 'né 🤖 日本'],
  ];
  it.each(rows)('%s', (_sentence, text, bracketedPaste, expected) => {
    expect(encoded(`${sequences.pasteBegin}${text}${sequences.pasteEnd}`, { bracketedPaste })).toBe(expected);
  });

  it('never holds the end bracket, even one that appears when another is taken out', () => {
    const half = sequences.pasteEnd.slice(0, 3);
    const text = `a${half}${sequences.pasteEnd}${sequences.pasteEnd.slice(3)}rm -rf`;
    const bytes = encode({ token: { type: 'paste', text }, modes: { ...plain, bracketedPaste: true }, pane });
    expect(String(bytes).slice(sequences.pasteBegin.length, -sequences.pasteEnd.length)).not.toContain(ESC);
  });
});

describe('focus and answers', () => {
  it('are sent only where they are asked for', () => {
    expect(encoded(sequences.focusGained + sequences.focusLost)).toBe('');
    expect(encoded(sequences.focusGained + sequences.focusLost, { focusReports: true })).toBe(sequences.focusGained + sequences.focusLost);
    expect(encoded(`${CSI}?64;1c${CSI}0n${CSI}12;4R`)).toBe('');
  });
});

describe('the mouse', () => {
  const sgr = (code: number, x: number, y: number, final = 'M') => `${CSI}<${code};${x + 1};${y + 1}${final}`;
  const rows: readonly (readonly [string, string, InputModes['mouseTracking'], string])[] = [
    ['is told in cells of the pane', sgr(0, 45, 3), 'vt200', sgr(0, 5, 1)],
    ['is not told unasked', sgr(0, 45, 3), 'none', ''],
    ['keeps its modifiers', sgr(16, 45, 3), 'vt200', sgr(16, 5, 1)],
    ['tells the release', sgr(2, 45, 3, 'm'), 'vt200', sgr(2, 5, 1, 'm')],
    ['tells the wheel', sgr(65, 45, 3), 'vt200', sgr(65, 5, 1)],
    ['does not tell moves to one that wants clicks', sgr(32, 45, 3), 'vt200', ''],
    ['tells drags to one that wants them', sgr(32, 45, 3), 'drag', sgr(32, 5, 1)],
    ['does not tell moves without a button to it', sgr(35, 45, 3), 'drag', ''],
    ['tells every move to one that wants all', sgr(35, 45, 3), 'any', sgr(35, 5, 1)],
    ['X10 knows only presses', sgr(0, 45, 3, 'm'), 'x10', ''],
    ['X10 knows no wheel', sgr(64, 45, 3), 'x10', ''],
    ['outside the pane is not the agent’s', sgr(0, 39, 3), 'any', ''],
    ['below the pane is not the agent’s', sgr(64, 45, 22), 'any', ''],
    ['a drag out of the pane stays at its edge', sgr(32, 3, 49), 'drag', sgr(32, 0, 19)],
    ['a release outside is told, so that no button stays down', sgr(0, 200, 0, 'm'), 'vt200', sgr(0, 79, 0, 'm')],
  ];
  it.each(rows)('%s', (_sentence, raw, mouseTracking, expected) => {
    expect(encoded(raw, { mouseTracking, mouseEncoding: 'sgr' })).toBe(expected);
  });

  it('has an old form: bytes from 33 on, the release without its button', () => {
    expect(encoded(sgr(0, 45, 3) + sgr(2, 45, 3, 'm') + sgr(65, 45, 3), { mouseTracking: 'vt200' })).toBe(`${CSI}M &"${CSI}M#&"${CSI}Ma&"`);
  });

  it('gives bytes above 127 in the old form, and nothing where it ends', () => {
    const wide = { x: 0, y: 0, cols: 300, rows: 20 };
    const at = (x: number) => {
      const [token] = createTokenizer().push(sgr(0, x, 0));
      if (token === undefined) throw new Error('no token');
      return encode({ token, modes: { ...plain, mouseTracking: 'vt200' }, pane: wide });
    };
    expect(at(222)).toEqual(Uint8Array.of(0x1b, 0x5b, 0x4d, 32, 255, 33));
    expect(at(223)).toBe('');
  });

  it('tells nothing in pixels, which cells can not give', () => {
    expect(encoded(sgr(0, 45, 3), { mouseTracking: 'any', mouseEncoding: 'sgr-pixels' })).toBe('');
  });
});
