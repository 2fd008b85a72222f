// A machine with a worker on it: a home of its own, a clone of the owner's repository, and if wanted a network namespace that can be cut off.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSandbox, type Sandbox } from './sandbox.js';
import { DEADLINE_MS } from './wait-for.js';

export const SECRET = { ORCH_CLUSTER_SECRET: 'the same on every machine of a test' };

export interface MachineOrder {
  readonly name: string;
  /** Repository that its own is a clone of. */
  readonly of: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command, such as `ip netns exec far`. */
  readonly inside?: readonly string[];
}

export class WorkerMachine {
  said = '';
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly #inside: readonly string[];
  #child: ChildProcess | null = null;
  #ended: Promise<number | null> = Promise.resolve(null);
  #looks = new Set<() => void>();

  private constructor(name: string, sandbox: Sandbox, inside: readonly string[]) {
    this.name = name;
    this.sandbox = sandbox;
    this.#inside = inside;
  }

  static async make({ name, of, env = {}, inside = [] }: MachineOrder): Promise<WorkerMachine> {
    const sandbox = await makeSandbox({ env: { ...SECRET, ...env } });
    await rm(sandbox.repo, { recursive: true });
    execFileSync('git', ['clone', '--quiet', of, sandbox.repo], { env: sandbox.env });
    // What has no remote of its own sends its work as bundles.
    execFileSync('git', ['-C', sandbox.repo, 'remote', 'remove', 'origin'], { env: sandbox.env });
    return new WorkerMachine(name, sandbox, inside);
  }

  /** Resolves when it takes tasks. What one before it has said is forgotten. */
  async start(args: readonly string[]): Promise<void> {
    this.said = '';
    const [program = '', ...words] = [...this.#inside, ...this.sandbox.argv(['worker', '--name', this.name, ...args])];
    const child = spawn(program, words, { cwd: this.sandbox.repo, env: { ...this.sandbox.env }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said += text;
      for (const look of this.#looks) look();
    });
    this.#ended = new Promise((resolve) => child.on('close', resolve));
    await this.until(`${this.name} takes up to`);
  }

  /** Resolves when it has said this. */
  until(words: string, deadlineMs = DEADLINE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (end: () => void) => {
        clearTimeout(deadline);
        this.#looks.delete(look);
        end();
      };
      const look = () => {
        if (this.said.includes(words)) done(resolve);
      };
      const deadline = setTimeout(
        () => done(() => reject(new Error(`${this.name} has not said "${words}" in ${deadlineMs} ms, but:\n${this.said}`))),
        deadlineMs,
      );
      this.#looks.add(look);
      look();
    });
  }

  signal(signal: NodeJS.Signals): void {
    // `ip netns exec` becomes the command itself.
    this.#child?.kill(signal);
  }

  get ended(): Promise<number | null> {
    return this.#ended;
  }

  /** The clone that it works in. */
  get clone(): string {
    const folder = join(this.sandbox.env.XDG_STATE_HOME ?? '', 'orch-tui/workers');
    return join(folder, readdirSync(folder)[0] ?? '', 'repo');
  }

  /** As when its power fails: its agents and their host end with the worker. */
  async fails(): Promise<void> {
    for (let left = this.sandbox.processes(); left.length > 0; left = this.sandbox.processes()) {
      for (const { pid } of left) killNow(pid);
      await this.#ended;
    }
  }

  async end(): Promise<void> {
    this.signal('SIGKILL');
    await this.#ended;
    if (existsSync(join(this.sandbox.env.XDG_STATE_HOME ?? '', 'orch-tui/workers')))
      await this.sandbox.cli(['host', '--stop'], { cwd: this.clone });
    await this.sandbox.end();
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended between the look and the signal.
  }
}
