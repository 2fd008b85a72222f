// What keeps an agent from going on: kinds of failure, what is known of one, and what is to be done about it. Plain data, stored with the agent.

export const FAILURE_KINDS = ['rate-limit', 'usage-limit', 'auth', 'credit', 'network', 'context', 'stuck', 'crash'] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** In a sentence or a column: `rate limit`. */
export const FAILURE_WORDS: Readonly<Record<FailureKind, string>> = {
  'rate-limit': 'rate limit',
  'usage-limit': 'usage limit',
  auth: 'not logged in',
  credit: 'out of credit',
  network: 'no connection',
  context: 'context full',
  stuck: 'stuck',
  crash: 'crashed',
};

/** What an agent CLI says of it. */
export interface Failure {
  readonly kind: FailureKind;
  /** ISO 8601: when it goes on, where it says so. */
  readonly resetAt: string | null;
  /** Whether the CLI tries again by itself, or has given up; `there`: it is at another node, and that sees to it. */
  readonly retries: 'itself' | 'not' | 'there';
}

export const ON_LIMIT = ['wait', 'handover', 'ask'] as const;

/** `limits` of the configuration, as it was when the task was ordered. */
export interface LimitPolicy {
  /** At a usage limit with a reset time: wait for that, hand over at once, or leave it to a person. */
  readonly onLimit: (typeof ON_LIMIT)[number];
  /** After a rate limit, a lost connection or a crash. */
  readonly retries: number;
  /** `HARNESS` or `HARNESS:MODEL`, in order. */
  readonly chain: readonly string[];
  /** Minutes without progress while it works; 0 is never. */
  readonly stuckMinutes: number;
  /** How long its CLI may try again by itself. */
  readonly ownRetrySeconds: number;
}

export const DEFAULT_LIMITS: LimitPolicy = { onLimit: 'wait', retries: 3, chain: [], stuckMinutes: 15, ownRetrySeconds: 300 };

export interface AgentLimit {
  readonly kind: FailureKind;
  /** ISO 8601: when it goes on, or could; null where nobody knows. */
  readonly until: string | null;
  /**
   * `itself`: its CLI tries again; `go-on`: it is told to, or resumed, at `until`; `telling`: that is under way; `there`: the node that it is at
   * does one of these; else who takes it up.
   */
  readonly next: 'itself' | 'go-on' | 'telling' | 'there' | 'hand-over' | 'person';
  /** `seq` of the event that decided this; `decide` and what comes back of it tell by it. */
  readonly seq: number;
  /** Only with `itself`, ISO 8601: when it is not left to its CLI any longer. */
  readonly givesWayAt?: string;
}

/** Tries of its CLI without a word of ours. ISO 8601: when they began, and when it was last seen at them. */
export interface OwnRetries {
  readonly since: string;
  readonly at: string;
}

/** How often it was made to go on without having got anywhere. */
export interface LimitTries {
  readonly count: number;
  /** ISO 8601: the last time. */
  readonly at: string;
}
