// One sitting of the built-in agent: its loop, and between two runs of it the person. Knows who is told what, and with which exit code it ends.
import { type LoopEnd, type LoopOrder, runLoop } from '../../core/agent/agent-loop.js';
import { STOPS } from '../../core/model/builtin-settings.js';
import { errorLine, type OrchError } from '../../core/model/error.js';
import type { AgentScreen } from './screen.js';
import type { ToldHost } from './told-host.js';

export interface SessionOrder extends Omit<LoopOrder, 'inbox' | 'signal' | 'mode'> {
  readonly prompt: string;
  /** It ends when its task does. */
  readonly once: boolean;
  readonly screen: AgentScreen;
  readonly told: ToldHost;
}

/** The contract of the command line: done, failed, a limit, left by a person. */
const DONE = 0;
const FAILED = 1;
const LIMIT = 5;
const LEFT = 130;

export class Session {
  readonly #order: SessionOrder;
  readonly #inbox: string[] = [];
  #run: AbortController | null = null;
  #wake: (() => void) | null = null;
  #endsWith: number | null = null;
  #failure: OrchError | null = null;

  constructor(order: SessionOrder) {
    this.#order = order;
    if (order.prompt !== '') this.#inbox.push(order.prompt);
  }

  /** What it failed by, once it has ended by that. */
  get failure(): OrchError | null {
    return this.#failure;
  }

  /** A line of the person: taken up before the next request. */
  writes(text: string): void {
    this.#inbox.push(text);
    this.#order.screen.print(`> ${text}`, 'bold');
    this.#wake?.();
  }

  interrupt(): void {
    if (this.#run === null) this.#order.screen.print('Press Ctrl-C twice to end it, or write what to do.', 'dim');
    this.#run?.abort();
  }

  /** Everything is broken off; where nothing is under way, and a person talks with it, they just leave. */
  end(exitCode: number = this.#order.once || this.#run !== null ? LEFT : DONE): void {
    this.#endsWith ??= exitCode;
    this.#run?.abort();
    this.#wake?.();
  }

  /** Resolves with the exit code. */
  async last(): Promise<number> {
    const { once, screen, told } = this.#order;
    let { conversation } = this.#order;
    // Nothing to do yet, or nothing more: somebody has opened it to talk.
    if (this.#inbox.length === 0 && (conversation.messages.length === 0 || conversation.isFinished)) {
      told.idle();
      await this.#line();
    }
    while (this.#endsWith === null) {
      const run = new AbortController();
      this.#run = run;
      told.working();
      screen.title('works');
      const mode = once ? 'task' : 'talk';
      const ran = await runLoop({ ...this.#order, mode, conversation, inbox: () => this.#inbox.splice(0), signal: run.signal });
      this.#run = null;
      conversation = ran.conversation;
      if (this.#endsWith !== null) break;
      const code = this.#tell(ran.end);
      if (code !== null && once && this.#inbox.length === 0) return this.#sum(ran.end, code);
      if (ran.end.kind === 'interrupted') told.interrupted();
      else told.idle();
      screen.title('waits for you');
      await this.#line();
    }
    return this.#endsWith ?? LEFT;
  }

  /** The exit code of this end, where it is one. */
  #tell(end: LoopEnd): number | null {
    const { screen } = this.#order;
    switch (end.kind) {
      case 'rests':
        return null;
      case 'interrupted':
        screen.print('Interrupted. Write what to do.', 'dim');
        return null;
      case 'finished':
        screen.print(end.summary, end.outcome === 'done' ? 'green' : 'red');
        return end.outcome === 'done' ? DONE : FAILED;
      case 'limit':
        screen.print(`${STOPS}${end.said}.`, 'red');
        return LIMIT;
      case 'failed':
        screen.print(`${STOPS}${errorLine(end.error)}`, 'red');
        return FAILED;
    }
  }

  #sum(end: LoopEnd, code: number): number {
    const { screen } = this.#order;
    if (end.kind === 'failed') this.#failure = end.error;
    screen.title(end.kind === 'finished' && end.outcome === 'done' ? 'done' : 'failed');
    return code;
  }

  /** Until a line is there, or it ends. Without a terminal nobody can write one. */
  #line(): Promise<void> {
    if (!this.#order.screen.isTerminal) this.end(DONE);
    if (this.#inbox.length > 0 || this.#endsWith !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }
}
