// What the manager decided about an agent: an act, and the words around it. Plain, bounded data.
import type { Usage } from './usage.js';

export const MANAGER_ACTS = [
  'instruct',
  'answer',
  'run',
  'git',
  'ls',
  'map',
  'add',
  'test',
  'wait',
  'finish',
  'fail',
  'handover',
  'ask',
] as const;
export type ManagerAct = (typeof MANAGER_ACTS)[number];

export interface ManagerAction {
  readonly do: ManagerAct;
  /** What it is told, answered, run, looked at, or asked; empty where the act needs none. */
  readonly text: string;
  /** Of an answer: the question it was given for. */
  readonly digest: string | null;
}

/** Why the manager was asked. */
export type ManagerReason = 'idle' | 'waiting' | 'limited' | 'stuck' | 'exited' | 'check' | 'person';

export interface Decision {
  readonly progress: string;
  readonly thought: string;
  readonly action: ManagerAction;
  readonly future: string;
}

/** A decision as it is kept with its agent: the newest last, at most `KEPT_DECISIONS`. */
export interface KeptDecision extends Decision {
  /** ISO 8601. */
  readonly at: string;
  readonly reason: ManagerReason;
  /** What came of it, in a few words: `told`, `dropped: it works again`. */
  readonly outcome: string;
  readonly usage: Usage;
  /** How large the work was, such as `+48 −12`: rounds that change nothing are noticed by it. */
  readonly diff?: string;
}

export const KEPT_DECISIONS = 20;
/** Of what an agent is told, as it is kept: the state of many agents must stay small. */
export const KEPT_TEXT = 1000;
