// What this host tells other nodes of its agents: what they need for messages, and what they show of them. Pure.
import { type Agent, isOver, waitsForAnswer } from '../../core/model/agent.js';
import type { AgentRow } from '../../core/model/neighbour.js';
import { openQuestion, waitsSince } from '../../core/model/open-question.js';
import { plainText } from '../../core/model/plain-text.js';
import { toldQuestion } from '../../core/model/told-question.js';
import type { AgentEntry } from '../../core/ports/broker.js';

/** Of those that run on other nodes, these tell themselves. */
export function agentEntries(
  agents: readonly Agent[],
  { node, seenAt }: { readonly node: string; readonly seenAt: (agent: string) => string },
): readonly AgentEntry[] {
  return agents.filter(isTold).map((agent) => ({ ...entryOf(agent, node), seenAt: seenAt(agent.id) }));
}

/**
 * Whether others see something else now. What an agent has used is told along, and never alone: that changes all the time. Nothing is
 * looked at of agents that are the same value.
 */
export function isSeenAnew(before: Agents, after: Agents, node: string): boolean {
  if (before === after) return false;
  const shown = (agent: Agent | undefined) => (agent === undefined || !isTold(agent) ? '' : JSON.stringify(shownOf(entryOf(agent, node))));
  const isAnother = (id: string) => before[id] !== after[id] && shown(before[id]) !== shown(after[id]);
  return Object.keys(after).some(isAnother) || Object.keys(before).some((id) => after[id] === undefined && isAnother(id));
}

type Agents = Readonly<Record<string, Agent>>;
type Entry = Omit<AgentEntry, 'seenAt'> & { readonly row: AgentRow };

function isTold({ state, node = null }: Agent): boolean {
  return !isOver(state) && node === null;
}

function shownOf({ row, ...entry }: Entry): Entry {
  return { ...entry, row: { ...row, usage: null } };
}

function entryOf(agent: Agent, node: string): Entry {
  const { id, name, role, launch, state } = agent;
  return {
    id,
    name,
    node,
    role,
    harness: launch.harness,
    capabilities: role === null ? [] : [role],
    // One that asks by its tool goes on as if at work, and what the rules of here are about to answer is nobody else's business.
    state: waitsForAnswer(agent) ? 'waiting' : state === 'waiting' ? 'working' : state,
    row: rowOf(agent, node),
  };
}

function rowOf(agent: Agent, owner: string): AgentRow {
  const { brief, text, launch, parent, why, progress, usage, limit } = agent;
  const question = openQuestion(agent);
  return {
    owner,
    parent,
    task: plainText(brief?.title ?? text, 200),
    model: launch.model === null ? null : plainText(launch.model, 200),
    since: waitsSince(agent),
    evidence: plainText(agent.error?.said ?? why.evidence, 200),
    question: question === null ? null : toldQuestion(question),
    progress: progress === null ? null : plainText(progress, 600),
    usage,
    limit: limit === undefined ? null : { kind: limit.kind, until: limit.until },
    // Whoever wants to type to it does that here.
    isOpen: false,
    door: null,
  };
}
