// A world of its own for one end-to-end story: home, state, runtime folder, git identity, a repository, fake agent CLIs. Ends with nothing left running.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { binary, root } from './checkout.js';
import { markedProcesses, untilGone } from './marked-processes.js';
import { Terminal, type TerminalOrder } from './terminal.js';

export interface SandboxOrder {
  /** Files of the first commit, path to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Added to the sandbox's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it had to be ended at the deadline. */
  readonly exitCode: number | null;
  /** Standard output as JSON; throws with both streams when it is none. */
  json<T>(): T;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly deadlineMs?: number;
}

export type OpenOptions = Partial<Pick<TerminalOrder, 'cols' | 'rows' | 'answers' | 'cwd'>> & {
  readonly env?: Readonly<Record<string, string>>;
};

/** `folder` is short (a socket's path may have 107 bytes). Call `end()` in every case. */
export async function makeSandbox({ files = { 'README.md': 'A widget.\n' }, env = {} }: SandboxOrder = {}): Promise<Sandbox> {
  const folder = await mkdtemp(join(process.platform === 'darwin' ? '/tmp' : tmpdir(), 'ot-'));
  const sandbox = new Sandbox(folder, env);
  const { HOME, XDG_RUNTIME_DIR, XDG_STATE_HOME, XDG_CONFIG_HOME } = sandbox.env as Record<string, string>;
  for (const path of [HOME, XDG_STATE_HOME, XDG_CONFIG_HOME, sandbox.repo, join(folder, 'bin')] as string[])
    await mkdir(path, { recursive: true });
  await mkdir(XDG_RUNTIME_DIR as string, { mode: 0o700 });
  // Node by a link, so that agent CLIs installed beside it are not found.
  await symlink(process.execPath, join(folder, 'bin/node'));
  await writeFile(
    join(HOME as string, '.gitconfig'),
    '[user]\n\tname = Pat Person\n\temail = pat@example.org\n[init]\n\tdefaultBranch = main\n',
  );
  await sandbox.git('init', '--quiet');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(sandbox.repo, path)), { recursive: true });
    await writeFile(join(sandbox.repo, path), text);
  }
  await sandbox.git('add', '--all');
  await sandbox.git('commit', '--quiet', '--allow-empty', '--message', 'First');
  return sandbox;
}

export class Sandbox {
  /** The repository, called `widget`. */
  readonly repo: string;
  readonly env: Readonly<Record<string, string>>;
  readonly #marker = `ORCH_SANDBOX=${randomUUID()}`;
  readonly #terminals: Terminal[] = [];
  #mayRunHost = false;

  constructor(
    readonly folder: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.repo = join(folder, 'widget');
    const [key, value] = this.#marker.split('=') as [string, string];
    // Nothing is inherited: neither keys nor tokens of the person who runs the tests.
    this.env = {
      HOME: join(folder, 'h'),
      XDG_STATE_HOME: join(folder, 's'),
      XDG_CONFIG_HOME: join(folder, 'c'),
      XDG_RUNTIME_DIR: join(folder, 'r'),
      PATH: [join(root, 'tests/fixtures/clis'), join(folder, 'bin'), '/usr/bin', '/bin'].join(':'),
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      // Ink takes any CI for a pipe.
      CI: 'false',
      GIT_CONFIG_NOSYSTEM: '1',
      [key]: value,
      ...env,
    };
  }

  /** Runs git in the repository; rejects with its message when it fails. */
  async git(...args: readonly string[]): Promise<string> {
    const result = await run(['git', ...args], { cwd: this.repo, env: this.env });
    if (result.exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
    return result.stdout;
  }

  /** The built binary with these arguments, for those who start it by themselves; from then on `end` stops a host. */
  argv(args: readonly string[]): readonly string[] {
    this.#mayRunHost = true;
    return [process.execPath, binary, ...args];
  }

  /** Runs the built binary to its end, in the repository. */
  cli(args: readonly string[], { cwd = this.repo, env = {}, ...rest }: CliOptions = {}): Promise<CliResult> {
    return run(this.argv(args), { cwd, env: { ...this.env, ...env }, ...rest });
  }

  /** Opens the built binary in a terminal, 120x40 unless told, in the repository. */
  open(args: readonly string[] = [], options: OpenOptions = {}): Terminal {
    return this.openCommand(this.argv(args), options);
  }

  /** As `open`, any command. */
  openCommand(argv: readonly string[], { cols = 120, rows = 40, cwd = this.repo, env = {}, answers }: OpenOptions = {}): Terminal {
    const terminal = new Terminal({ argv, cols, rows, cwd, env: { ...this.env, ...env }, ...(answers === undefined ? {} : { answers }) });
    this.#terminals.push(terminal);
    return terminal;
  }

  /** Closes terminals, stops the host, removes the folder; then fails if a process of this sandbox had to be killed. */
  async end({ graceMs = 10_000 }: { readonly graceMs?: number } = {}): Promise<void> {
    await Promise.all(this.#terminals.map((terminal) => terminal.dispose()));
    const stopped = this.#mayRunHost ? await this.cli(['host', '--stop']) : null;
    const left = await untilGone(this.#marker, graceMs);
    for (const { pid } of left) endNow(pid);
    await untilGone(this.#marker, graceMs);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    const said = stopped === null ? '' : `host --stop gave ${stopped.exitCode}: ${stopped.stdout}${stopped.stderr}`;
    const names = left.map(({ pid, command }) => `${pid} ${command}`).join('\n');
    if (left.length > 0) throw new Error(`processes were left behind:\n${names}\n${said}`);
    if (stopped !== null && stopped.exitCode !== 0) throw new Error(said);
  }

  /** Those that still run when nothing of this sandbox should. */
  leftAfter(graceMs = 10_000) {
    return untilGone(this.#marker, graceMs);
  }

  /** Processes of this sandbox that run now. */
  processes() {
    return markedProcesses(this.#marker);
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal.
  }
}

interface RunOptions extends CliOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

function run(argv: readonly string[], { cwd, env, input = '', deadlineMs = 60_000 }: RunOptions): Promise<CliResult> {
  return new Promise((resolve) => {
    const options = { cwd, env, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 } as const;
    const child = execFile(argv[0] as string, argv.slice(1), options, (_error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: child.exitCode, json: () => parse(argv, stdout, stderr) });
    });
    // A program that ends without reading its input closes the pipe: not this rig's concern.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

function parse<T>(argv: readonly string[], stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`no JSON from ${argv.slice(1).join(' ')}:\n${stdout}\n${stderr}`);
  }
}
