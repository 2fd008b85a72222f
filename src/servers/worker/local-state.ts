// The state of an agent of this machine in the words that its owner elsewhere reads. Pure.
import type { Question } from '../../core/model/agent.js';
import type { Carried } from '../../core/model/carried.js';
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { RemoteResult, RemoteState } from '../../core/model/remote.js';
import type { AgentStatus } from '../../core/model/status.js';
import { toldQuestion } from '../../core/model/told-question.js';
import type { Usage } from '../../core/model/usage.js';

/** Nothing of it goes on, and nobody here is to do anything about it. What its CLI has used is known when that has ended. */
export function isOver({ state, pid }: AgentStatus): boolean {
  return (state === 'done' || state === 'failed' || state === 'stopped') && pid === null;
}

/** `usage`: of its family. What it asks the rules of this machine is none of its owner's business until they leave it to a person. */
export function stateOf(agent: AgentStatus, usage: Usage | null): RemoteState {
  const { state, why, progress, error, limit } = agent;
  const question = agent.question ?? askedByTool(agent);
  const isAsked = question !== null && question.with !== 'policy' && question.with !== 'manager';
  const waits = state === 'waiting' && question !== null && !isAsked;
  return {
    state: waits ? 'working' : isAsked ? 'waiting' : state,
    source: why.source,
    rule: plainText(why.rule, 80),
    // It waits for a person there where its finish did not succeed.
    evidence: plainText(error?.said ?? why.evidence, 200),
    question: isAsked ? toldQuestion(question) : null,
    title: null,
    progress: progress === null ? null : plainText(progress, 600),
    usage,
    diff: null,
    limit: limit === null || (state !== 'limited' && state !== 'waiting') ? null : { kind: limit.kind, until: limit.until },
  };
}

/** It goes on as if at work meanwhile, rests, or nobody knows what it does; its owner is shown it like every question, and the answer finds it by its id. */
function askedByTool({ inquiry, state }: AgentStatus): Question | null {
  if (inquiry?.with !== 'person' || (state !== 'working' && state !== 'idle' && state !== 'unknown')) return null;
  const { id, text, options } = inquiry;
  return { kind: options.length === 0 ? 'text' : 'choice', text, options, digest: id };
}

export function resultOf(
  agent: AgentStatus,
  { fence, work, usage }: { readonly fence: number; readonly work: Carried | null; readonly usage: Usage | null },
): RemoteResult {
  const state = agent.state === 'done' ? 'done' : agent.state === 'stopped' ? 'stopped' : 'failed';
  return { fence, state, work, tail: plainLines(agent.why.evidence, 2000), error: agent.error, usage, report: agent.report };
}
