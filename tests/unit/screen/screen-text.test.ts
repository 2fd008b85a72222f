// The screen of an agent as text, and the chrome's frames as cells.
import { describe, expect, it } from 'vitest';
import { CSI, sequences } from '../../../src/core/model/sequences.js';
import { ChromeScreen } from '../../../src/core/screen/chrome-screen.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { screenAnsi, screenLines, screenText } from '../../../src/core/screen/screen-text.js';

const TRUE_COLOR = { colors: 'rgb', underlineStyles: true } as const;

function agent(output: string): Emulator {
  const emulator = new Emulator({ cols: 12, rows: 3, scrollback: 9 });
  emulator.parse(output, 0);
  return emulator;
}

describe('the screen as text', () => {
  it('has its rows without trailing blanks', () => {
    expect(screenText(agent('a  b\r\n  漢字 é'))).toBe('a  b\n  漢字 é\n');
  });

  it('has no control characters, whatever the agent printed', () => {
    expect(screenText(agent(`a\u202e\u200bb${CSI}31mc\u2028`))).toBe('abc\n\n');
  });

  it('starts at a line of the scrollback on request', () => {
    const emulator = agent('1\r\n2\r\n3\r\n4\r\n5');
    expect(screenText(emulator, emulator.oldestTop)).toBe('1\n2\n3');
  });

  it('keeps colours with ansi, row by row', () => {
    expect(screenAnsi(agent(`${CSI}31mred\r\nred${CSI}m x`), TRUE_COLOR)).toBe(
      `${CSI}31mred${CSI}m         ${sequences.sgrReset}\n${CSI}31mred${CSI}m x       ${sequences.sgrReset}\n`,
    );
  });

  it('shows the same again when it is printed', () => {
    const emulator = agent(`${CSI}1;44mA${CSI}0;4:3mB漢${CSI}m\r\n❤️ e\u0301`);
    const again = new Emulator({ cols: 12, rows: 3, scrollback: 9, lineFeeds: 'with-return' });
    again.parse(screenAnsi(emulator, TRUE_COLOR), 0);
    expect(screenAnsi(again, TRUE_COLOR)).toBe(screenAnsi(emulator, TRUE_COLOR));
  });
});

describe('the screen as lines', () => {
  it('has a word whole that the terminal has wrapped', () => {
    expect(screenLines(agent('cannot start\r\nno'))).toBe('cannot start\nno\n');
    expect(screenLines(agent('see authentication.md'))).toBe('see authentication.md\n');
  });

  it('keeps the line breaks of the program, also behind a row that is full', () => {
    expect(screenLines(agent('abcdefghijkl\r\nmn'))).toBe('abcdefghijkl\nmn\n');
  });

  it('keeps a blank that stood where the line was wrapped', () => {
    expect(screenLines(agent('abcdefghijk lmn'))).toBe('abcdefghijk lmn\n');
  });

  it('has no blank before a wide character that did not fit', () => {
    expect(screenLines(agent('abcdefghijk漢字'))).toBe('abcdefghijk漢字\n');
  });
});

describe('a frame of the chrome', () => {
  it('takes the place of the one before', () => {
    const chrome = new ChromeScreen(12, 3);
    chrome.draw('first\nframe');
    chrome.draw('second');
    expect(screenText(chrome)).toBe('second\n\n');
  });

  it('is cut where it is too long or has too many rows, and never scrolls', () => {
    const chrome = new ChromeScreen(5, 2);
    chrome.draw('0123456789\nb\nc\nd\n');
    expect(screenText(chrome)).toBe('01239\nb');
  });

  it('changes nothing when it is the same again', () => {
    const chrome = new ChromeScreen(12, 3);
    chrome.draw('frame');
    const { changes } = chrome;
    chrome.draw('frame');
    expect(chrome.changes).toBe(changes);
  });

  it('is gone after a resize until it is drawn again', () => {
    const chrome = new ChromeScreen(12, 3);
    chrome.draw('frame');
    const { changes } = chrome;
    chrome.resize(8, 2);
    expect([screenText(chrome), chrome.changes > changes]).toEqual(['\n', true]);
    chrome.draw('frame');
    expect(screenText(chrome)).toBe('frame\n');
  });
});
