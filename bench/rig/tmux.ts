// A tmux server of our own: own socket, no configuration, ended at the end.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TmuxOrder {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

export class Tmux {
  readonly #socket = `orch-bench-${randomUUID().slice(0, 8)}`;

  constructor(private readonly order: TmuxOrder) {}

  /** Starts the server with one window that runs `argv`. */
  async start(argv: readonly string[]): Promise<void> {
    await this.#tmux('new-session', '-d', '-x', String(this.order.cols), '-y', String(this.order.rows), ...argv);
  }

  async openBehind(argv: readonly string[]): Promise<void> {
    await this.#tmux('new-window', '-d', ...argv);
  }

  /** A pane left of the shown one. */
  async splitLeft(cols: number, argv: readonly string[]): Promise<void> {
    await this.#tmux('split-window', '-h', '-b', '-d', '-l', String(cols), ...argv);
  }

  attachArgv(): readonly string[] {
    return ['tmux', ...this.#prefix(), 'attach-session'];
  }

  /** What a person types to begin: server, window and screen in one. */
  newSessionArgv(argv: readonly string[]): readonly string[] {
    return ['tmux', ...this.#prefix(), 'new-session', ...argv];
  }

  async serverPid(): Promise<number> {
    return Number(await this.#tmux('display-message', '-p', '#{pid}'));
  }

  async end(): Promise<void> {
    // Gone already, when its last window closed.
    await this.#tmux('kill-server').catch(() => {});
  }

  #prefix(): readonly string[] {
    return ['-L', this.#socket, '-f', '/dev/null'];
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', [...this.#prefix(), ...args], { cwd: this.order.cwd, env: { ...this.order.env } });
    return stdout.trim();
  }
}

export async function tmuxVersion(): Promise<string | null> {
  return run('tmux', ['-V']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
