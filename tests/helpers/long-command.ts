// A command of the built binary that goes on by itself (`logs -f`, `status --watch`, `run --wait`): what it prints, and when.
import { type ChildProcess, spawn } from 'node:child_process';
import type { CliOptions, Sandbox } from './sandbox.js';
import { DEADLINE_MS } from './wait-for.js';

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class LongCommand {
  stdout = '';
  stderr = '';
  /** Resolves when it has ended and everything that it printed was read. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #name: string;
  #look: () => void = () => undefined;

  constructor(sandbox: Sandbox, args: readonly string[], { env = {} }: Pick<CliOptions, 'env'> = {}) {
    const [program = '', ...words] = sandbox.argv(args);
    this.#name = args.join(' ');
    this.#child = spawn(program, words, { cwd: sandbox.repo, env: { ...sandbox.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (exitCode, signal) => {
        resolve({ exitCode, signal });
        this.#look();
      });
    });
  }

  /** Resolves as soon as `holds` for what came on standard output. Fails at the deadline, or when it ends before. */
  until(what: string, holds: (stdout: string) => boolean, deadlineMs = DEADLINE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const told = () => `until ${what}. \`${this.#name}\` said:\n${this.stdout}\n${this.stderr}`;
      const deadline = setTimeout(() => reject(new Error(`Waited ${deadlineMs} ms in vain ${told()}`)), deadlineMs);
      this.#look = () => {
        const isOver = this.#child.exitCode !== null || this.#child.signalCode !== null;
        if (!holds(this.stdout) && !isOver) return;
        clearTimeout(deadline);
        this.#look = () => undefined;
        if (holds(this.stdout)) resolve();
        else reject(new Error(`It ended before: waited ${told()}`));
      };
      this.#look();
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
