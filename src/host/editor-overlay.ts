// $EDITOR over a client's whole screen: a PTY and an emulator of its own, shown instead of everything else until it ends.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeOfPath } from '../core/adapters/asked-path.js';
import { encode } from '../core/input/encode.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Token } from '../core/model/token.js';
import type { Clock, PtySpawner, Timer } from '../core/ports.js';
import { Emulator } from '../core/screen/emulator.js';
import { argumentsAt, editorWords } from './editor-words.js';

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
  order: EditorOrder & { readonly text: string },
): Promise<Result<{ readonly overlay: Overlay; readonly saved: Promise<string | null> }>> {
  const words = editorWords(commandOf(order.env));
  if (words === null) return fail(UNREADABLE);
  const file = await fileWith(order.text, order.temporary);
  if (!file.ok) return file;
  const folder = dirname(file.value);
  let tell: (text: string | null) => void = () => undefined;
  const saved = new Promise<string | null>((resolve) => {
    tell = resolve;
  });
  const opened = overlayOf(order, {
    argv: [words[0], ...words.slice(1), file.value],
    cwd: folder,
    onEnd: async (exitCode) => {
      // The editor may have removed the file: nothing was saved.
      const text = exitCode === 0 ? await readFile(file.value, 'utf8').catch(() => null) : null;
      await removed(folder);
      return () => tell(text === null || Buffer.byteLength(text) > MAX_TEXT_BYTES ? null : text.replace(/\n$/, ''));
    },
  });
  if (opened.ok) return ok({ overlay: opened.value, saved });
  await removed(folder);
  return opened;
}

/** $EDITOR on a real file of a worktree, at a line. `ended` resolves when it is left, however that came. */
export async function openFile(
  order: EditorOrder & { readonly worktree: string; readonly path: string; readonly line: number },
): Promise<Result<{ readonly overlay: Overlay; readonly ended: Promise<void> }>> {
  const { worktree, path, line } = order;
  const tried = `open ${plainText(path, 120)}`;
  const words = editorWords(commandOf(order.env));
  if (words === null) return fail(UNREADABLE);
  // An agent may have made a link in its worktree that leads to a file of the person.
  const { place, name } = await placeOfPath(worktree, path);
  if (place === 'outside') {
    return fail({ kind: 'usage', tried, said: 'it leads out of the worktree', next: 'Open it by hand if you trust it' });
  }
  const file = join(worktree, name);
  if (!(await isFile(file))) return fail({ kind: 'not-found', tried, said: 'it is no file any more', next: 'Read the diff again' });
  let tell: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const argv = [words[0], ...words.slice(1), ...argumentsAt(words[0], file, line)] as const;
  const opened = overlayOf(order, { argv, cwd: worktree, onEnd: async () => tell });
  return opened.ok ? ok({ overlay: opened.value, ended }) : opened;
}

const UNREADABLE: OrchError = { kind: 'usage', tried: 'open $EDITOR', said: 'its words can not be read', next: 'Set EDITOR to a command' };

function commandOf(env: EditorOrder['env']): string {
  return env.VISUAL || env.EDITOR || 'vi';
}

interface Program {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** Called once, when it has ended (null: or was disposed); what it gives is called when nothing of it is shown any more. */
  readonly onEnd: (exitCode: number | null) => Promise<() => void>;
}

function overlayOf(order: EditorOrder, { argv, cwd, onEnd }: Program): Result<Overlay> {
  const { env, size, spawner } = order;
  const pty = spawner.spawn({ argv, cwd, env, ...size });
  if (!pty.ok) return pty;
  const emulator = new Emulator({ ...size, scrollback: 0, onReply: (data) => pty.value.write(data) });
  const show = shownBy(emulator, order);
  pty.value.onData(show.chunk);
  let isOver = false;
  const end = async (exitCode: number | null): Promise<void> => {
    if (isOver) return;
    isOver = true;
    show.dispose();
    pty.value.dispose();
    const tell = await onEnd(exitCode);
    // Shown until now: the screen takes it away with the text.
    emulator.dispose();
    tell();
  };
  pty.value.onExit(({ exitCode }) => void end(exitCode));
  return ok({
    emulator,
    type: (token) =>
      pty.value.write(encode({ token, modes: emulator.modes, pane: { x: 0, y: 0, cols: emulator.cols, rows: emulator.rows } })),
    resize({ cols, rows }) {
      if (isOver || (cols === emulator.cols && rows === emulator.rows)) return;
      emulator.resize(cols, rows);
      pty.value.resize(cols, rows);
    },
    dispose: () => void end(null),
  });
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

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
