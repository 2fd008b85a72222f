// One sitting with a remote agent at this terminal: its task, what it asks, and the person between. Ends with its exit code.
import { STOPS } from '../../core/model/builtin-settings.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { AgentScreen } from '../agent/screen.js';
import { HUNG_UP } from '../agent/seat.js';
import type { ToldHost } from '../agent/told-host.js';
import type { RemoteEnd, RemoteTask } from './remote-task.js';
import type { ReturnedFiles } from './returned-files.js';

export interface SittingOrder {
  readonly task: Pick<RemoteTask, 'send' | 'goOn' | 'add' | 'cancel' | 'isUnderWay'>;
  readonly prompt: string;
  readonly screen: Pick<AgentScreen, 'print' | 'title' | 'isTerminal'>;
  readonly told: Pick<ToldHost, 'working' | 'question' | 'answered' | 'interrupted' | 'idle'>;
  /** Files that came back, into the worktree. */
  readonly keep: () => Promise<ReturnedFiles>;
  /** What an error means, in words: it may quote the remote side. */
  readonly words: (error: unknown) => string;
}

const DONE = 0;
const FAILED = 1;
const LEFT = 130;
/** The remote side gets this long to let go of its task. */
const CANCEL_MS = 3000;

export class Sitting {
  readonly #order: SittingOrder;
  readonly #lines: string[] = [];
  #run: AbortController | null = null;
  #wake: (() => void) | null = null;
  #endsWith: number | null = null;

  constructor(order: SittingOrder) {
    this.#order = order;
  }

  /** A line of the person: an answer where one is waited for, else words for the task. */
  writes(text: string): void {
    const { screen, task, words } = this.#order;
    screen.print(`> ${text}`, 'bold');
    if (this.#run !== null && task.isUnderWay) {
      task.add(text).catch((error: unknown) => screen.print(`That was not taken: ${words(error)}`, 'red'));
      return;
    }
    this.#lines.push(text);
    this.#wake?.();
  }

  interrupt(): void {
    if (this.#run === null) this.#order.screen.print('Press Ctrl-C twice to end it, or write what to do.', 'dim');
    this.#run?.abort();
  }

  end(exitCode: number = LEFT): void {
    this.#endsWith ??= exitCode;
    this.#run?.abort();
    this.#wake?.();
  }

  /** Resolves with the exit code. Whoever ends it, nothing is left at work on the other side. */
  async last(): Promise<number> {
    const { task, prompt, told, screen } = this.#order;
    // One that is resumed looks first: its host's words to go on would be taken for the answer to what it asks.
    let how: 'send' | 'go on' = task.isUnderWay ? 'go on' : 'send';
    if (prompt !== '' && how === 'send') this.#lines.push(prompt);
    if (prompt === '' && how === 'send') await this.#line(() => told.idle());
    while (this.#endsWith === null) {
      const text = how === 'send' ? (this.#lines.shift() ?? '') : '';
      told.working();
      screen.title('works');
      const end = await this.#ran(text, how);
      how = 'send';
      if (this.#endsWith !== null) break;
      if (end === 'interrupted') await this.#line(() => told.interrupted());
      else if (end.kind === 'asks') await this.#ask(end.said);
      else return end.kind === 'done' ? this.#kept() : this.#failed(end.said);
    }
    // With the terminal its host is gone, and nobody has ended the work: it is gone on with where it is resumed.
    if (this.#endsWith !== HUNG_UP) await this.#letGo();
    return this.#endsWith ?? LEFT;
  }

  async #ran(text: string, how: 'send' | 'go on'): Promise<RemoteEnd | 'interrupted'> {
    const { task, screen, words } = this.#order;
    const run = new AbortController();
    this.#run = run;
    try {
      return how === 'send' ? await task.send(text, run.signal) : await task.goOn(run.signal);
    } catch (error) {
      if (!run.signal.aborted) return { kind: 'failed', said: words(error) };
      if (this.#endsWith === null) await this.#letGo();
      screen.print('Interrupted: its task was canceled. Write what to do.', 'dim');
      return 'interrupted';
    } finally {
      this.#run = null;
    }
  }

  async #ask(said: string): Promise<void> {
    const { screen, told } = this.#order;
    if (!screen.isTerminal) {
      screen.print(`${STOPS}it asks, and nobody can answer here.`, 'red');
      return this.end(FAILED);
    }
    screen.title('asks a question');
    await this.#line(() => told.question(plainText(said, 2000), { hasOptions: false }));
    told.answered();
  }

  async #kept(): Promise<number> {
    const { screen, keep } = this.#order;
    const { written, refused } = await keep();
    for (const name of written) screen.print(`wrote ${plainText(name, 300)}`, 'dim');
    for (const sentence of refused) screen.print(`not taken: ${sentence}`, 'red');
    screen.title('done');
    screen.print('Done.', 'green');
    return DONE;
  }

  #failed(said: string): number {
    const { screen } = this.#order;
    screen.title('failed');
    screen.print(`${STOPS}${plainLines(said, 2000)}`, 'red');
    return FAILED;
  }

  async #letGo(): Promise<void> {
    await this.#order.task.cancel(AbortSignal.timeout(CANCEL_MS));
  }

  /** Until a line is there, or it ends. Without a terminal nobody can write one. */
  async #line(tell: () => void): Promise<void> {
    if (!this.#order.screen.isTerminal) this.end(DONE);
    if (this.#lines.length > 0 || this.#endsWith !== null) return;
    const written = new Promise<void>((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
    tell();
    await written;
  }
}
