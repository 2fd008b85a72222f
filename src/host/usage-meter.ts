// What one run of an agent's CLI has used: as its CLI tells it or has written it down, else an estimate. Looks only when a turn has ended, and at the end.
import { usageOf } from '../core/chat/prices.js';
import { estimateTokens } from '../core/chat/token-estimate.js';
import type { Harness } from '../core/harness/harness.js';
import type { UsagePlace, UsedTokens } from '../core/harness/usage-log.js';
import { digestOutput } from '../core/manager/output-digest.js';
import { addUsage, NO_USAGE, type Usage } from '../core/model/usage.js';
import type { Clock, Timer } from '../core/ports.js';

/** A CLI writes a moment later what it has just said. */
const WRITTEN_AFTER_MS = 500;
/** Of what was printed in one turn. */
const MOST_PRINTED_TOKENS = 1_000_000;

export interface UsageMeterOrder {
  readonly harness: Pick<Harness, 'usageLog' | 'usageOfHook' | 'server' | 'isFree'>;
  readonly place: Omit<UsagePlace, 'conversations'>;
  readonly conversation: string | null;
  readonly model: string | null;
  /** By earlier runs. */
  readonly usedBefore: Usage;
  readonly clock: Clock;
  /** New lines of a file that lies in `within`; one for each file. Never rejects. */
  readonly openFile: (order: { readonly path: string; readonly within: string }) => {
    readonly read: (onLine: (line: string) => void) => Promise<void>;
  };
  /** What it has printed since this was asked before. Never rejects. */
  readonly printed: () => Promise<string>;
  /** The whole, with `usedBefore`; only when there is more of it. */
  readonly onUsage: (usage: Usage) => void;
}

interface LogFile {
  read(): Promise<void>;
}

export class UsageMeter {
  readonly #order: UsageMeterOrder;
  readonly #startedAt: number;
  readonly #conversations = new Set<string>();
  readonly #files = new Map<string, LogFile>();
  #logged: Usage | null = null;
  #estimated: Usage | null = null;
  #isTold = false;
  #given = '';
  #reported = 0;
  #timer: Timer | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(order: UsageMeterOrder) {
    this.#order = order;
    this.#startedAt = order.clock.now();
    if (order.conversation !== null) this.#conversations.add(order.conversation);
  }

  /** It goes on in this conversation. */
  follow(conversation: string): void {
    this.#conversations.add(conversation);
  }

  /** It tells itself what it has used, earlier runs included. */
  told(usage: Usage): void {
    this.#isTold = true;
    this.#order.onUsage(usage);
  }

  /** It was given this text. */
  given(text: string): void {
    this.#given += text;
  }

  /** It stands still. `turnEnds`: and has nothing more to do; else it asks, or can not go on. */
  stands({ turnEnds }: { readonly turnEnds: boolean }): void {
    if (this.#isTold) return;
    this.#timer?.cancel();
    this.#timer = this.#order.clock.after(WRITTEN_AFTER_MS, () => {
      this.#timer = null;
      const { usageLog, server } = this.#order.harness;
      // Of a CLI that may tell it yet an estimate is the last resort.
      void this.#look({ mayEstimate: turnEnds && usageLog === undefined && server === undefined });
    });
  }

  /** Its process has ended, and its log is whole: looks for the last time. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#isTold) await this.#look({ mayEstimate: true });
  }

  #look(how: { readonly mayEstimate: boolean }): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      await this.#readLog();
      if (this.#isTold) return;
      if (this.#logged !== null) this.#report(this.#logged);
      else if (how.mayEstimate) await this.#estimate();
    });
    return this.#looking;
  }

  async #readLog(): Promise<void> {
    const { harness, place, openFile } = this.#order;
    if (harness.usageLog === undefined) return;
    const within = harness.usageLog.home(place.env);
    for (const path of await harness.usageLog.find({ ...place, conversations: [...this.#conversations] })) {
      if (this.#files.has(path)) continue;
      const file = openFile({ path, within });
      const reader = harness.usageLog.reader();
      this.#files.set(path, {
        read: () =>
          file.read((line) => {
            const tokens = reader(line);
            // A conversation that goes on holds what earlier runs have used.
            if (tokens !== null && Date.parse(tokens.at) >= this.#startedAt) this.#log(tokens);
          }),
      });
    }
    for (const file of this.#files.values()) await file.read();
  }

  #log(tokens: UsedTokens): void {
    const { model } = this.#order;
    const known = tokens.model === '' ? (model ?? '') : tokens.model;
    this.#logged = addUsage(this.#logged ?? NO_USAGE, usageOf({ ...tokens, model: known, guessed: false, toldUsd: null, local: false }));
  }

  async #estimate(): Promise<void> {
    const { harness, model, printed } = this.#order;
    // What it printed without having been asked anything is its greeting, or an old conversation that it shows again.
    if (harness.isFree === true || harness.usageOfHook !== undefined || this.#given === '') return;
    const outputTokens = digestOutput(await printed(), MOST_PRINTED_TOKENS).tokens;
    // Nothing was answered: a program that just ended.
    if (outputTokens === 0) return;
    const inputTokens = estimateTokens(this.#given);
    this.#given = '';
    const usage = usageOf({ model: model ?? '', inputTokens, outputTokens, guessed: true, toldUsd: null, local: false });
    this.#estimated = addUsage(this.#estimated ?? NO_USAGE, usage);
    this.#report(this.#estimated);
  }

  #report(usage: Usage): void {
    const tokens = usage.inputTokens + usage.outputTokens;
    if (tokens <= this.#reported) return;
    this.#reported = tokens;
    this.#order.onUsage(addUsage(this.#order.usedBefore, usage));
  }
}
