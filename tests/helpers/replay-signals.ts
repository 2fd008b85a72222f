// Replays a recorded run of an agent CLI through the state tracker, in recorded time: the timers a host would set included.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Harness, Signal } from '../../src/core/harness/harness.js';
import { trackState } from '../../src/core/harness/state-tracker.js';
import type { Verdict } from '../../src/core/harness/verdict.js';
import type { HookEvent } from '../../src/core/model/hook-event.js';

/** `[ms since the start, kind, text]`, a hook's text being `NAME JSON`, as in `tests/fixtures/signals/*.json`. Output is thinned to one event in 400 ms. */
export type RecordedEvent = readonly [number, string, string?];

export interface Recording {
  readonly cli: string;
  readonly version: string;
  readonly story: string;
  readonly events: readonly RecordedEvent[];
}

export function readRecording(name: string): Recording {
  const path = fileURLToPath(new URL(`../fixtures/signals/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Recording;
}

/** Every verdict of the run and of the minute of silence after it. */
export function replay(order: {
  readonly harness: Harness;
  readonly events: readonly RecordedEvent[];
  readonly expects?: 'work' | 'nothing';
  readonly silenceMs?: number;
}): readonly Verdict[] {
  const { harness, events, expects = 'work', silenceMs = 60_000 } = order;
  const tracker = trackState({ harness, expects, now: 0 });
  const verdicts: Verdict[] = [];
  const note = (verdict: Verdict | null) => verdict !== null && verdicts.push(verdict);
  const timersUntil = (time: number) => {
    for (let due = tracker.nextCheckAt; due !== null && due <= time; due = tracker.nextCheckAt) note(tracker.check(due));
  };
  for (const [at, kind, text = ''] of events) {
    timersUntil(at);
    const reading = kind === 'hook' ? (harness.readHook?.(hookOf(text)) ?? null) : null;
    if (reading !== null) note(tracker.take(reading, at));
    if (kind !== 'hook') note(tracker.feed(signalOf(kind, text), at));
  }
  timersUntil((events.at(-1)?.[0] ?? 0) + silenceMs);
  return verdicts;
}

/** `NAME JSON`, as a hook drops it; without JSON: too large to be read. */
function hookOf(text: string): HookEvent {
  const [name = '', ...rest] = text.split(' ');
  return { name, payload: rest.length === 0 ? null : (JSON.parse(rest.join(' ')) as HookEvent['payload']) };
}

/** As `state by rule`, for comparing. */
export function told(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ state, why }) => `${state} by ${why.rule}`);
}

function signalOf(kind: string, text: string): Signal {
  switch (kind) {
    case 'title':
    case 'screen':
      return { kind, text };
    case 'osc7501':
      return { kind, payload: text };
    case 'output':
    case 'touched':
      return { kind };
    case 'osc9':
    case 'osc777':
    case 'osc99':
    case 'bell':
      return { kind: 'notification', via: kind, text };
    case 'A':
    case 'B':
    case 'C':
    case 'D':
      return { kind: 'prompt', mark: kind, exitCode: text === '' ? null : Number(text) };
    case 'exit':
      return { kind, exitCode: Number(text), signal: null };
    default:
      throw new Error(`no signal is called ${kind}`);
  }
}
