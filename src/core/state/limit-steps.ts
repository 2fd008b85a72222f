// What follows when something keeps an agent from going on: wait, try again, hand over to the next of its chain, or a person. Pure.
import type { Agent } from '../model/agent.js';
import { type AgentLimit, DEFAULT_LIMITS, type Failure, type LimitTries } from '../model/limit.js';
import { nextOfChain } from './chain.js';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** Who worked this long after it had been told to go on got somewhere: the next failure is a new one. */
const GOT_SOMEWHERE_MS = 10 * 60_000;
/** Everybody's limit ends at the same minute: agents come back spread over this, and never before it has ended. */
const SPREAD_MS = 30_000;
const MARGIN_MS = 5000;

export type Step = Pick<AgentLimit, 'next' | 'until'>;

/** `at`: ISO 8601, when it failed. */
export function stepAfter(agent: Agent, { kind, resetAt }: Pick<Failure, 'kind' | 'resetAt'>, at: string): Step {
  const { onLimit, retries } = agent.limits ?? DEFAULT_LIMITS;
  const tried = triesBefore(agent, at).count;
  const chain: Step | null = nextOfChain(agent) === null ? null : { next: 'hand-over', until: resetAt };
  const person: Step = { next: 'person', until: resetAt };
  const mayTry = tried < retries;
  const retry: Step | null = mayTry ? { next: 'go-on', until: later(at, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tried)) } : null;
  switch (kind) {
    case 'usage-limit': {
      const wait: Step | null = resetAt !== null && mayTry ? { next: 'go-on', until: afterReset(agent, resetAt) } : null;
      if (onLimit === 'ask') return person;
      return (onLimit === 'wait' ? (wait ?? chain) : (chain ?? wait)) ?? person;
    }
    case 'rate-limit':
    case 'network':
      return retry ?? chain ?? person;
    case 'crash':
      return retry ?? person;
    case 'auth':
    case 'credit':
    case 'context':
    case 'stuck':
      return chain ?? person;
  }
}

/** Those that count at `at`. */
export function triesBefore({ tries }: Agent, at: string): LimitTries {
  if (tries === undefined || Date.parse(at) - Date.parse(tries.at) >= GOT_SOMEWHERE_MS) return { count: 0, at };
  return tries;
}

/** ISO 8601: not before the limit has ended, and not all at once. */
export function afterReset({ id }: Agent, resetAt: string): string {
  return later(resetAt, spread(id));
}

function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}

/** No chance in here: the same agent always gets the same share of the spread. */
function spread(id: string): number {
  const sum = [...id].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) % SPREAD_MS, 7);
  return MARGIN_MS + sum;
}
