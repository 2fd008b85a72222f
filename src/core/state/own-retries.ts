// How long an agent CLI may try again by itself: it may do so for ever (opencode 1.18), with nobody told of it. Pure.
import type { Agent } from '../model/agent.js';
import { DEFAULT_LIMITS, type Failure, type OwnRetries } from '../model/limit.js';
import { afterReset } from './limit-steps.js';

/** Between two of its tries it says that it works: retries that begin again within this time are the same ones. CLIs try every 30 to 40 s at the longest. */
const BETWEEN_TRIES_MS = 120_000;
/** No CLI waits so long for a try of its own accord. */
const LONGEST_TRY_MS = 10 * 60_000;

/** `at`: ISO 8601, when it said that it tries again. */
export function ownRetriesAt({ ownRetries }: Agent, at: string): OwnRetries {
  const goesOn = ownRetries !== undefined && Date.parse(at) - Date.parse(ownRetries.at) < BETWEEN_TRIES_MS;
  return { since: goesOn ? ownRetries.since : at, at };
}

/** It works: between two tries, or because it got through. */
export function betweenTries(agent: Agent, at: string): Pick<Agent, 'ownRetries'> {
  const { ownRetries, limit } = agent;
  return ownRetries === undefined || limit?.next !== 'itself' ? {} : { ownRetries: { ...ownRetries, at } };
}

/** ISO 8601: when somebody else has to take it up. A reset that it waits for itself is waited for where the policy says so. */
export function givesWayAt(agent: Agent, { since, at }: OwnRetries, { kind, resetAt }: Pick<Failure, 'kind' | 'resetAt'>): string {
  const { onLimit, ownRetrySeconds } = agent.limits ?? DEFAULT_LIMITS;
  const patience = new Date(Date.parse(since) + ownRetrySeconds * 1000).toISOString();
  if (resetAt === null || onLimit !== 'wait') return patience;
  // The time of its next try is no reset, unless that is so far away that the provider must have named it.
  const isReset = kind === 'usage-limit' || Date.parse(resetAt) - Date.parse(at) > LONGEST_TRY_MS;
  const reset = isReset ? afterReset(agent, resetAt) : patience;
  return Date.parse(reset) > Date.parse(patience) ? reset : patience;
}
