// $EDITOR over a client's whole screen: a PTY and an emulator of its own, shown instead of everything else until it ends.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { split } from 'shlex';
import { encode } from '../core/input/encode.js';
import { fail, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Token } from '../core/model/token.js';
import type { Clock, PtySpawner, Timer } from '../core/ports.js';
import { Emulator } from '../core/screen/emulator.js';

/** As long as a task text may be. */
const MAX_TEXT_BYTES = 200 * 1024;

export interface Overlay {
  readonly emulator: Emulator;
  type(token: Token): void;
  resize(size: TerminalSize): void;
  /** The editor's terminal goes, and what it was to write with it. Idempotent, also after its own end. */
  dispose(): void;
}

export interface EditorOrder {
  readonly text: string;
  readonly size: TerminalSize;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of ours for the file being edited (0700); made when missing. */
  readonly temporary: string;
  readonly spawner: PtySpawner;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** `saved` is the text after the editor ended well; null when it failed, the text grew too long, or the overlay was disposed. */
export async function openEditor(
  order: EditorOrder,
): Promise<Result<{ readonly overlay: Overlay; readonly saved: Promise<string | null> }>> {
  const { env, size, spawner } = order;
  const words = wordsOf(env.VISUAL || env.EDITOR || 'vi');
  if (words === null)
    return fail({ kind: 'usage', tried: 'open $EDITOR', said: 'its words can not be read', next: 'Set EDITOR to a command' });
  const file = await fileWith(order.text, order.temporary);
  if (!file.ok) return file;
  const folder = dirname(file.value);
  const pty = spawner.spawn({ argv: [words[0], ...words.slice(1), file.value], cwd: folder, env, ...size });
  if (!pty.ok) {
    await removed(folder);
    return pty;
  }
  const emulator = new Emulator({ ...size, scrollback: 0, onReply: (data) => pty.value.write(data) });
  const show = shownBy(emulator, order);
  pty.value.onData(show.chunk);
  let isOver = false;
  let tell: (text: string | null) => void = () => undefined;
  const saved = new Promise<string | null>((resolve) => {
    tell = resolve;
  });
  const end = async (reading: Promise<string | null>): Promise<void> => {
    if (isOver) return;
    isOver = true;
    show.dispose();
    pty.value.dispose();
    const text = await reading.catch(() => null); // The editor may have removed the file: nothing was saved.
    await removed(folder);
    // Shown until now: the screen takes it away with the text.
    emulator.dispose();
    tell(text === null || Buffer.byteLength(text) > MAX_TEXT_BYTES ? null : text.replace(/\n$/, ''));
  };
  pty.value.onExit(({ exitCode }) => void end(exitCode === 0 ? readFile(file.value, 'utf8') : Promise.resolve(null)));
  const overlay: Overlay = {
    emulator,
    type: (token) =>
      pty.value.write(encode({ token, modes: emulator.modes, pane: { x: 0, y: 0, cols: emulator.cols, rows: emulator.rows } })),
    resize({ cols, rows }) {
      if (isOver || (cols === emulator.cols && rows === emulator.rows)) return;
      emulator.resize(cols, rows);
      pty.value.resize(cols, rows);
    },
    dispose: () => void end(Promise.resolve(null)),
  };
  return ok({ overlay, saved });
}

/** Output as it comes; a redraw that the editor begins and never ends is shown as it stands, after as long as an agent's would be. */
function shownBy(emulator: Emulator, { clock, onChange }: EditorOrder): { chunk(chunk: Uint8Array): void; dispose(): void } {
  let held: Timer | null = null;
  return {
    chunk(chunk) {
      emulator.parse(chunk, clock.now());
      onChange();
      const { heldUntil } = emulator;
      if (heldUntil === null || held !== null) return;
      held = clock.after(Math.max(1, heldUntil - clock.now()), () => {
        held = null;
        onChange();
      });
    },
    dispose: () => held?.cancel(),
  };
}

async function fileWith(text: string, temporary: string): Promise<Result<string>> {
  try {
    await mkdir(temporary, { recursive: true, mode: 0o700 });
    const file = join(await mkdtemp(join(temporary, 'edit-')), 'task.md');
    await writeFile(file, text, { mode: 0o600 });
    return ok(file);
  } catch (error) {
    return fail({ kind: 'storage', tried: 'open $EDITOR', said: plainText(String(error), 300), next: `Make room in ${temporary}` });
  }
}

/** What can not be removed now goes with all temporary files when the next host starts. */
async function removed(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

function wordsOf(command: string): [string, ...string[]] | null {
  try {
    const [program, ...args] = split(command);
    return program === undefined ? null : [program, ...args];
  } catch {
    return null; // An unclosed quote.
  }
}
