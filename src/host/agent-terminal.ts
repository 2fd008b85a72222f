// One agent's terminal while its CLI runs: PTY, emulator, log and state tracker, tied together. Bytes stay in here; only verdicts leave.
import { type Harness, INTERRUPT_GAP_MS, type Reading, type Signal } from '../core/harness/harness.js';
import { FIRST_WORK_MS } from '../core/harness/settling.js';
import type { StateTracker } from '../core/harness/tracked-state.js';
import type { Verdict } from '../core/harness/verdict.js';
import type { Delivered, SendOrder } from '../core/model/delivery.js';
import { fail, ok, type Result } from '../core/model/error.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Clock, Pty, Timer } from '../core/ports.js';
import type { Emulator } from '../core/screen/emulator.js';
import { screenText } from '../core/screen/screen-text.js';
import { DialogAnswer } from './dialog-answer.js';
import { stillStarting } from './runtime-errors.js';
import { StuckWatch } from './stuck-watch.js';
import { TextDelivery } from './text-delivery.js';
import { ToldTitle } from './told-title.js';
import { TypedTask } from './typed-task.js';

/** A screen this long without output is whole: nothing of a dialog is still on its way. */
const STILL_MS = 300;
/** A screen that is never still, because a spinner turns on it, is read this often. */
const LOOK_AT_LEAST_MS = 1000;

export interface AgentTerminalOptions {
  readonly pty: Pty;
  readonly emulator: Emulator;
  readonly harness: Harness;
  readonly tracker: StateTracker;
  readonly clock: Clock;
  /** Text to be typed once the CLI is ready; null when it got its task as an argument. */
  readonly typed: string | null;
  /** What it was started with; null when that was nothing. */
  readonly prompt?: string | null;
  /** Minutes without progress after which work is stuck; 0, or left out: never. Only where its screen is read. */
  readonly stuckMinutes?: number;
  /** See `StuckWatch`. */
  readonly cpuPercent?: () => number | null;
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onTitle: (title: string) => void;
  /** It was given this text: its task, a message, or what a person typed. */
  readonly onGiven?: (text: string) => void;
}

export class AgentTerminal {
  readonly #options: AgentTerminalOptions;
  readonly #timers = new Set<Timer>();
  #check: Timer | null = null;
  #checkAt: number | null = null;
  #look: Timer | null = null;
  readonly #title: ToldTitle;
  readonly #startedAt: number;
  lastOutputAt: number | null = null;
  readonly #typed: TypedTask | null;
  #delivery: TextDelivery | null = null;
  #answer: DialogAnswer | null = null;
  #sending: Promise<unknown> = Promise.resolve();
  #isOver = false;
  #lastKeyAt: number | null = null;
  /** What it was told last, by its start or by a message. */
  #lastText: string | null;
  /** What it was told last may stand in its input line: it was given back by an interrupt, or not taken. */
  #mayHoldLast = false;
  #runsTool = false;
  readonly #stuck: StuckWatch;

  constructor(options: AgentTerminalOptions) {
    this.#options = options;
    const { clock, tracker, stuckMinutes = 0, harness, cpuPercent = () => null } = options;
    const minutes = harness.rules === undefined ? 0 : stuckMinutes;
    this.#stuck = new StuckWatch({
      clock,
      minutes,
      cpuPercent,
      runsTool: () => this.#runsTool,
      onStuck: options.onVerdict,
      onMoved: () => options.onVerdict(tracker.verdict),
    });
    this.#title = new ToldTitle({ clock, onTitle: options.onTitle });
    // Not taken: it stands unsent, or not at all, in a CLI that shows idle or a question; there is nothing to take back.
    const send = (text: string) => void this.send(text);
    this.#typed = options.typed === null ? null : new TypedTask({ clock, text: options.typed, send });
    this.#lastText = options.prompt ?? null;
    if (options.prompt) options.onGiven?.(options.prompt);
    this.#startedAt = options.clock.now();
    this.#armCheck();
  }

  get emulator(): Emulator {
    return this.#options.emulator;
  }

  /** Bytes from a person's terminal, already encoded for its modes. `isTyping`: keys and pastes, no mouse and no focus. */
  type(data: Uint8Array | string, isTyping = true): void {
    if (isTyping) {
      this.#lastKeyAt = this.#options.clock.now();
      this.#options.onGiven?.(typeof data === 'string' ? data : Buffer.from(data).toString());
    }
    this.#write(data);
  }

  /** A text, as if typed and sent; one after the other. An error when the CLI did not take it. */
  async send(text: string, { goal = 'delivered', onLost }: SendOrder = {}): Promise<Result<Delivered>> {
    const begun = this.#sending.then(() => this.#deliver(text));
    this.#sending = begun.then((delivery) => delivery.result);
    const { pressed, result } = await begun;
    void Promise.all([pressed, result]).then(([before, after]) => {
      if (!before.ok || after.ok) return;
      this.#mayHoldLast = true;
      onLost?.(after.error);
    });
    return goal === 'pressed' ? pressed : result;
  }

  /** Answers the question with this digest; its words when the dialog has gone. One at a time: a second one finds another screen. */
  async answer(digest: string, choice: string): Promise<Result<string>> {
    const { emulator, clock, harness, tracker } = this.#options;
    this.#answer?.abandon();
    const answer = new DialogAnswer({
      digest,
      choice,
      harness,
      verdict: () => tracker.verdict,
      emulator,
      clock,
      type: (data) => this.#write(data),
    });
    if (this.#isOver) answer.abandon();
    this.#answer = answer;
    const result = await answer.result;
    if (this.#answer === answer) this.#answer = null;
    return result;
  }

  /** The keys that interrupt what it does, each press its own write. Not while it starts: they would be lost, and its task begun all the same. */
  interrupt(): Result<void> {
    const { harness } = this.#options;
    if (this.#isStarting()) return fail(stillStarting());
    for (let press = 0; press < harness.interruptPresses; press++)
      this.#after(press * INTERRUPT_GAP_MS, () => this.#write(harness.interrupt));
    this.#mayHoldLast = true;
    return ok(undefined);
  }

  /** Emulator first, then the PTY: what the CLI redraws must find the new size. */
  resize({ cols, rows }: TerminalSize): void {
    const { emulator, pty, tracker, clock } = this.#options;
    if (emulator.cols === cols && emulator.rows === rows) return;
    emulator.resize(cols, rows);
    if (this.#isOver) return;
    tracker.feed({ kind: 'touched' }, clock.now());
    pty.resize(cols, rows);
  }

  /** To be called after each parsed slice. */
  parsed(): void {
    const now = this.#options.clock.now();
    this.lastOutputAt = now;
    this.#judge(this.#options.tracker.feed({ kind: 'output' }, now));
    this.#typed?.output();
    this.#delivery?.look();
    this.#answer?.look();
    this.#lookSoon();
  }

  /** Judges its state afresh, without waiting for the next signal. */
  lookAgain(): void {
    this.#judge(this.#options.tracker.check(this.#options.clock.now()));
  }

  signal(signal: Signal): void {
    if (signal.kind === 'title') this.#title.show(signal.text);
    this.#judge(this.#options.tracker.feed(signal, this.#options.clock.now()));
  }

  /** What a source beside its terminal says of it, such as a hook. Its dialog may stand on the screen already, read before it meant anything. */
  tell(reading: Reading): void {
    // Of what it told just before its end, what keeps it from going on is still news.
    if (this.#isOver && reading.failure === undefined) return;
    this.#runsTool = reading.runsTool === true;
    this.#judge(this.#options.tracker.take(reading, this.#options.clock.now()));
    this.#lookSoon();
  }

  /** What told beside its terminal is gone: what stands on the screen is believed again. */
  loseSource(): void {
    if (this.#isOver) return;
    this.#options.tracker.loseStructured(this.#options.clock.now());
    this.#armCheck();
    this.#lookSoon();
  }

  /** Its process has ended: the emulator stays, to show what it said last. */
  end(): void {
    this.#isOver = true;
    this.#check?.cancel();
    this.#look?.cancel();
    this.#stuck.dispose();
    this.#title.dispose();
    this.#typed?.dispose();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#delivery?.abandon();
    this.#answer?.abandon();
    this.#options.pty.dispose();
  }

  async #deliver(text: string): Promise<TextDelivery> {
    const { emulator, clock, harness, tracker } = this.#options;
    const delivery = new TextDelivery({
      text,
      emulator,
      harness,
      clock,
      takes: harness.isInteractive ? 'paste' : 'any',
      type: (data) => this.#write(data),
      lastKeyAt: () => this.#lastKeyAt,
      isAtWork: () => tracker.verdict.state === 'working' && tracker.verdict.why.source !== 'quiet',
      givenBack: this.#mayHoldLast ? this.#lastText : null,
    });
    if (this.#isOver) delivery.abandon();
    this.#delivery = delivery;
    void delivery.pressed.then(({ ok: isPressed }) => {
      if (!isPressed) return;
      this.#lastText = text;
      this.#options.onGiven?.(text);
      this.#mayHoldLast = false;
      this.#judge(this.#options.tracker.told(this.#options.clock.now()));
    });
    void delivery.result.then(() => {
      if (this.#delivery === delivery) this.#delivery = null;
    });
    return delivery;
  }

  #write(data: Uint8Array | string): void {
    if (this.#isOver) return;
    this.#options.tracker.feed({ kind: 'touched' }, this.#options.clock.now());
    this.#options.pty.write(data);
  }

  // The screen is read when it has been still for a moment; one that never is, once in a while. No output, no timer.
  #lookSoon(): void {
    const { harness, clock } = this.#options;
    if (harness.rules === undefined || this.#look !== null || this.#isOver) return;
    const latestAt = clock.now() + LOOK_AT_LEAST_MS;
    const wait = () => {
      const now = clock.now();
      const dueAt = Math.min((this.lastOutputAt ?? now) + STILL_MS, latestAt);
      this.#look = dueAt <= now ? null : clock.after(dueAt - now, wait);
      if (this.#look === null) this.#readScreen(now);
    };
    wait();
  }

  #readScreen(now: number): void {
    const { tracker, emulator } = this.#options;
    const text = screenText(emulator);
    this.#stuck.look(text);
    this.#judge(tracker.feed({ kind: 'screen', text }, now));
  }

  // That it prints does not say that it reads. A terminal's own Ctrl-C needs no reader. A CLI whose screens are new to us says nothing for ever.
  #isStarting(): boolean {
    const { harness, tracker, clock } = this.#options;
    if (!harness.isInteractive) return false;
    return this.lastOutputAt === null || (!tracker.hasBegun && clock.now() - this.#startedAt < FIRST_WORK_MS);
  }

  #judge(verdict: Verdict | null): void {
    if (verdict !== null) {
      this.#stuck.enters(verdict.state);
      this.#options.onVerdict(verdict);
    }
    this.#armCheck();
  }

  // One timer, set to when the tracker wants to look again. It moves only when that is sooner: output alone never sets it anew.
  #armCheck(): void {
    const { tracker, clock } = this.#options;
    const at = tracker.nextCheckAt;
    if (this.#isOver || at === null || (this.#checkAt !== null && this.#checkAt <= at)) return;
    this.#check?.cancel();
    this.#checkAt = at;
    this.#check = clock.after(Math.max(0, at - clock.now()), () => {
      this.#checkAt = null;
      this.#judge(tracker.check(clock.now()));
    });
  }

  #after(delayMs: number, run: () => void): void {
    if (delayMs === 0) {
      run();
      return;
    }
    const timer = this.#options.clock.after(delayMs, () => {
      if (this.#timers.delete(timer) && !this.#isOver) run();
    });
    this.#timers.add(timer);
  }
}
