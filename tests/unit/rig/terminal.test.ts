// The rig of the end-to-end tests, tried with programs that every machine has.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modernAnswers } from '../../helpers/answering-emulator.js';
import { makeSandbox, type Sandbox } from '../../helpers/sandbox.js';
import { everythingRestored } from '../../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

const sh = (script: string) => ['/bin/sh', '-c', script];

describe('a terminal', () => {
  test('shows what is typed and what is printed, with the cursor behind it', async () => {
    const terminal = sandbox.openCommand(['cat'], { cols: 40, rows: 5 });
    terminal.type('grüße');
    await terminal.until('the echo is shown', (screen) => screen.row(0) === 'grüße');
    expect(terminal.screen.cursor).toEqual({ row: 0, col: 5, isVisible: true });
    terminal.press('enter');
    await terminal.until('cat repeats it', (screen) => screen.row(1) === 'grüße');
  });

  test('tells the exit code, and that a well-behaved program restored everything', async () => {
    const terminal = sandbox.openCommand(
      sh('printf "\\033[?1049h\\033[?25l\\033[?2004h"; stty raw -echo; stty sane; printf "\\033[?2004l\\033[?25h\\033[?1049l"; exit 3'),
    );
    expect(await terminal.exit).toEqual({ exitCode: 3 });
    expect(terminal.restored()).toEqual(everythingRestored);
  });

  test('names each thing that a careless program left behind', async () => {
    const terminal = sandbox.openCommand(
      sh('stty raw -echo; printf "\\033[?1049h\\033[?25l\\033[?2004h\\033[?1000;1006h\\033[?1004h\\033[?7l\\033[?2026h"'),
    );
    await terminal.exit;
    expect(terminal.restored()).toEqual({
      ...everythingRestored,
      alternateScreenLeft: false,
      cursorVisible: false,
      bracketedPasteOff: false,
      mouseOff: false,
      focusReportsOff: false,
      syncClosed: false,
      wrapOn: false,
      rawModeOff: false,
      echoOn: false,
    });
  });

  test.each([
    ['enter', '015'],
    ['ctrl-q', '021'],
    ['escape', '033'],
    ['up', '033 133 101'],
    ['alt-x', '033 170'],
    ['shift-tab', '033 133 132'],
  ])('presses %s', async (key, octal) => {
    const terminal = sandbox.openCommand(sh('stty raw -echo; printf "go\\r\\n"; dd bs=16 count=1 2>/dev/null | od -An -to1'));
    await terminal.until('it listens', (screen) => screen.includes('go'));
    terminal.press(key);
    await terminal.until(`the bytes of ${key} are shown`, (screen) => screen.row(1).trim() === octal);
  });

  test('presses arrows as the program asked for them', async () => {
    const terminal = sandbox.openCommand(sh('stty raw -echo; printf "\\033[?1hgo\\r\\n"; dd bs=16 count=1 2>/dev/null | od -An -c'));
    await terminal.until('it listens', (screen) => screen.includes('go'));
    terminal.press('up');
    await terminal.until('application cursor bytes are shown', (screen) => screen.row(1).replace(/ +/g, ' ').trim() === '033 O A');
  });

  test('pastes in brackets only where they were asked for', async () => {
    const script = (mode: string) => sh(`stty raw -echo; printf "${mode}go\\r\\n"; dd bs=64 count=1 2>/dev/null | od -An -c -w64`);
    for (const [mode, expected] of [
      ['', 'a \\r b'],
      ['\\033[?2004h', '033 [ 2 0 0 ~ a \\r b 033 [ 2 0 1 ~'],
    ] as const) {
      const terminal = sandbox.openCommand(script(mode), { cols: 200 });
      await terminal.until('it listens', (screen) => screen.includes('go'));
      terminal.paste('a\nb');
      await terminal.until('the paste is shown', (screen) => screen.row(1).replace(/ +/g, ' ').trim() === expected);
    }
  });

  test.each([
    ['a modern one answers', modernAnswers, 'answered'],
    ['a mute one is silent', 'mute', 'silence'],
  ] as const)('to a cursor query %s', async (_name, answers, expected) => {
    const ask =
      'stty raw -echo min 0 time 5; printf "\\033[6n"; got=$(dd bs=16 count=1 2>/dev/null); printf "\\r\\n"; test -n "$got" && echo answered || echo silence';
    const terminal = sandbox.openCommand(sh(ask), { answers });
    await terminal.until('the verdict is shown', (screen) => screen.includes(expected));
  });

  test('answers colours and modes as told', async () => {
    const ask = "stty raw -echo min 30 time 10; printf '\\033]11;?\\033\\\\\\033[?2026$p'; dd bs=200 count=1 2>/dev/null | od -An -c -w200";
    const terminal = sandbox.openCommand(sh(ask), { cols: 200 });
    await terminal.until('both answers came', (screen) => {
      const bytes = screen.text().replace(/ /g, '');
      return bytes.includes('11;rgb:1e1e/1e1e/1e1e') && bytes.includes('[?2026;2$y');
    });
  });

  test('a failed wait says what it waited for and shows the last screen', async () => {
    const terminal = sandbox.openCommand(sh('echo only this; cat'));
    await terminal.until('it speaks', (screen) => screen.includes('only this'));
    await expect(terminal.until('pigs fly', () => false, 10)).rejects.toThrow(/until pigs fly.*only this/s);
  });

  test('a wait on a program that ends fails at once, with its exit code', async () => {
    const terminal = sandbox.openCommand(sh('exit 7'));
    await expect(terminal.until('it speaks', (screen) => screen.includes('word'))).rejects.toThrow(/ended \(exit code 7\) until it speaks/);
    await expect(terminal.until('it speaks now', () => false)).rejects.toThrow(/ended \(exit code 7\)/);
  });

  test('never shows half a synchronized frame to a wait', async () => {
    // The answer to the cursor query comes when the first half is parsed, so there are two looks.
    const read = 'dd bs=64 count=1 >/dev/null 2>&1';
    const script = `stty raw -echo; printf go; ${read}; printf "\\033[?2026h half\\033[6n"; ${read}; printf " whole\\033[?2026l"; cat`;
    const terminal = sandbox.openCommand(sh(script));
    await terminal.until('it listens', (screen) => screen.includes('go'));
    const seen = new Set<string>();
    const whole = terminal.until('the frame is whole', (screen) => {
      seen.add(screen.row(0));
      return screen.includes('whole');
    });
    terminal.press('enter');
    await whole;
    expect([...seen]).toEqual(['go', 'go half whole']);
  });

  test('a resize reaches the program', async () => {
    const terminal = sandbox.openCommand(sh('trap "stty size" WINCH; echo up; while :; do read _; done'), { cols: 80, rows: 10 });
    await terminal.until('it is up', (screen) => screen.includes('up'));
    terminal.resize(61, 7);
    await terminal.until('it says the new size', (screen) => screen.includes('7 61'));
  });

  test('hanging up ends a program that does not mind it, and its exit code stays unknown', async () => {
    const terminal = sandbox.openCommand(['cat']);
    terminal.type('x\r');
    await terminal.until('cat repeats it', (screen) => screen.row(1) === 'x');
    expect(terminal.pid).not.toBeNull();
    terminal.hangUp();
    expect(await terminal.exit).toEqual({ exitCode: null });
  });
});
