// The fixture agents do what their names say: whatever is tested with them stands on this.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPtySpawner } from '../../../src/core/adapters/node-pty-spawner.js';
import type { PtySpawner } from '../../../src/core/ports.js';

let spawner: PtySpawner;
let cwd: string;
beforeAll(async () => {
  const created = await createPtySpawner();
  if (!created.ok) throw new Error(created.error.said);
  spawner = created.value;
  cwd = mkdtempSync(join(tmpdir(), 'agents-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

interface Step {
  /** Once this was printed ... */
  readonly after: string;
  /** ... this is typed, the size is changed, or the signal is sent. */
  readonly type?: string;
  readonly size?: readonly [number, number];
  readonly signal?: NodeJS.Signals;
}

/** Plays the steps in order and gives all that was printed and how it ended. */
async function play(name: string, args: readonly string[], steps: readonly Step[]) {
  const script = fileURLToPath(new URL(`../../fixtures/agents/${name}.mjs`, import.meta.url));
  const argv: [string, ...string[]] = [process.execPath, script, ...args];
  const spawned = spawner.spawn({ argv, cwd, cols: 80, rows: 24, env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color' } });
  if (!spawned.ok) throw new Error(spawned.error.said);
  const pty = spawned.value;
  const chunks: Uint8Array[] = [];
  const text = () => Buffer.concat(chunks).toString('utf8');
  const left = [...steps];
  // A flood is not searched again and again: only its end can hold what a step waits for.
  const end = () => Buffer.concat(chunks.slice(-200)).toString('utf8');
  pty.onData((chunk) => {
    chunks.push(chunk);
    while (left[0] !== undefined && end().includes(left[0].after)) {
      const { type, size, signal } = left.shift()!;
      if (type !== undefined) pty.write(type);
      if (size !== undefined) pty.resize(...size);
      if (signal !== undefined) process.kill(pty.pid, signal);
    }
  });
  const exit = await new Promise<{ exitCode: number | null; signal: string | null }>((resolve) => pty.onExit(resolve));
  return { text: text(), ...exit };
}

const ended = (exitCode: number | null, signal: string | null = null) => ({ exitCode, signal });

describe('each fixture agent does what it is named for', () => {
  it.each<[string, readonly string[], readonly Step[], RegExp, ReturnType<typeof ended>]>([
    [
      'echoes',
      [],
      [
        { after: 'READY', type: 'hello\n' },
        { after: 'got: hello', type: 'exit 3\n' },
      ],
      /got: hello/,
      ended(3),
    ],
    [
      'echoes',
      ['raw'],
      [
        { after: 'READY', type: 'é' },
        { after: 'é', type: '\u0004' },
      ],
      /READY\r\né$/,
      ended(0),
    ],
    ['floods', ['3000000', '5'], [], /FLOOD END/, ended(5)],
    ['splits-utf8', [], [], /héllo 日本 🤖 👩‍💻 .*✅\r\nSPLIT END/, ended(0)],
    ['queries-terminal', [], [{ after: '$p', type: '\u001b[?62c\u001b[1;1Rq' }], /\\u001b\[\?62c".*ANSWERED 2/s, ended(0)],
    [
      'uses-alternate-screen',
      [],
      [
        { after: 'press q', size: [90, 30] },
        { after: 'ALT 90x30', type: 'q' },
      ],
      /MAIN.*1049h.*1049lBACK/s,
      ended(0),
    ],
    [
      'reprints-on-resize',
      [],
      [
        { after: 'SIZE 80x24', size: [100, 40] },
        { after: 'SIZE 100x40', type: 'q' },
      ],
      /SIZE 100x40/,
      ended(0),
    ],
    [
      'takes-turns',
      ['turns.txt'],
      [
        { after: 'Shall I write the file?', type: 'hello\n' },
        { after: 'wrote hello', signal: 'SIGTERM' },
      ],
      /state=done.*state=working.*wrote hello/s,
      ended(null, 'SIGTERM'),
    ],
    [
      'ignores-sigterm',
      [],
      [
        { after: 'READY', signal: 'SIGTERM' },
        { after: 'NO', signal: 'SIGKILL' },
      ],
      /NO/,
      ended(null, 'SIGKILL'),
    ],
    [
      'ignores-sighup',
      [],
      [
        { after: 'READY', signal: 'SIGHUP' },
        { after: 'READY', signal: 'SIGTERM' },
      ],
      /READY/,
      ended(null, 'SIGTERM'),
    ],
    ['crashes', [], [], /about to crash/, ended(42)],
    ['crashes', ['SIGSEGV'], [], /about to crash/, ended(null, 'SIGSEGV')],
    ['asks-permission', [], [{ after: 'differently', type: 'y' }], /state=blocked.*ALLOWED.*state=done/s, ended(0)],
    ['asks-permission', [], [{ after: 'differently', type: '\u001b' }], /DENIED/, ended(1)],
    ['hostile-escapes', [], [{ after: 'STILL HERE', type: 'q' }], /\]52;c;.*STILL HERE/s, ended(0)],
    ['spinner', ['3'], [], /line 3 of the work.*SPUN/s, ended(0)],
    ['prints-slowly', ['1', '3'], [], /line 1\r\nline 2\r\nline 3/, ended(0)],
  ])('%s %j', async (name, args, steps, shows, end) => {
    const { text, ...exit } = await play(name, args, steps);
    expect(exit).toEqual(end);
    expect(text).toMatch(shows);
  });

  it('floods prints exactly as many bytes as it was told', async () => {
    const { text } = await play('floods', ['2000000'], []);
    // The terminal makes CR LF of each LF.
    expect(text.replaceAll('\r\n', '\n').length).toBe(2_000_000 + '\nFLOOD END\n'.length);
  });

  it('edits-and-exits leaves its task in a file', async () => {
    const { exitCode } = await play('edits-and-exits', ['notes.txt', '', 'Add a note'], []);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('Add a note\n');
  });
});
