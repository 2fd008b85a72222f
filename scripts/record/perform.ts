// One scene: starts the CLI as the program does, in a terminal that answers as the program's own, plays the steps, and gives the bytes up to each moment.
import type { Harness } from '../../src/core/harness/harness.js';
import { Emulator } from '../../src/core/screen/emulator.js';
import { screenText } from '../../src/core/screen/screen-text.js';
import { type RawPty, spawnPty } from '../../tests/helpers/raw-pty.js';
import type { Model } from '../../tests/real/model/server.js';
import { OFFERS } from './moments.js';
import { ESC, type Moment, type Scene, type Step } from './scene.js';

export interface Taken {
  readonly moment: Moment;
  readonly bytes: Buffer;
  readonly quietMs: number;
}

export interface Stage {
  readonly harness: Harness;
  readonly executable: string;
  /** A word of its command line that this release does not know. */
  readonly without: string | null;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  readonly model: Model;
}

/** opencode needs more than a minute for its first request where it finds no network and a loaded machine. */
const DEADLINE_MS = 180_000;
/** A screen that is never still for as long as a moment wants is taken as it is after this. */
const STILL_WITHIN_MS = 10_000;
const TICK_MS = 25;
const END_WITHIN_MS = 2000;

export class Performance {
  readonly #stage: Stage;
  readonly #pty: RawPty;
  readonly #emulator: Emulator;
  readonly #exit: Promise<void>;
  readonly #askedBefore: number;
  #chunks: Buffer[] = [];
  #lastAt = Date.now();

  constructor(stage: Stage, task: string) {
    this.#stage = stage;
    this.#askedBefore = stage.model.received.length;
    const { harness, executable, without, cwd, env, cols, rows } = stage;
    const conversation = harness.choosesConversation ? '11111111-2222-4333-8444-555555555555' : null;
    const [, ...words] = harness.start({ prompt: task, model: null, args: [], conversation }).argv;
    const args = words.filter((word) => word !== without);
    this.#pty = spawnPty({ argv: [executable, ...args], cwd, env, cols, rows });
    this.#emulator = new Emulator({ cols, rows, scrollback: 1000, onReply: (data) => this.#pty.write(data) });
    this.#pty.onData((chunk) => {
      this.#chunks.push(chunk);
      this.#lastAt = Date.now();
      this.#emulator.parse(chunk, this.#lastAt);
    });
    this.#exit = new Promise((resolve) => this.#pty.onExit(() => resolve()));
  }

  /** Gives each moment as it comes; throws with the screen when something does not come. */
  async *play(steps: Scene['steps']): AsyncGenerator<Taken> {
    for (const step of steps) {
      if (step.kind === 'moment') yield await this.#take(step.moment);
      else await this.#do(step);
    }
  }

  async end(): Promise<void> {
    this.#pty.hangUp();
    // gemini outlives its terminal.
    const deadline = setTimeout(() => endGroup(this.#pty.pid), END_WITHIN_MS);
    await this.#exit;
    clearTimeout(deadline);
    this.#emulator.dispose();
  }

  async #do(step: Exclude<Step, { kind: 'moment' }>): Promise<void> {
    switch (step.kind) {
      case 'shows':
        return this.#until(String(step.pattern), () => step.pattern.test(screenText(this.#emulator)));
      case 'gone':
        return this.#until(`the end of ${step.pattern}`, () => !step.pattern.test(screenText(this.#emulator)));
      case 'asked':
        return this.#until('the model is asked', () => this.#stage.model.received.length - this.#askedBefore >= step.times);
      case 'after':
        return pause(step.delayMs);
      case 'types':
        await this.#putAside();
        this.#pty.write(step.text);
    }
  }

  /** What a CLI has put over its input line takes the keys that are meant for that. */
  async #putAside(): Promise<void> {
    if (!OFFERS.test(screenText(this.#emulator))) return;
    this.#pty.write(ESC);
    await this.#until('its offer is gone', () => !OFFERS.test(screenText(this.#emulator)));
  }

  async #take(moment: Moment): Promise<Taken> {
    const deadline = Date.now() + STILL_WITHIN_MS;
    while (Date.now() - this.#lastAt < moment.stillMs && Date.now() < deadline) await pause(TICK_MS);
    const isOffered = moment.label === 'idle' && OFFERS.test(screenText(this.#emulator));
    const kept: Moment = isOffered ? { name: `offered-${moment.name}`, label: 'waiting', stillMs: moment.stillMs } : moment;
    return { moment: kept, bytes: Buffer.concat(this.#chunks), quietMs: Date.now() - this.#lastAt };
  }

  async #until(what: string, holds: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}. The screen:\n${screenText(this.#emulator)}`);
      await pause(TICK_MS);
    }
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
