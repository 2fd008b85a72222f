// What a frame costs and what it must not do: byte counts as ratios, holds, crops, covers, cursor, colours.
import { beforeEach, describe, expect, it } from 'vitest';
import { CSI, ESC, OSC, ST, sequences } from '../../../src/core/model/sequences.js';
import { type ClientCapabilities, PLAIN_TERMINAL } from '../../../src/core/screen/client-capabilities.js';
import { Compositor, type Frame } from '../../../src/core/screen/compositor.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { screenText } from '../../../src/core/screen/screen-text.js';
import { ClientTerminal } from './client-terminal.js';

const COLS = 80;
const ROWS = 24;
const FULL: ClientCapabilities = { ...PLAIN_TERMINAL, colors: 'rgb', links: true, underlineStyles: true };
const SPLIT = { x: 30, y: 2, width: 49, height: 20 };
const ZOOMED = { x: 0, y: 1, width: 80, height: 22 };

let chrome: Emulator;
let agent: Emulator;

beforeEach(() => {
  chrome = new Emulator({ cols: COLS, rows: ROWS, scrollback: 0, lineFeeds: 'with-return' });
  agent = new Emulator({ cols: 49, rows: 20, scrollback: 100 });
});

class Client {
  readonly terminal = new ClientTerminal(COLS, ROWS);
  readonly compositor: Compositor;

  constructor(capabilities: Partial<ClientCapabilities> = {}) {
    this.compositor = new Compositor({ cols: COLS, rows: ROWS, capabilities: { ...FULL, ...capabilities } });
  }

  /** Bytes of the next frame, shown on the terminal. */
  paint(frame: Partial<Frame> = {}): string {
    const bytes = this.compositor.compose({
      chrome,
      panes: [{ emulator: agent, rect: SPLIT, top: null }],
      covers: [],
      cursor: { pane: 0 },
      now: 0,
      ...frame,
    });
    this.terminal.write(bytes);
    return bytes;
  }

  rows(): string[] {
    return screenText(this.terminal.emulator).split('\n');
  }
}

const zoomed = (): Partial<Frame> => ({ panes: [{ emulator: agent, rect: ZOOMED, top: null }] });

function log(lines: number): string {
  // No two rows alike, as output is.
  return Array.from({ length: lines }, (_, i) => `\r\n${(i * 7919 + 13).toString(2)} ${(i * i).toString(36)} ${'fox'.repeat(i % 9)}`).join(
    '',
  );
}

describe('a frame', () => {
  it('is nothing when nothing changed', () => {
    const client = new Client();
    client.paint();
    expect(client.paint()).toBe('');
    agent.parse(`${OSC}2;only a title${ST}`, 0);
    expect(client.paint()).toBe('');
  });

  it('of an echo is the character alone', () => {
    const client = new Client();
    agent.parse('$ ', 0);
    client.paint();
    agent.parse('l', 0);
    expect(client.paint()).toBe('l');
  });

  it('of a spinner is a few bytes, without synchronized update nor cursor hiding', () => {
    const client = new Client({ synchronizedOutput: true });
    agent.parse(`${CSI}31m⠋${CSI}m Working (1s)\r\n> `, 0);
    client.paint();
    agent.parse(`${CSI}1;1H${CSI}31m⠙${CSI}m Working (2s)\r\n${CSI}2C`, 0);
    const bytes = client.paint();
    expect(Buffer.byteLength(bytes)).toBeLessThan(40);
    expect(bytes).not.toContain(sequences.syncBegin);
    expect(bytes).not.toContain(sequences.cursorHide);
  });

  it('that is large is one synchronized update where the terminal has it', () => {
    const client = new Client({ synchronizedOutput: true });
    agent.parse(log(15), 0);
    const bytes = client.paint();
    expect(bytes.startsWith(sequences.syncBegin) && bytes.endsWith(sequences.syncEnd)).toBe(true);
  });

  it('that is large is drawn with the cursor hidden where it has not', () => {
    const client = new Client();
    client.paint();
    agent.parse(log(15), 0);
    const bytes = client.paint();
    expect(bytes.startsWith(sequences.cursorHide) && bytes.endsWith(sequences.cursorShow)).toBe(true);
  });

  it('repaints everything after invalidate', () => {
    const client = new Client();
    agent.parse('hello', 0);
    client.paint();
    client.compositor.invalidate();
    expect(client.paint()).toContain(sequences.clearScreen);
    expect(client.rows()[2]).toBe(`${' '.repeat(30)}hello`);
  });

  it('erases the rest of a row instead of printing blanks', () => {
    const client = new Client();
    agent.parse('a long line of text that goes away', 0);
    client.paint();
    agent.parse(`\r${CSI}K`, 0);
    expect(client.paint().length).toBeLessThan(10);
  });
});

describe('a scrolled pane', () => {
  function bytesOfOneLine(capabilities: Partial<ClientCapabilities>, frame: Partial<Frame>): number {
    const client = new Client(capabilities);
    const other = new Emulator({ cols: 80, rows: 22, scrollback: 100 });
    const panes = frame.panes!.map((pane) => ({ ...pane, emulator: other }));
    other.parse(log(50), 0);
    client.paint({ panes });
    other.parse('\r\none more line', 0);
    const bytes = client.paint({ panes });
    expect(client.rows()).toContain(`${' '.repeat(panes[0]!.rect.x)}one more line`);
    return Buffer.byteLength(bytes);
  }

  const split = (): Partial<Frame> => ({ panes: [{ emulator: agent, rect: SPLIT, top: null }] });

  it('of full width scrolls by a region, at a fraction of the bytes', () => {
    expect(bytesOfOneLine({}, zoomed())).toBeLessThan(60);
  });

  it('beside the list scrolls between margins where the terminal has them', () => {
    const without = bytesOfOneLine({}, split());
    const withMargins = bytesOfOneLine({ margins: true }, split());
    expect(withMargins * 3).toBeLessThan(without);
  });

  it('keeps its region, so that the next line costs no new one', () => {
    const client = new Client();
    agent.parse(log(60), 0);
    client.paint(zoomed());
    agent.parse('\r\none', 0);
    expect(client.paint(zoomed())).toContain(`${CSI}2;21r${CSI}21H\n`);
    agent.parse('\r\nmore', 0);
    expect(client.paint(zoomed())).toBe('\n\rmore');
  });
});

describe('an agent’s own synchronized update', () => {
  it('is not shown half done, and shown when it takes too long', () => {
    const client = new Client();
    agent.parse('old', 0);
    client.paint();
    agent.parse(`${CSI}?2026h\rnew, half`, 1000);
    expect(client.paint({ now: 1000 })).toBe('');
    expect(client.paint({ now: 1149 })).toBe('');
    client.paint({ now: 1150 });
    expect(client.rows()[2]!.trim()).toBe('new, half');
  });

  it('does not hold the chrome', () => {
    const client = new Client();
    agent.parse('old', 0);
    client.paint();
    agent.parse(`${CSI}?2026h\rnew`, 1000);
    chrome.replace('clock');
    client.paint({ now: 1001 });
    expect([client.rows()[0], client.rows()[2]!.trim()]).toEqual(['clock', 'old']);
    agent.parse(`${CSI}?2026l`, 1002);
    client.paint({ now: 1002 });
    expect(client.rows()[2]!.trim()).toBe('new');
  });

  it('does not hold an agent that has just come into view', () => {
    const client = new Client();
    client.paint({ panes: [], cursor: null });
    agent.parse(`${CSI}?2026hhalf`, 1000);
    client.paint({ now: 1001 });
    expect(client.rows()[2]!.trim()).toBe('half');
  });
});

describe('an agent', () => {
  it('that left the alternate screen is repainted whole', () => {
    const client = new Client();
    agent.parse('shell', 0);
    client.paint();
    agent.parse(`${CSI}?1049h${CSI}Hshell`, 0);
    client.paint();
    agent.parse(`${CSI}?1049l`, 0);
    expect(client.paint()).toContain('shell');
  });

  it('that is larger than its pane is cropped around its cursor', () => {
    const client = new Client();
    agent.resize(120, 50);
    agent.parse(`top${CSI}50;110Hhere`, 0);
    client.paint();
    expect(client.rows()[21]!.endsWith('here')).toBe(true);
    expect(client.terminal.emulator.cursor).toMatchObject({ x: 78, y: 21 });
    agent.parse(`${CSI}H`, 0);
    client.paint();
    expect(client.rows()[2]!.trim()).toBe('top');
  });

  it('that is smaller is padded', () => {
    const client = new Client();
    chrome.replace(Array.from({ length: ROWS }, () => '#'.repeat(COLS)).join('\n'));
    agent.resize(10, 2);
    agent.parse('0123456789', 0);
    client.paint();
    expect(client.rows()[2]).toBe(`${'#'.repeat(30)}0123456789${' '.repeat(39)}#`);
    expect(client.rows()[10]).toBe(`${'#'.repeat(30)}${' '.repeat(49)}#`);
  });

  it('is shown scrolled back, without its cursor, while it prints on', () => {
    const client = new Client();
    agent.parse(log(60), 0);
    const panes = [{ emulator: agent, rect: SPLIT, top: agent.liveTop - 5 }];
    client.paint({ panes });
    const before = client.rows();
    expect(client.terminal.emulator.cursor.isVisible).toBe(false);
    agent.parse(log(10), 0);
    client.paint({ panes });
    expect(client.rows()).toEqual(before);
  });

  it('lies under a dialog', () => {
    const client = new Client();
    agent.parse(Array.from({ length: 20 }, () => '.'.repeat(49)).join('\r\n'), 0);
    chrome.replace(`${'\n'.repeat(5)}${' '.repeat(40)}漢 dialog 漢`);
    client.paint({ covers: [{ x: 40, y: 5, width: 11, height: 1 }] });
    expect(client.rows()[5]).toBe(`${' '.repeat(30)}${'.'.repeat(10)}漢 dialog ${' '}${'.'.repeat(28)}`);
    client.paint();
    expect(client.rows()[5]!.trim()).toBe('.'.repeat(49));
  });
});

describe('the cursor', () => {
  it('is where and as the agent wants it', () => {
    const client = new Client();
    agent.parse(`ab${CSI}5 q`, 0);
    client.paint();
    expect(client.terminal.emulator.cursor).toEqual({ x: 32, y: 2, isVisible: true, shape: 5 });
    agent.parse(`${CSI}?25l`, 0);
    client.paint();
    expect(client.terminal.emulator.cursor.isVisible).toBe(false);
  });

  it('stands in a form where the chrome says, and nowhere when nothing has it', () => {
    const client = new Client();
    client.paint({ cursor: { x: 7, y: 9, shape: 0 } });
    expect(client.terminal.emulator.cursor).toMatchObject({ x: 7, y: 9, isVisible: true });
    expect(client.paint({ cursor: null })).toBe(sequences.cursorHide);
  });
});

describe('what passes to the person’s terminal', () => {
  const cases: readonly (readonly [string, Partial<ClientCapabilities>, string, string])[] = [
    ['a link to the web', {}, `${OSC}8;;https://a.example/x${ST}go${OSC}8;;${ST}`, `${OSC}8;;https://a.example/x${ST}`],
    ['a link to a file', {}, `${OSC}8;;file:///tmp/x${ST}go`, `${OSC}8;;file:///tmp/x${ST}`],
    ['a colour of 24 bits', {}, `${CSI}38;2;1;2;3mx`, '38;2;1;2;3m'],
    ['the nearest of 256', { colors: '256' }, `${CSI}38;2;255;0;0mx`, '38;5;196m'],
    ['the nearest of 16', { colors: '16' }, `${CSI}38;2;250;0;0mx`, '91m'],
    ['bold without colour where there are none', { colors: 'none' }, `${CSI}1;31mx`, `${CSI}1mx`],
    ['a curly underline', {}, `${CSI}4:3mx`, `${CSI}4:3m`],
    ['a plain one where the terminal knows no others', { underlineStyles: false }, `${CSI}4:3mx`, `${CSI}4mx`],
  ];
  it.each(cases)('%s', (_, capabilities, output, expected) => {
    const client = new Client(capabilities);
    client.paint();
    agent.parse(output, 0);
    expect(client.paint()).toContain(expected);
  });

  const never: readonly (readonly [string, Partial<ClientCapabilities>, string, string])[] = [
    ['a link that runs code', {}, `${OSC}8;;javascript:alert(1)${ST}go`, 'javascript'],
    ['a link longer than 2 KB', {}, `${OSC}8;;https://a.example/${'x'.repeat(2100)}${ST}go`, 'a.example'],
    ['a link with a control character', {}, `${OSC}8;;https://a.example/\u0007go`, `${OSC}8;;https://a.example/\u0007`],
    ['any link where the terminal has none', { links: false }, `${OSC}8;;https://a.example${ST}go`, 'a.example'],
    ['the clipboard', {}, `${OSC}52;c;aGk=${ST}x`, '52;c'],
    ['a title', {}, `${OSC}2;title${ST}x`, 'title'],
    ['a bidi control', {}, 'a\u202eb', '\u202e'],
    ['a bell', {}, '\u0007x', '\u0007'],
    ['an application’s own protocol', {}, `${ESC}_Gi=1;AAAA${ST}x`, 'AAAA'],
  ];
  it.each(never)('never %s', (_, capabilities, output, forbidden) => {
    const client = new Client(capabilities);
    client.paint();
    agent.parse(output, 0);
    expect(client.paint()).not.toContain(forbidden);
  });

  it('keeps working when an agent invents characters without end', () => {
    const client = new Client();
    // More than the table of one client holds, twice.
    for (let frame = 0; frame < 500; frame += 1) {
      const marks = Array.from({ length: 40 }, (_, i) =>
        String.fromCodePoint(0x61 + (i % 26), 0x300 + (frame % 100), 0x300 + Math.floor(frame / 100) + 5 * Math.floor(i / 26)),
      );
      agent.parse(`\r${marks.join('')}`, 0);
      client.paint();
      expect(client.rows()[2]!.trim()).toBe(marks.join(''));
    }
    agent.parse(`\r${CSI}2Kdone`, 0);
    client.paint();
    expect(client.rows()[2]!.trim()).toBe('done');
  });
});

describe('positions', () => {
  it('are absolute after characters whose width the terminal may see otherwise', () => {
    const client = new Client();
    client.paint();
    agent.parse('●●xa🤖b', 0);
    expect(client.paint()).toBe(`●●${CSI}33Gxa🤖${CSI}37Gb`);
  });

  it('are trusted after letters and lines once ambiguous characters were seen to be narrow', () => {
    const client = new Client({ ambiguousIsNarrow: true });
    client.paint();
    agent.parse('déjà │ vu 漢字 x', 0);
    expect(client.paint()).toBe('déjà │ vu 漢字 x');
  });
});
