// One labelled moment through the very parts that judge a live agent: emulator, rules, tracker and their timers, on a clock of its own.
import { commandHarness } from '../../src/core/harness/command.js';
import type { Harness } from '../../src/core/harness/harness.js';
import { AGENT_CLIS } from '../../src/core/harness/registry.js';
import { trackState } from '../../src/core/harness/state-tracker.js';
import type { Verdict } from '../../src/core/harness/verdict.js';
import type { Pty } from '../../src/core/ports.js';
import { Emulator } from '../../src/core/screen/emulator.js';
import { AgentTerminal } from '../../src/host/agent-terminal.js';
import { FakeClock } from '../../tests/helpers/fake-clock.js';
import type { LabelledMoment } from './label.js';

/** Where a list does not say how long nothing had come: longer than a screen needs to be still and a title to settle. */
const SETTLED_MS = 4000;
/** A screen that is never still is looked at once a second: what had come in an hour comes here in a moment, and is looked at once at the least. */
const LOOKED_MS = 1000;
/** Between two chunks, at most. */
const CHUNK_GAP_MS = 40;

export type Chunking = 'whole' | { readonly seed: number };

const MUTE: Pty = {
  pid: 1,
  onData: () => undefined,
  onExit: () => undefined,
  write: () => undefined,
  resize: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  dispose: () => undefined,
};

/** The verdict that holds at the judged moment. */
export function replay({ cli, cols, rows, bytes, quietMs }: LabelledMoment, chunking: Chunking): Verdict {
  const clock = new FakeClock();
  const harness = harnessNamed(cli);
  const tracker = trackState({ harness, expects: 'nothing', now: clock.now() });
  const emulator = new Emulator({ cols, rows, scrollback: 1000, onSignal: (signal) => terminal.signal(signal) });
  const terminal = new AgentTerminal({
    pty: MUTE,
    emulator,
    harness,
    tracker,
    clock,
    typed: null,
    onVerdict: () => undefined,
    onTitle: () => undefined,
  });
  for (const { chunk, gapMs } of chunks(bytes, chunking)) {
    clock.advance(gapMs);
    emulator.parse(chunk, clock.now());
    terminal.parsed();
  }
  clock.advance(Math.max(quietMs ?? SETTLED_MS, LOOKED_MS));
  terminal.end();
  emulator.dispose();
  return tracker.verdict;
}

function harnessNamed(name: string): Harness {
  return AGENT_CLIS.find((harness) => harness.name === name) ?? commandHarness(name, [name]);
}

function* chunks(bytes: Uint8Array, chunking: Chunking): Generator<{ readonly chunk: Uint8Array; readonly gapMs: number }> {
  if (chunking === 'whole') {
    yield { chunk: bytes, gapMs: 0 };
    return;
  }
  const random = randomNumbers(chunking.seed);
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * 2000);
    yield { chunk: bytes.slice(at, at + size), gapMs: Math.floor(random() * CHUNK_GAP_MS) };
    at += size;
  }
}

/** The same for the same seed, from 0 to 1: a mistake must be there again at the next run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
