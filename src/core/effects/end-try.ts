// The end of one of several tries: verified and committed like any finish, and then not delivered.
import type { Agent } from '../model/agent.js';
import type { EventBody } from '../model/event.js';
import type { EffectContext } from './effect-runner.js';
import type { Verified } from './verify-work.js';

/** Its check has failed for the last time: what it has done is kept for whoever picks, instead of being given back. */
export function isLastOfTry(id: string, { agent, signal }: EffectContext & { readonly signal: AbortSignal }): boolean {
  const now = agent(id);
  return !signal.aborted && now?.state === 'finishing' && now.finish.competes === true && now.attempts >= now.finish.attempts;
}

interface End {
  readonly verified: Verified | 'halt';
  /** Null where it changed nothing. */
  readonly commit: string | null;
}

export function tryEnded({ id, goal }: Agent, { verified, commit }: End): EventBody {
  const hasFailed = verified === 'halt' || verified.problem !== null;
  const verify = hasFailed ? 'failed' : verified.command === null ? 'none' : 'passed';
  return { type: 'try.ended', goal, facts: { agent: id, verify, commit } };
}
