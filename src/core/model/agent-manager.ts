// What is kept of the manager with the agent that it watches.
import type { KeptDecision, ManagerReason } from './decision.js';

/** What the manager does about one agent. */
export interface AgentManager {
  /** `off`: it gave up or was never there: a person decides. */
  readonly state: 'ready' | 'asked' | 'off';
  readonly decisions: readonly KeptDecision[];
  /** `seq` of the event that made it be asked last. */
  readonly askedSeq: number;
  /** Why it is asked. */
  readonly reason?: ManagerReason;
  /** Decisions since a person last took part. */
  readonly rounds?: number;
  /** Of `off`: what kept it from deciding may be over by now. */
  readonly mayRetry?: true;
}

/** What an agent has written to the manager, which has not decided about it since; of a question with what became of it. */
export interface ManagerNote {
  /** Of the event. */
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  /** Plain and bounded. */
  readonly text: string;
}

/** Of one agent, the newest. */
export const KEPT_NOTES = 5;
