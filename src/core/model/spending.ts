// What was spent on models, in tokens and money: by use, and on the day. Plain data in the state document.
import type { ModelUse } from './chat.js';

export interface UseTotals {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export const NO_CALLS: UseTotals = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };

export interface Spending {
  /** Of the host's own calls, since the repository is known. */
  readonly byUse: Readonly<Partial<Record<ModelUse, UseTotals>>>;
  /** Agents and host together, on one day of the host's time zone. */
  readonly day: { readonly date: string; readonly usd: number; readonly tokens: number; readonly isEstimated: boolean };
  /** Tokens that digests left out of what agents printed. */
  readonly savedTokens: number;
  /** Budgets that were reached, by whose they are: `agent:ID`, `goal:ID`, `day:DATE`. Left out where none was. */
  readonly reached?: Readonly<Record<string, ReachedBudget>>;
}

export interface ReachedBudget {
  /** How often: each time it may go on, it may spend as much again. */
  readonly times: number;
  /** Nobody has said yet that it may go on. */
  readonly isHeld: boolean;
}

export const NOTHING_SPENT: Spending = { byUse: {}, day: { date: '', usd: 0, tokens: 0, isEstimated: false }, savedTokens: 0 };
