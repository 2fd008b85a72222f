// What the new-task dialog proposes, and what it may choose from.
import type { FinishKind } from '../model/agent.js';
import type { Approval } from '../model/goal.js';

/** How the work of a new task ends: `ask` leaves it to the person when the agent is done. */
export type FinishChoice = 'ask' | FinishKind;

export const FINISH_CHOICES: readonly FinishChoice[] = ['ask', 'pr', 'merge', 'branch', 'keep'];

/** Remembered per repository. */
export interface TaskDefaults {
  readonly harness: string | null;
  readonly tries: number;
  readonly base: string;
  readonly finish: FinishChoice;
  readonly verify: string;
}

/** The same of the new-goal dialog. */
export interface GoalDefaults {
  readonly harness: string | null;
  readonly finish: 'auto' | 'pr' | 'merge' | 'branch';
  readonly verify: string;
  readonly approve: readonly Approval[];
}

/** The model that does something, or in a sentence why there is none and how to have one. */
export type ModelFact = { readonly model: string } | { readonly off: string };

/** An agent CLI and whether it was found on this machine. */
export interface HarnessChoice {
  readonly name: string;
  readonly isInstalled: boolean;
}
