// Goals and agents as lines for a person's terminal or a pipe: words, no colours.
import { plainText } from '../core/model/plain-text.js';
import type { AgentStatus, Status } from '../core/model/status.js';
import { table } from './table.js';

/** Last words of a CLI have many lines, its row has one. */
const NOTE = 300;

/** One row per agent: name, harness, state, since, what there is to know. */
export function agentRows(agents: readonly AgentStatus[]): string[][] {
  return agents.map((agent) => [agent.name, agent.harness, agent.state, agent.since.replace(/\.\d+Z$/, 'Z'), plainText(note(agent), NOTE)]);
}

function note(agent: AgentStatus): string {
  if (agent.question !== null) return `asks: ${agent.question.text}`;
  if (agent.error !== null) return `${agent.error.said}. ${agent.error.next}`;
  if (agent.result !== null) return [agent.result.kind, agent.result.url ?? agent.result.commit?.slice(0, 10) ?? ''].join(' ').trim();
  return agent.branch ?? '';
}

export function statusText(status: Status): string {
  const host =
    status.host === null
      ? 'no host is running'
      : `host ${status.host.version}, process ${status.host.pid}, ${status.host.clients} ${status.host.clients === 1 ? 'client' : 'clients'}`;
  const agents = status.agents.length === 0 ? 'no agents' : table(agentRows(status.agents));
  return `${host}\n${agents}`;
}
