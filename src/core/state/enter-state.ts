// The one way into a state: with its reason and the number of the event that caused it. Knows no rule of when.
import { type Agent, type AgentState, isOver, type Question, type Why } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import { withoutInquiry } from './own-words.js';

export interface Entry {
  readonly state: AgentState;
  readonly why: Why;
  readonly question?: Question | null;
}

/** `agent` in the state of `entry`. The same state again keeps its age: only reason and question are new. */
export function enterState(agent: Agent, event: OrchEvent, entry: Entry): Agent {
  const known = { ...agent, why: entry.why, question: entry.question ?? null };
  if (agent.state === entry.state) return known;
  const entered = { ...withoutRunningSetup(known, entry), state: entry.state, since: event.at, sinceSeq: event.seq };
  if (!isOver(entry.state)) return entered;
  // Whoever is over waits for no answer.
  return { ...withoutInquiry(entered), seen: false, seenAt: null };
}

/** Its worktree is made ready only while it is prepared: whatever takes it out of that has broken it off. */
function withoutRunningSetup(agent: Agent, { state }: Entry): Agent {
  if (agent.setup?.state !== 'running' || state === 'preparing') return agent;
  return { ...agent, setup: { ...agent.setup, state: 'failed' } };
}

/** A reason that the host itself gives. */
export function hostWhy(event: OrchEvent, rule: string, evidence: string): Why {
  return { source: 'host', rule, evidence, at: event.at };
}
