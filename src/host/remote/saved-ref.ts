// The name of what was saved here of an agent that runs on another node, until it is on the agent's branch.

export function savedRef(agent: string): string {
  return `refs/orch/nodes/${agent}`;
}
