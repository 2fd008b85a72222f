// Private fields of the pinned emulator, each with what we rely on: a new version must fail here, not on a person's screen.
import { readFileSync } from 'node:fs';
import type { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { BEL, CSI, DCS, ESC, OSC, ST } from '../../../src/core/model/sequences.js';
import {
  answerStatusString,
  cursorStyle,
  isAlternateScreen,
  isCursorHidden,
  isSynchronized,
  limitRepeats,
  mainLines,
  mouseEncoding,
  newTerminal,
  onChangedRows,
  onCsi,
  onDcs,
  onOsc,
  rawLine,
  rawPosition,
  resizeNow,
  setCurrentLink,
  writeSync,
} from '../../../src/core/screen/emulator-internals.js';

function terminal(output = ''): Terminal {
  const made = newTerminal({ cols: 10, rows: 3, scrollback: 5, convertEol: false });
  writeSync(made, output);
  return made;
}

describe('the internals of the emulator', () => {
  it('are those of exactly this version', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
    expect(manifest.dependencies['@xterm/headless']).toBe('6.0.0');
  });

  it('parse at once', () => {
    expect(rawLine(terminal('hi'), 0)?._data[0]).toBe(0x68 | (1 << 22));
  });

  it('take bytes split inside a character', () => {
    const split = terminal();
    writeSync(split, new Uint8Array([0xc3]));
    writeSync(split, new Uint8Array([0xa9]));
    expect(rawLine(split, 0)!._data[0]! & 0x1fffff).toBe(0xe9);
  });

  it('survive a sequence that throws', () => {
    const thrown = terminal();
    onCsi(thrown, { final: 'y' }, () => {
      throw new Error('as the emulator does for some sequences');
    });
    writeSync(thrown, `${CSI}y lost`);
    writeSync(thrown, 'ok');
    expect(rawLine(thrown, 0)!._data[0]! & 0x1fffff).toBe('o'.charCodeAt(0));
  });

  it('hold three words a cell: content with width, foreground, background', () => {
    const line = rawLine(terminal(`${CSI}1;31;44m漢`), 0)!;
    expect([line.length, line._data.length]).toEqual([10, 30]);
    expect(line._data[0]).toBe(0x6f22 | (2 << 22));
    expect(line._data[1]).toBe(0x8000000 | 0x1000000 | 1);
    expect(line._data[2]).toBe(0x1000000 | 4);
    expect(line._data[3]).toBe(0);
  });

  it('hold combined characters beside the words', () => {
    const line = rawLine(terminal('e\u0301'), 0)!;
    expect(line._data[0]! & (1 << 21)).not.toBe(0);
    expect(line._combined[0]).toBe('e\u0301');
  });

  it('hold underline style and colour beside the words', () => {
    const line = rawLine(terminal(`${CSI}4:3;58;5;9mx`), 0)!;
    const extended = line._extendedAttrs[0]!;
    expect((extended._ext >> 26) & 7).toBe(3);
    expect(extended._ext & 0x3ffffff).toBe(0x2000000 | 9);
    expect(line._data[2]! & 0x10000000).not.toBe(0);
  });

  it('carry the id of a link, without touching the underline', () => {
    const linked = terminal();
    setCurrentLink(linked, 7);
    writeSync(linked, 'x');
    setCurrentLink(linked, 0);
    writeSync(linked, 'y');
    const line = rawLine(linked, 0)!;
    expect(line._extendedAttrs[0]).toMatchObject({ urlId: 7 });
    expect((line._extendedAttrs[0]!._ext >> 26) & 7).toBe(0);
    expect(line._data[5]! & 0x10000000).toBe(0);
  });

  it('tell where the screen starts and the cursor stands, also behind the last column', () => {
    const { ybase, x, y } = rawPosition(terminal(`${'\r\n'.repeat(4)}0123456789`));
    expect({ ybase, x, y }).toEqual({ ybase: 2, x: 10, y: 2 });
  });

  it('tell which lines went, and make a new list on a full reset', () => {
    const scrolled = terminal();
    let trimmed = 0;
    const lines = mainLines(scrolled);
    lines.onTrim((amount) => {
      trimmed += amount;
    });
    writeSync(scrolled, '\r\n'.repeat(10));
    expect([lines.length, trimmed]).toEqual([8, 3]);
    writeSync(scrolled, `${ESC}c`);
    expect(mainLines(scrolled)).not.toBe(lines);
  });

  it('clean up after a resize at once, without a timer', () => {
    const wide = newTerminal({ cols: 200, rows: 5, scrollback: 0, convertEol: false });
    resizeNow(wide, 20, 5);
    expect(rawLine(wide, 0)!._data.buffer.byteLength).toBe(20 * 3 * 4);
  });

  it('keep count of their lines when the screen shrinks, with no scrollback asked for', () => {
    const shrunk = newTerminal({ cols: 93, rows: 23, scrollback: 0, convertEol: false });
    writeSync(shrunk, `${'x'.repeat(140)}\r\n`.repeat(10));
    resizeNow(shrunk, 12, 3);
    expect(rawLine(shrunk, rawPosition(shrunk).ybase + 2)).toBeDefined();
  });

  it('give no line outside the buffer', () => {
    expect([rawLine(terminal(), -1), rawLine(terminal(), 99)]).toEqual([undefined, undefined]);
  });

  it('tell whether the cursor is hidden', () => {
    expect([isCursorHidden(terminal()), isCursorHidden(terminal(`${CSI}?25l`))]).toEqual([false, true]);
  });

  it.each([
    ['its own', '', undefined, false],
    ['a steady underline', `${CSI}4 q`, 'underline', false],
    ['a blinking bar', `${CSI}5 q`, 'bar', true],
    ['its own again', `${CSI}5 q${CSI}0 q`, undefined, false],
  ] as const)('tell the shape of the cursor: %s', (_, output, style, blinks) => {
    expect(cursorStyle(terminal(output))).toEqual({ style, blinks });
  });

  it('tell an update of the agent itself, and which screen is shown', () => {
    const modes = (output: string) => [isSynchronized(terminal(output)), isAlternateScreen(terminal(output))];
    expect(['', `${CSI}?2026h`, `${CSI}?2026h${CSI}?2026l`, `${CSI}?1049h`, `${CSI}?1049h${CSI}?1049l`].map(modes)).toEqual([
      [false, false],
      [true, false],
      [false, false],
      [false, true],
      [false, false],
    ]);
  });

  it.each([
    ['where it prints', `${CSI}2;3Hx`, [1, 1]],
    ['where it was before', `${CSI}3;1H`, [1, 2]],
    ['all that a line feed at the end moves', `${CSI}3;1H\n`, [0, 2]],
    ['all of another screen', `${CSI}?1049h`, [0, 2]],
    ['what an erase clears', `${CSI}2;1H${CSI}J`, [1, 2]],
  ] as const)('tell the rows that changed: %s', (_, output, [first, last]) => {
    const printed = terminal(`${CSI}2;1H`);
    const told: number[] = [];
    onChangedRows(printed, (from, to) => told.push(from, to));
    writeSync(printed, output);
    expect([Math.min(...told), Math.max(...told)]).toEqual([Math.min(first, 1), last]);
  });

  it('tell the encoding of the mouse', () => {
    expect([terminal(), terminal(`${CSI}?1006h`), terminal(`${CSI}?1016h`)].map(mouseEncoding)).toEqual(['DEFAULT', 'SGR', 'SGR_PIXELS']);
  });

  it('cap repeat counts before the emulator loops over them', () => {
    const seen: (readonly number[])[] = [];
    // Registered first is asked last, so a second cap shows what the first one left.
    const bare = newTerminal({ cols: 10, rows: 3, scrollback: 0, convertEol: false });
    onCsi(bare, { final: 'L' }, (params) => {
      seen.push(params);
      return true;
    });
    limitRepeats(bare);
    writeSync(bare, `${CSI}2147483647L`);
    expect(seen).toEqual([[3]]);
  });

  it('let our handlers take the place of theirs, up to a limit', () => {
    const heard: string[] = [];
    const own = terminal();
    onOsc(own, { id: 2, limit: 5, handle: (payload) => heard.push(`osc ${payload}`) });
    onDcs(own, { id: { intermediates: '$', final: 'q' }, limit: 5, handle: (payload) => heard.push(`dcs ${payload}`) });
    let titles = 0;
    own.onTitleChange(() => {
      titles += 1;
    });
    writeSync(own, `${OSC}2;short${BEL}${OSC}2;too long${BEL}${DCS}$qm${ST}${DCS}$qtoo long${ST}${OSC}2;cut\u0018`);
    expect([heard, titles]).toEqual([['osc short', 'dcs m'], 0]);
  });

  it('answer a status string themselves', () => {
    const asked = terminal();
    const replies: string[] = [];
    asked.onData((data) => replies.push(data));
    answerStatusString(asked, 'r');
    expect(replies).toEqual([`${DCS}1$r1;3r${ST}`]);
  });
});
