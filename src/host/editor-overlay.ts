// $EDITOR over a client's whole screen: a PTY and an emulator of its own, shown instead of everything else until it ends.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { split } from 'shlex';
import { encode } from '../core/input/encode.js';
import { fail, ok, type Result } from '../core/model/error.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Token } from '../core/model/token.js';
import type { PtySpawner } from '../core/ports.js';
import { Emulator } from '../core/screen/emulator.js';

/** As long as a task text may be. */
const MAX_TEXT_BYTES = 200 * 1024;

export interface Overlay {
  readonly emulator: Emulator;
  type(token: Token): void;
  resize(size: TerminalSize): void;
}

export interface EditorOrder {
  readonly text: string;
  readonly size: TerminalSize;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of ours for the file being edited (0700). */
  readonly temporary: string;
  readonly spawner: PtySpawner;
  readonly onChange: () => void;
}

/** `saved` is the text after the editor ended well; null when it failed or the text grew too long. */
export async function openEditor(
  order: EditorOrder,
): Promise<Result<{ readonly overlay: Overlay; readonly saved: Promise<string | null> }>> {
  const { env, size, spawner, onChange } = order;
  const words = wordsOf(env.VISUAL || env.EDITOR || 'vi');
  if (words === null)
    return fail({ kind: 'usage', tried: 'open $EDITOR', said: 'its words can not be read', next: 'Set EDITOR to a command' });
  const folder = await mkdtemp(join(order.temporary, 'edit-'));
  const file = join(folder, 'task.md');
  await writeFile(file, order.text, { mode: 0o600 });
  const pty = spawner.spawn({ argv: [words[0], ...words.slice(1), file], cwd: folder, env, ...size });
  if (!pty.ok) {
    await rm(folder, { recursive: true, force: true });
    return pty;
  }
  const emulator = new Emulator({ ...size, scrollback: 0, onReply: (data) => pty.value.write(data) });
  pty.value.onData((chunk) => {
    emulator.parse(chunk, Date.now());
    onChange();
  });
  const saved = new Promise<string | null>((resolve) => {
    pty.value.onExit(({ exitCode }) => {
      pty.value.dispose();
      emulator.dispose();
      const reading = exitCode === 0 ? readFile(file, 'utf8') : Promise.resolve(null);
      void reading
        .catch(() => null) // The editor may have removed the file: nothing was saved.
        .then(async (text) => {
          await rm(folder, { recursive: true, force: true });
          resolve(text === null || Buffer.byteLength(text) > MAX_TEXT_BYTES ? null : text.replace(/\n$/, ''));
        });
    });
  });
  const overlay: Overlay = {
    emulator,
    type: (token) =>
      pty.value.write(encode({ token, modes: emulator.modes, pane: { x: 0, y: 0, cols: emulator.cols, rows: emulator.rows } })),
    resize({ cols, rows }) {
      emulator.resize(cols, rows);
      pty.value.resize(cols, rows);
    },
  };
  return ok({ overlay, saved });
}

function wordsOf(command: string): [string, ...string[]] | null {
  try {
    const [program, ...args] = split(command);
    return program === undefined ? null : [program, ...args];
  } catch {
    return null; // An unclosed quote.
  }
}
