// Agents of other nodes as `status --json` prints them. Keys are a contract: `model/status.ts`. Pure.
import type { Agent } from '../model/agent.js';
import { openQuestion } from '../model/open-question.js';
import type { NeighbourStatus, Status } from '../model/status.js';

interface Told {
  readonly agent: Agent;
  readonly owner: string;
}

export function withOthers(status: Status, others: readonly Told[]): Status {
  return others.length === 0 ? status : { ...status, others: others.map(neighbourStatus) };
}

function neighbourStatus({ agent, owner }: Told): NeighbourStatus {
  const { id, name, parent, launch, role, text, state, since, progress, usage, neighbour } = agent;
  return {
    id,
    name,
    node: neighbour?.node ?? '',
    owner,
    parent,
    harness: launch.harness,
    role,
    task: text,
    state,
    since,
    question: openQuestion(agent),
    progress,
    usage,
    ours: neighbour?.isOurs === true,
    open: neighbour?.isOpen === true,
  };
}
