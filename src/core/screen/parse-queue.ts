// Whose output is parsed when (decision 11): an echo at once, floods in fair slices, a PTY paused while too much is unparsed. Knows no emulator.

/** Largest slice: the emulator's own buffering held the loop for 18 ms, 16 KB take about 0.5. */
const SLICE_BYTES = 16 * 1024;
/** Output made of costly sequences (whole-screen erases) is cut finer, down to this. */
const MIN_SLICE_BYTES = 512;
/** Parsing in a row before everything else in the process gets its turn. */
const TURN_MS = 2;
const PAUSE_BYTES = 256 * 1024;
const RESUME_BYTES = 64 * 1024;

export interface ParseQueueOptions {
  /** Parses synchronously; never called re-entrantly. */
  readonly parse: (agent: string, slice: Uint8Array) => void;
  /** After each slice. May push, flush or drop. */
  readonly onParsed: (agent: string) => void;
  /** More than 256 KB unparsed: the agent's PTY must be read no further. */
  readonly pause: (agent: string) => void;
  /** Below 64 KB again; called once for each `pause`, unless the agent was dropped. */
  readonly resume: (agent: string) => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Runs later, after input and output were looked at; `setImmediate` if not given. */
  readonly yield?: (run: () => void) => void;
}

interface Backlog {
  readonly agent: string;
  chunks: Uint8Array[];
  /** Parsed bytes of the first chunk. */
  offset: number;
  bytes: number;
  sliceBytes: number;
  isPaused: boolean;
}

export class ParseQueue {
  readonly #options: ParseQueueOptions;
  readonly #yield: (run: () => void) => void;
  /** Agents with unparsed output, next one first: the order of a map is that of insertion. */
  readonly #waiting = new Map<string, Backlog>();
  #isScheduled = false;
  #isParsing = false;
  /** Parsing since the event loop had its last turn. */
  #turnMs = 0;
  #isTurnWatched = false;

  constructor(options: ParseQueueOptions) {
    this.#options = options;
    this.#yield = options.yield ?? ((run) => void setImmediate(run));
  }

  /** Takes over the chunk: the caller must not write to it any more. */
  push(agent: string, chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const isSmall = chunk.length <= SLICE_BYTES;
    // Also while others flood: the echo of a key must not stand behind them.
    if (isSmall && !this.#waiting.has(agent) && !this.#isParsing && this.#turnMs < TURN_MS) {
      this.#watchTurn();
      this.#turnMs += this.#parse(agent, chunk);
      return;
    }
    const backlog = this.#waiting.get(agent) ?? this.#enqueue(agent);
    backlog.chunks.push(chunk);
    backlog.bytes += chunk.length;
    if (backlog.bytes > PAUSE_BYTES && !backlog.isPaused) {
      backlog.isPaused = true;
      this.#options.pause(agent);
    }
    this.#schedule();
  }

  /** Bytes of an agent that are not parsed yet. */
  pending(agent: string): number {
    return this.#waiting.get(agent)?.bytes ?? 0;
  }

  /** Parses all that is left of an agent, for its end: its last words come before the news that it ended. Not from inside `parse`. */
  flush(agent: string): void {
    const backlog = this.#waiting.get(agent);
    while (backlog !== undefined && backlog.bytes > 0 && this.#waiting.get(agent) === backlog) this.#parse(agent, this.#take(backlog));
  }

  /** Forgets what is left of an agent; its PTY is not resumed. */
  drop(agent: string): void {
    this.#waiting.delete(agent);
  }

  #enqueue(agent: string): Backlog {
    const backlog: Backlog = { agent, chunks: [], offset: 0, bytes: 0, sliceBytes: SLICE_BYTES, isPaused: false };
    this.#waiting.set(agent, backlog);
    return backlog;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#yield(() => {
      this.#isScheduled = false;
      this.#drain();
    });
  }

  #drain(): void {
    const start = this.#options.now();
    while (this.#options.now() - start < TURN_MS) {
      const [first] = this.#waiting.values();
      if (first === undefined) return;
      // Behind the others, unless this was its last slice.
      this.#waiting.delete(first.agent);
      this.#waiting.set(first.agent, first);
      const spentMs = this.#parse(first.agent, this.#take(first));
      first.sliceBytes = nextSlice(first.sliceBytes, spentMs);
    }
    if (this.#waiting.size > 0) this.#schedule();
  }

  #take(backlog: Backlog): Uint8Array {
    const chunk = backlog.chunks[0]!;
    const slice = chunk.subarray(backlog.offset, backlog.offset + backlog.sliceBytes);
    backlog.offset += slice.length;
    backlog.bytes -= slice.length;
    if (backlog.offset >= chunk.length) {
      backlog.chunks.shift();
      backlog.offset = 0;
    }
    if (backlog.isPaused && backlog.bytes < RESUME_BYTES) {
      backlog.isPaused = false;
      this.#options.resume(backlog.agent);
    }
    if (backlog.bytes === 0) this.#waiting.delete(backlog.agent);
    return slice;
  }

  /** Milliseconds it took. */
  #parse(agent: string, slice: Uint8Array): number {
    const start = this.#options.now();
    this.#isParsing = true;
    try {
      this.#options.parse(agent, slice);
    } finally {
      this.#isParsing = false;
    }
    const spentMs = this.#options.now() - start;
    this.#options.onParsed(agent);
    return spentMs;
  }

  // Many agents that print a little each must not keep the loop either: their time adds up until it had a turn.
  #watchTurn(): void {
    if (this.#isTurnWatched) return;
    this.#isTurnWatched = true;
    this.#yield(() => {
      this.#isTurnWatched = false;
      this.#turnMs = 0;
    });
  }
}

function nextSlice(bytes: number, spentMs: number): number {
  if (spentMs > TURN_MS) return Math.max(MIN_SLICE_BYTES, bytes >> 1);
  return spentMs < TURN_MS / 4 ? Math.min(SLICE_BYTES, bytes << 1) : bytes;
}
