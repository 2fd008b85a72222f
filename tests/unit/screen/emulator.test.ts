// What an agent's terminal answers, announces and survives.
import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../src/core/harness/harness.js';
import { BEL, CSI, DCS, ESC, OSC, ST } from '../../../src/core/model/sequences.js';
import { Emulator, MAX_HOLD_MS } from '../../../src/core/screen/emulator.js';

interface Seen {
  readonly emulator: Emulator;
  readonly replies: string[];
  readonly signals: Signal[];
  print(text: string): void;
  line(y: number, top?: number): string;
}

function start(size: { cols?: number; rows?: number; scrollback?: number } = {}): Seen {
  const replies: string[] = [];
  const signals: Signal[] = [];
  const emulator = new Emulator({
    cols: size.cols ?? 20,
    rows: size.rows ?? 5,
    scrollback: size.scrollback ?? 10,
    onReply: (data) => replies.push(data),
    onSignal: (signal) => signals.push(signal),
    theme: () => ({ foreground: 'rgb:cccc/cccc/cccc', background: 'rgb:0000/1111/2222' }),
  });
  return {
    emulator,
    replies,
    signals,
    print: (text) => emulator.parse(Buffer.from(text), 0),
    line: (y, top) => {
      const row = emulator.row(y, top ?? null);
      const codes = row === undefined ? [] : Array.from({ length: row.length }, (_, x) => row._data[x * 3]! & 0x1fffff);
      return String.fromCodePoint(...codes.map((code) => code || 0x20)).trimEnd();
    },
  };
}

describe('answers to an agent', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['the version names orch-tui', `${CSI}>q`, `${DCS}>|orch-tui(0.0.0-source)${ST}`],
    ['the foreground is the one of the person', `${OSC}10;?${ST}`, `${OSC}10;rgb:cccc/cccc/cccc${ST}`],
    ['the background too, also asked with a bell', `${OSC}11;?${BEL}`, `${OSC}11;rgb:0000/1111/2222${ST}`],
    ['both in one question', `${OSC}10;?;?${ST}`, `${OSC}10;rgb:cccc/cccc/cccc${ST}${OSC}11;rgb:0000/1111/2222${ST}`],
    ['the size in cells', `${CSI}18t`, `${CSI}8;5;20t`],
    ['the size in pixels', `${CSI}14t`, `${CSI}4;80;160t`],
    ['XTGETTCAP is refused', `${DCS}+q544e${ST}`, `${DCS}0+r${ST}`],
    ['the cursor', `ab${CSI}6n`, `${CSI}1;3R`],
    ['device attributes', `${CSI}c`, `${CSI}?1;2c`],
    ['synchronized output is known', `${CSI}?2026$p`, `${CSI}?2026;2$y`],
    ['the cursor style asked as a status string', `${DCS}$q q${ST}`, `${DCS}1$r2 q${ST}`],
    ['OSC 7501 states are welcome', `${OSC}7501;?${ST}`, `${OSC}7501;?${ST}`],
    ['the kitty keyboard stays unanswered', `${CSI}?u`, ''],
    ['the clipboard can not be read', `${OSC}52;c;?${ST}`, ''],
    ['a palette question stays unanswered', `${OSC}4;1;?${ST}`, ''],
  ];
  it.each(cases)('%s', (_, query, answer) => {
    const seen = start();
    seen.print(query);
    expect(seen.replies.join('')).toBe(answer);
  });

  it('gives all answers to one slice in one write, and not without end', () => {
    const seen = start();
    seen.print(`${CSI}5n`.repeat(5000));
    expect(seen.replies).toHaveLength(1);
    expect(seen.replies[0]!.length).toBeLessThanOrEqual(4096);
  });

  it('says nothing about colours that the person’s terminal did not tell', () => {
    const replies: string[] = [];
    const emulator = new Emulator({ cols: 9, rows: 2, scrollback: 0, onReply: (data) => replies.push(data), theme: () => null });
    emulator.parse(`${OSC}10;?${ST}`, 0);
    expect(replies).toEqual([]);
  });
});

describe('signals of an agent', () => {
  const cases: readonly (readonly [string, string, Signal | null])[] = [
    ['a title', `${OSC}2;fix login${BEL}`, { kind: 'title', text: 'fix login' }],
    ['a title with the icon', `${OSC}0;fix${ST}`, { kind: 'title', text: 'fix' }],
    ['an icon name alone is none', `${OSC}1;fix${ST}`, null],
    ['a title can not act on a terminal', `${OSC}2;a\u202eb\u200bc${ST}`, { kind: 'title', text: 'abc' }],
    ['a bell', BEL, { kind: 'notification', via: 'bell', text: '' }],
    ['a notification of iTerm2', `${OSC}9;needs you${BEL}`, { kind: 'notification', via: 'osc9', text: 'needs you' }],
    ['a progress bar of ConEmu is none', `${OSC}9;4;1;50${BEL}`, null],
    [
      'a notification of rxvt',
      `${OSC}777;notify;claude;needs you${BEL}`,
      { kind: 'notification', via: 'osc777', text: 'claude: needs you' },
    ],
    ['a notification of kitty', `${OSC}99;i=1:d=0;hello${ST}`, { kind: 'notification', via: 'osc99', text: 'hello' }],
    ['a notification of kitty in base64', `${OSC}99;i=1:e=1;aGk=${ST}`, { kind: 'notification', via: 'osc99', text: 'hi' }],
    ['a question of kitty is none', `${OSC}99;i=1:p=?;${ST}`, null],
    ['a state', `${OSC}7501;state=working${ST}`, { kind: 'osc7501', payload: 'state=working' }],
    ['a prompt', `${OSC}133;A${ST}`, { kind: 'prompt', mark: 'A', exitCode: null }],
    ['the end of a command', `${OSC}133;D;2${ST}`, { kind: 'prompt', mark: 'D', exitCode: 2 }],
    ['the clipboard is none', `${OSC}52;c;aGk=${ST}`, null],
  ];
  it.each(cases)('%s', (_, bytes, signal) => {
    const seen = start();
    seen.print(bytes);
    expect(seen.signals).toEqual(signal === null ? [] : [signal]);
  });

  it('come once for the same title, and again when it changes', () => {
    const seen = start();
    for (const title of ['a', 'a', 'b', 'a']) seen.print(`${OSC}2;${title}${BEL}`);
    expect(seen.signals.map((signal) => (signal.kind === 'title' ? signal.text : ''))).toEqual(['a', 'b', 'a']);
  });

  it('come in order and after the bytes were parsed, so that a listener may dispose the emulator', () => {
    const heard: string[] = [];
    const emulator: Emulator = new Emulator({
      cols: 9,
      rows: 2,
      scrollback: 0,
      onSignal: (signal) => {
        heard.push(signal.kind);
        emulator.dispose();
      },
    });
    emulator.parse(`${OSC}2;t${BEL}${OSC}7501;state=done${BEL}`, 0);
    emulator.parse(`${OSC}2;u${BEL}`, 0);
    emulator.dispose();
    expect(heard).toEqual(['title', 'osc7501']);
  });

  it('stay bounded: a title of a megabyte is dropped, one of a kilobyte cut', () => {
    const seen = start();
    seen.print(`${OSC}2;${'x'.repeat(1_000_000)}${BEL}`);
    expect(seen.signals).toEqual([]);
    seen.print(`${OSC}2;${'x'.repeat(1000)}${BEL}`);
    expect(seen.signals).toEqual([{ kind: 'title', text: `${'x'.repeat(199)}…` }]);
  });
});

describe('modes and cursor', () => {
  it('are those the agent set', () => {
    const seen = start();
    expect(seen.emulator.modes).toEqual({
      applicationCursor: false,
      applicationKeypad: false,
      bracketedPaste: false,
      mouseTracking: 'none',
      mouseEncoding: 'default',
      focusReports: false,
      alternateScreen: false,
      cursorVisible: true,
      cursorShape: 0,
      synchronized: false,
    });
    seen.print(`${CSI}?1h${ESC}=${CSI}?2004h${CSI}?1002h${CSI}?1006h${CSI}?1004h${CSI}?1049h${CSI}?25l${CSI}5 q${CSI}?2026h`);
    expect(seen.emulator.modes).toEqual({
      applicationCursor: true,
      applicationKeypad: true,
      bracketedPaste: true,
      mouseTracking: 'drag',
      mouseEncoding: 'sgr',
      focusReports: true,
      alternateScreen: true,
      cursorVisible: false,
      cursorShape: 5,
      synchronized: true,
    });
  });

  it('keep the cursor inside the screen when a wrap is pending', () => {
    const seen = start({ cols: 4 });
    seen.print('abcd');
    expect(seen.emulator.cursor).toMatchObject({ x: 3, y: 0 });
  });
});

describe('an agent’s own synchronized update', () => {
  it('holds its pane until it ends', () => {
    const { emulator } = start();
    emulator.parse(`${CSI}?2026h`, 1000);
    expect(emulator.isHeld(1000)).toBe(true);
    emulator.parse(`x${CSI}?2026l`, 1010);
    expect(emulator.isHeld(1010)).toBe(false);
    expect(emulator.heldUntil).toBeNull();
  });

  it('holds it no longer than 150 ms, however often the agent prints', () => {
    const { emulator } = start();
    emulator.parse(`${CSI}?2026h`, 1000);
    emulator.parse('more', 1100);
    expect(emulator.heldUntil).toBe(1000 + MAX_HOLD_MS);
    expect(emulator.isHeld(1149)).toBe(true);
    expect(emulator.isHeld(1150)).toBe(false);
  });
});

describe('scrollback', () => {
  it('keeps a view that is scrolled to a line in place while the agent prints on', () => {
    const seen = start({ rows: 3, scrollback: 100 });
    for (let i = 0; i < 10; i += 1) seen.print(`line ${i}\r\n`);
    const top = seen.emulator.liveTop - 4;
    const before = [0, 1, 2].map((y) => seen.line(y, top));
    for (let i = 10; i < 30; i += 1) seen.print(`line ${i}\r\n`);
    expect(before).toEqual(['line 4', 'line 5', 'line 6']);
    expect([0, 1, 2].map((y) => seen.line(y, top))).toEqual(before);
  });

  it('shows the oldest lines when those of the view are gone', () => {
    const seen = start({ rows: 3, scrollback: 5 });
    for (let i = 0; i < 50; i += 1) seen.print(`line ${i}\r\n`);
    expect(seen.line(0, 0)).toBe(seen.line(0, seen.emulator.oldestTop));
    expect(seen.emulator.liveTop - seen.emulator.oldestTop).toBe(5);
  });

  it('counts on after a full reset', () => {
    const seen = start({ rows: 3, scrollback: 5 });
    for (let i = 0; i < 50; i += 1) seen.print(`line ${i}\r\n`);
    const before = seen.emulator.liveTop;
    seen.print(`${ESC}c`);
    expect(seen.emulator.liveTop).toBeGreaterThan(before);
    for (let i = 0; i < 4; i += 1) seen.print(`new ${i}\r\n`);
    expect(seen.line(0, seen.emulator.oldestTop)).toBe('new 0');
  });

  it('is none on the alternate screen', () => {
    const seen = start({ rows: 3 });
    for (let i = 0; i < 9; i += 1) seen.print(`line ${i}\r\n`);
    seen.print(`${CSI}?1049h${CSI}Halt`);
    expect(seen.emulator.oldestTop).toBe(seen.emulator.liveTop);
    expect(seen.line(0, 0)).toBe('alt');
    expect(seen.emulator.restores).toBe(0);
    seen.print(`${CSI}?1049l`);
    expect(seen.emulator.restores).toBe(1);
  });
});

describe('hostile output', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['two billion inserted lines', `${CSI}2147483647L`],
    ['two billion deleted lines', `${CSI}2147483647M`],
    ['two billion scrolled lines', `${CSI}2147483647S${CSI}2147483647T`],
    ['two billion tabs', `${CSI}2147483647I${CSI}2147483647Z`],
    ['a character repeated two billion times', `x${CSI}2147483647b`],
    ['erasing up to the last cell, which throws in the emulator', `${CSI}5;20Hx${CSI}1J`],
    ['the same, selectively', `${CSI}5;20Hx${CSI}?1J`],
    ['an OSC that never ends, then cancelled', `${OSC}2;${'x'.repeat(100_000)}${CSI}`],
    ['an OSC of an unknown kind that never ends', `${OSC}31337;${'x'.repeat(100_000)}${ESC}\\`],
    ['a DCS that never ends', `${DCS}+q${'x'.repeat(100_000)}${ESC}\\`],
    ['a megabyte without a line break', 'x'.repeat(1_000_000)],
    ['a million marks on one letter', `a${'\u0301'.repeat(300_000)}`],
    ['bytes that are no UTF-8', '\u0000\u0001\u009b\ufffd'],
  ];
  it.each(cases)('%s does no harm: what follows is shown', (_, bytes) => {
    const seen = start();
    seen.print(bytes);
    seen.print(`${ESC}c${CSI}2Hstill here${CSI}6n`);
    expect(seen.line(1)).toBe('still here');
    expect(seen.replies.join('')).toContain(`${CSI}2;11R`);
  });

  it('random bytes in random chunks never throw nor stop the emulator', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const pieces = [
      ESC,
      CSI,
      OSC,
      DCS,
      '?',
      ';',
      '1',
      '9',
      '99',
      'h',
      'l',
      'm',
      'J',
      'K',
      'H',
      'r',
      'L',
      'M',
      'S',
      '\n',
      '\r',
      '漢',
      'é',
      'x',
      BEL,
      't',
      '@',
      'P',
    ];
    const seen = start({ rows: 4, cols: 7 });
    for (let i = 0; i < 20_000; i += 1) {
      const text = Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]!).join('');
      seen.print(text);
      if (random(500) === 0) seen.emulator.resize(2 + random(12), 1 + random(8));
    }
    seen.emulator.resize(20, 4);
    seen.print(`${ST}${ESC}c${CSI}Hok`);
    expect(seen.line(0)).toBe('ok');
  });
});

describe('which rows have changed', () => {
  it('tells them apart, so that an echo costs one row', () => {
    const { emulator, print } = start({ cols: 10, rows: 6 });
    print('one\r\ntwo\r\nthree\r\n');
    print(`${CSI}5;1H`);
    const before = emulator.changes;
    print('x');
    expect([0, 1, 2, 3, 4, 5].filter((y) => emulator.hasChangedSince(y, before))).toEqual([3, 4]);
    expect(emulator.hasChangedSince(4, emulator.changes)).toBe(false);
  });

  it('counts every row after another size, also those that are gone', () => {
    const { emulator, print } = start({ cols: 10, rows: 6 });
    print('one');
    const before = emulator.changes;
    emulator.resize(10, 3);
    expect([0, 2, 3, 5].every((y) => emulator.hasChangedSince(y, before))).toBe(true);
    const after = emulator.changes;
    print('x');
    expect([1, 2, 3, 5].some((y) => emulator.hasChangedSince(y, after))).toBe(false);
  });
});
