// What was spent on models, in tokens and money: by use, and on the day. Plain data in the state document.
import type { ModelUse } from './chat.js';

export interface UseTotals {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
}

export interface Spending {
  /** Of the host's own calls, since the repository is known. */
  readonly byUse: Readonly<Partial<Record<ModelUse, UseTotals>>>;
  /** Agents and host together, on one day of the host's time zone. */
  readonly day: { readonly date: string; readonly usd: number; readonly tokens: number; readonly isEstimated: boolean };
  /** Tokens that digests left out of what agents printed. */
  readonly savedTokens: number;
}

export const NOTHING_SPENT: Spending = { byUse: {}, day: { date: '', usd: 0, tokens: 0, isEstimated: false }, savedTokens: 0 };
