// What the queue of issues does next: rest, take one, ask the forge, or wait. Pure; the forge is asked as rarely as these rules say.
import type { Goal } from '../model/goal.js';
import type { ForgeIssue, IssueName } from '../model/issue.js';
import type { AppState } from '../model/state.js';

/** Between two questions to the forge. */
export const ASK_AGAIN_MS = 5 * 60_000;

/** From the start on: whoever started the host is about to say what they want, and comes first. */
export const FIRST_ASK_MS = 2000;

export interface IssueFacts {
  readonly state: Pick<AppState, 'goals' | 'maxAgents' | 'host'>;
  /** Open, not taken yet, the oldest first: as the forge told it last. */
  readonly pending: readonly ForgeIssue[];
  /** Null before the first question. */
  readonly askedAtMs: number | null;
  /** When the queue began. */
  readonly beganAtMs: number;
  readonly nowMs: number;
}

export type IssueStep =
  /** Something goes on: its end brings us back. */
  | { readonly type: 'rest' }
  | { readonly type: 'take'; readonly issue: ForgeIssue }
  | { readonly type: 'ask' }
  | { readonly type: 'wait'; readonly ms: number };

/**
 * Issues are what is done when nothing else is: a goal of a person comes first. One that waits for a person takes the place of an issue,
 * but does not hold up the others. The forge is asked while nothing goes on, and before one is taken that was heard of long ago.
 */
export function issueStep({ state, pending, askedAtMs, beganAtMs, nowMs }: IssueFacts): IssueStep {
  const open = Object.values(state.goals).filter(isOpen);
  const active = open.filter((goal) => goal.state !== 'waiting');
  if (state.host.isStopping || active.some((goal) => goal.issue === undefined)) return { type: 'rest' };
  if (open.filter((goal) => goal.issue !== undefined).length >= state.maxAgents) return { type: 'rest' };
  const [issue] = pending;
  if (issue === undefined && active.length > 0) return { type: 'rest' };
  const waitMs = askedAtMs === null ? beganAtMs + FIRST_ASK_MS - nowMs : askedAtMs + ASK_AGAIN_MS - nowMs;
  if (waitMs <= 0) return { type: 'ask' };
  return issue === undefined ? { type: 'wait', ms: waitMs } : { type: 'take', issue };
}

/** Numbers of issues of `forge` that listed goals have come of. */
export function takenIssues({ goals }: Pick<AppState, 'goals'>, forge: string): readonly number[] {
  return Object.values(goals).flatMap(({ issue }) => (issue?.forge === forge ? [issue.number] : []));
}

/** In a sentence. */
export function issueText({ forge, number }: IssueName): string {
  return `#${number} of ${forge.slice(forge.indexOf('/') + 1)}`;
}

function isOpen({ state }: Goal): boolean {
  return state === 'planning' || state === 'running' || state === 'waiting';
}
