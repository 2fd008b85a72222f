// What a recording is made of: scenes (one run of a CLI each), their steps, and the moments that get a label; and short words to write them with.
import type { AgentState } from '../../src/core/model/agent.js';

export interface Moment {
  readonly name: string;
  readonly label: AgentState;
  readonly also?: readonly AgentState[];
  /** Where it is at rest, its screen has been still for so long; at work it is taken as it is. */
  readonly stillMs: number;
}

export type Step =
  | { readonly kind: 'shows'; readonly pattern: RegExp }
  | { readonly kind: 'gone'; readonly pattern: RegExp }
  /** The model has been asked so many times for this task. */
  | { readonly kind: 'asked'; readonly times: number }
  | { readonly kind: 'after'; readonly delayMs: number }
  | { readonly kind: 'types'; readonly text: string }
  | { readonly kind: 'moment'; readonly moment: Moment };

export interface Scene {
  readonly name: string;
  readonly task: string;
  readonly isTrusted: boolean;
  readonly steps: readonly Step[];
  /** In the home of somebody who has never started it. */
  readonly isFirst?: true;
  /** Also on a terminal of 80x24. */
  readonly isNarrowToo: boolean;
}

export const ESC = '\u001b';
export const ENTER = '\r';
/** Longer than every rule waits before it believes in rest, but for claude's resting title. */
export const REST_MS = 4000;
const DIALOG_MS = 1000;
/** Between text and Enter, and before a key to a dialog: CLIs drop what comes too fast. */
const HAND_MS = 900;

export const take = (moment: Moment): Step => ({ kind: 'moment', moment });
export const working = (name: string): Step => take({ name, label: 'working', stillMs: 0 });
export const waiting = (name: string, stillMs = DIALOG_MS): Step => take({ name, label: 'waiting', stillMs });
export const resting = (name: string, stillMs = REST_MS): Step => take({ name, label: 'idle', also: ['done'], stillMs });
export const shows = (pattern: RegExp): Step => ({ kind: 'shows', pattern });
export const gone = (pattern: RegExp): Step => ({ kind: 'gone', pattern });
/** The model has been asked so many times for this task. */
export const asked = (times: number): Step => ({ kind: 'asked', times });
export const after = (delayMs: number): Step => ({ kind: 'after', delayMs });
export const types = (text: string): Step => ({ kind: 'types', text });
export const press = (key: string): readonly Step[] => [after(HAND_MS), types(key)];
export const says = (text: string): readonly Step[] => [types(text), ...press(ENTER)];

/** In a folder that is trusted beforehand. */
export function scene(name: string, task: string, steps: readonly Step[], isNarrowToo = false): Scene {
  return { name, task, isTrusted: true, steps, isNarrowToo };
}
